import type { ServedRepository } from "../../../client-config/client-config.ts";
import { isImageRepository } from "../../../client-config/image-reference.ts";
import { getDeclaredIdentity, listByFamily } from "../../../estate/estate.ts";
import { getValueAt } from "../../../util/json.ts";
import { hasSymptom } from "../attempt.ts";
import {
  type AttemptFacts,
  declaredRepositoryFields,
  listRepositoryWithMembers,
  repositoryFields,
} from "../attempt-facts.ts";
import { type Cause, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";

/** Nothing is asked of an upstream for what is there already. */
function proxiesAsked(facts: AttemptFacts): ServedRepository[] {
  const { location: where, attempt, content } = facts;
  if (!where || (attempt.operation !== "pull" && attempt.operation !== "get") || content?.exists) return [];
  return listRepositoryWithMembers(facts, where.repository.name).filter(({ type }) => type === "proxy");
}

/** Of a group the others may have it. */
function verdictFor({ location: where }: AttemptFacts): typeof reportCertain {
  return where?.repository.type === "proxy" ? reportCertain : reportLikely;
}

const blocked: Cause = {
  name: "upstream-blocked",
  check: (facts) => {
    const proxies = proxiesAsked(facts);
    if (!proxies.length) return undefined;
    const off = proxies.filter(({ name }) => getValueAt(repositoryFields(facts, name), "httpClient.blocked") === true);
    if (!off.length) return ruleOut("no proxy is blocked by hand");
    return verdictFor(facts)(
      `${off.map(({ name }) => name).join(", ")} is blocked: its upstream is asked for nothing`,
      off.map(({ name }) => `httpClient.blocked of ${name}: true`),
      ...off.map(({ name }) =>
        getValueAt(declaredRepositoryFields(facts, name) ?? {}, "httpClient.blocked") === true
          ? `in ${quote(name)}: httpClient: { blocked: false }`
          : suggestRestore(facts),
      ),
    );
  },
};

const unreachable: Cause = {
  name: "upstream-unreachable",
  check: (facts) => {
    const { attempt, replay: answer, upstreamStatus: remotes } = facts;
    const proxies = proxiesAsked(facts);
    if (!proxies.length) return undefined;
    const told = proxies.flatMap(({ name }) => {
      const words = remotes?.[name];
      return words !== undefined && /unavailable|block/i.test(words) ? [`${name}: ${words}`] : [];
    });
    const status = answer?.status ?? attempt.reportedError?.status;
    const isSo = hasSymptom(attempt, "blocked", "upstream") || status === 502 || status === 504;
    if (!told.length && !isSo) return remotes ? ruleOut("Nexus reaches the upstreams") : undefined;
    const places = proxies.map(
      ({ name }) => `${name} fetches from ${getValueAt(repositoryFields(facts, name), "proxy.remoteUrl") ?? "?"}`,
    );
    return (told.length ? verdictFor(facts) : reportLikely)(
      `Nexus does not get an answer from the upstream of ${proxies.map(({ name }) => name).join(", ")}`,
      [...told, ...(isSo ? [`the answer was ${status ?? "that it is blocked"}`] : []), ...places],
      "look whether Nexus's host reaches it (curl from there), its proxy settings, the upstream's credentials and its limits on pulls",
      "what was blocked automatically is tried again by itself; saving the repository's settings tries at once",
    );
  },
};

const routed: Cause = {
  name: "routing-rule",
  check: (facts) => {
    const { location: where } = facts;
    const proxies = proxiesAsked(facts);
    if (!where || !proxies.length) return undefined;
    const path = isImageRepository(where.repository)
      ? `/v2/${where.path}/manifests/${where.version ?? "latest"}`
      : `/${where.path}`;
    const found = proxies.flatMap(({ name }) => ruledOut(facts, name, path));
    const [first] = found;
    if (!first) return ruleOut("no routing rule keeps it from the upstream");
    return verdictFor(facts)(
      `the routing rule ${first.rule} keeps ${first.name} from asking its upstream for ${path}`,
      found.map(({ name, rule, why }) => `${name} has the rule ${rule}: ${why}`),
      `new RoutingRule(${quote(first.rule)}, { matchers: ... }): let the path through`,
    );
  },
};

function ruledOut(facts: AttemptFacts, name: string, path: string): { name: string; rule: string; why: string }[] {
  const fields = repositoryFields(facts, name);
  const rule = fields.routingRuleName;
  const found = listByFamily(facts.estate, "routing rule").find((one) => getDeclaredIdentity(one) === rule);
  if (typeof rule !== "string" || !found) return [];
  const { mode, matchers } = found.fields;
  const patterns = Array.isArray(matchers) ? matchers.map(String) : [];
  const hit = patterns.find((pattern) => matches(pattern, path));
  const isBlocking = String(mode).toUpperCase() === "BLOCK";
  if (isBlocking === (hit === undefined)) return [];
  return [{ name, rule, why: isBlocking ? `blocks ${hit}` : `allows only ${patterns.join(", ")}` }];
}

/** As Java's `matches`: the whole path. What is no pattern here matches nothing. */
function matches(pattern: string, path: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(path);
  } catch {
    return false;
  }
}

export const upstreamCauses: readonly Cause[] = [blocked, unreachable, routed];
