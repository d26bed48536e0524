import { isOfImages } from "../../../client-config/references.ts";
import { type Facts, isOpen } from "../facts.ts";
import { type Cause, certain, heal, likely, not, quoted } from "../verdict.ts";
import { isRefused } from "./login.ts";

/** Realms that clients of a format need, and what for. */
const needs: Readonly<Record<string, { realm: string; what: string }>> = {
  docker: { realm: "DockerToken", what: "Docker's tokens" },
  oci: { realm: "DockerToken", what: "Docker's tokens" },
  npm: { realm: "NpmToken", what: "npm's tokens (npm login)" },
  nuget: { realm: "NuGetApiKey", what: "NuGet's API keys" },
  cargo: { realm: "CargoToken", what: "Cargo's tokens" },
};

const realm: Cause = {
  name: "realm-missing",
  look: (facts) => {
    const { estate, declared, where } = facts;
    const active = realmsIn(estate);
    if (!active) return undefined;
    const list = `active realms: ${active.join(", ")}`;
    const todo = (name: string) =>
      realmsIn(declared)?.includes(name)
        ? heal(facts)
        : `new Realms("realms", { active: [${[...active, name].map(quoted).join(", ")}] })`;
    const missing = "NexusAuthenticatingRealm";
    if (!active.includes(missing) && facts.login?.known?.some(({ source }) => source === "default"))
      return certain(`the realm ${missing} is off: no user of Nexus itself can log in`, [list], todo(missing));
    const need = where && needs[where.repository.format];
    if (!need) return undefined;
    if (active.includes(need.realm)) return not(`the realm ${need.realm} is active`);
    const isByToken = isOfImages(where.repository) && isOpen(facts, where.repository.name);
    const what = `the realm ${need.realm} is not active: Nexus does not take ${need.what}`;
    if (isByToken && facts.attempt.user === undefined)
      return certain(
        what,
        [list, `${where.repository.name} is open to who comes without credentials by tokens alone`],
        todo(need.realm),
      );
    const isDrift = realmsIn(declared)?.includes(need.realm) ?? false;
    if (!isDrift && !isRefused(facts)) return not(`no token is needed: Nexus takes passwords without ${need.realm}`);
    if (facts.answer?.isAll && !isRefused(facts)) return not("it was tried, and works without it");
    return likely(what, [list, ...(isDrift ? [`declared is ${need.realm}, too`] : [])], todo(need.realm));
  },
};

function realmsIn(estate: Facts["estate"] | undefined): string[] | undefined {
  const [found] = estate?.declarations.filter(({ kind }) => kind.family === "realms") ?? [];
  const active = found?.fields.active;
  return Array.isArray(active) ? active.map(String) : undefined;
}

export const realms: readonly Cause[] = [realm];
