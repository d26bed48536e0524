import { isImageRepository } from "../../../client-config/image-reference.ts";
import { type AttemptFacts, allowsAnonymousTokens } from "../attempt-facts.ts";
import { type Cause, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";
import { isUnauthorized } from "./login.ts";

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
  check: (facts) => {
    const { estate, declared, location: where } = facts;
    const active = realmsIn(estate);
    if (!active) return undefined;
    const list = `active realms: ${active.join(", ")}`;
    const todo = (name: string) =>
      realmsIn(declared)?.includes(name)
        ? suggestRestore(facts)
        : `new Realms("realms", { active: [${[...active, name].map(quote).join(", ")}] })`;
    const missing = "NexusAuthenticatingRealm";
    if (!active.includes(missing) && facts.login?.matchingUsers?.some(({ source }) => source === "default"))
      return reportCertain(`the realm ${missing} is off: no user of Nexus itself can log in`, [list], todo(missing));
    const need = where && needs[where.repository.format];
    if (!need) return undefined;
    if (active.includes(need.realm)) return ruleOut(`the realm ${need.realm} is active`);
    const isByToken = isImageRepository(where.repository) && allowsAnonymousTokens(facts, where.repository.name);
    const what = `the realm ${need.realm} is not active: Nexus does not take ${need.what}`;
    if (isByToken && facts.attempt.user === undefined)
      return reportCertain(
        what,
        [list, `${where.repository.name} is open to who comes without credentials by tokens alone`],
        todo(need.realm),
      );
    const isDrift = realmsIn(declared)?.includes(need.realm) ?? false;
    if (!isDrift && !isUnauthorized(facts))
      return ruleOut(`no token is needed: Nexus takes passwords without ${need.realm}`);
    if (facts.replay?.isComplete && !isUnauthorized(facts)) return ruleOut("it was tried, and works without it");
    return reportLikely(what, [list, ...(isDrift ? [`declared is ${need.realm}, too`] : [])], todo(need.realm));
  },
};

function realmsIn(estate: AttemptFacts["estate"] | undefined): string[] | undefined {
  const [found] = estate?.declarations.filter(({ kind }) => kind.family === "realms") ?? [];
  const active = found?.fields.active;
  return Array.isArray(active) ? active.map(String) : undefined;
}

export const realmCauses: readonly Cause[] = [realm];
