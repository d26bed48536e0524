import { isImageRepository } from "../../../client-config/image-reference.ts";
import { type AttemptFacts, allowsAnonymousTokens } from "../attempt-facts.ts";
import { type Cause, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";
import { isUnauthorized } from "./login.ts";

/** The realm that the tokens of a format need. */
const tokenRealms: Readonly<Record<string, { realm: string; tokens: string }>> = {
  docker: { realm: "DockerToken", tokens: "Docker tokens" },
  oci: { realm: "OciBearerToken", tokens: "OCI tokens" },
  npm: { realm: "NpmToken", tokens: "npm tokens (npm login)" },
  nuget: { realm: "NuGetApiKey", tokens: "NuGet API keys" },
  cargo: { realm: "CargoToken", tokens: "Cargo tokens" },
};

const missingRealm: Cause = {
  name: "realm-missing",
  check: (facts) => {
    const { estate, declared, location } = facts;
    const active = findActiveRealms(estate);
    if (!active) return undefined;
    const activeLine = `active realms: ${active.join(", ")}`;
    const suggestActivation = (name: string) =>
      findActiveRealms(declared)?.includes(name)
        ? suggestRestore(facts)
        : `new Realms("realms", { active: [${[...active, name].map(quote).join(", ")}] })`;
    const localRealm = "NexusAuthenticatingRealm";
    if (!active.includes(localRealm) && facts.login?.matchingUsers?.some(({ source }) => source === "default"))
      return reportCertain(
        `the realm ${localRealm} is not active: no local user can log in`,
        [activeLine],
        suggestActivation(localRealm),
      );
    const required = location && tokenRealms[location.repository.format];
    if (!required) return undefined;
    const { realm, tokens } = required;
    if (active.includes(realm)) return ruleOut(`the realm ${realm} is active`);
    const isTokenRequired =
      isImageRepository(location.repository) && allowsAnonymousTokens(facts, location.repository.name);
    const summary = `the realm ${realm} is not active: Nexus does not accept ${tokens}`;
    if (isTokenRequired && facts.attempt.user === undefined)
      return reportCertain(
        summary,
        [activeLine, `${location.repository.name} allows anonymous clients by token only`],
        suggestActivation(realm),
      );
    const isDrift = findActiveRealms(declared)?.includes(realm) ?? false;
    if (!isDrift && !isUnauthorized(facts))
      return ruleOut(`no token is needed: Nexus accepts passwords without ${realm}`);
    if (facts.replay?.isComplete && !isUnauthorized(facts)) return ruleOut("the operation works without it from here");
    return reportLikely(
      summary,
      [activeLine, ...(isDrift ? [`the program declares ${realm} as active`] : [])],
      suggestActivation(realm),
    );
  },
};

function findActiveRealms(estate: AttemptFacts["estate"] | undefined): string[] | undefined {
  const active = estate?.declarations.find(({ kind }) => kind.family === "realms")?.fields.active;
  return Array.isArray(active) ? active.map(String) : undefined;
}

export const realmCauses: readonly Cause[] = [missingRealm];
