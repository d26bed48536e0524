import type { ServedRepository } from "../../../client-config/client-config.ts";
import { isImageRepository } from "../../../client-config/image-reference.ts";
import { getDeclaredIdentity, listByFamily } from "../../../estate/estate.ts";
import { getValueAt } from "../../../util/json.ts";
import { matchesWhole } from "../../../util/patterns.ts";
import { hasSymptom } from "../attempt.ts";
import {
  type AttemptFacts,
  declaredRepositoryFields,
  listRepositoryWithMembers,
  repositoryFields,
} from "../attempt-facts.ts";
import { type Cause, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";

/** Returns the proxy repositories that a read reaches. Existing content is served without asking the upstream. */
function listProxies(facts: AttemptFacts): ServedRepository[] {
  const { location, attempt, content } = facts;
  if (!location || (attempt.operation !== "pull" && attempt.operation !== "get") || content?.exists) return [];
  return listRepositoryWithMembers(facts, location.repository.name).filter(({ type }) => type === "proxy");
}

/** A problem of a proxy is certain for the proxy itself. In a group, another member may have the content. */
function selectReport({ location }: AttemptFacts): typeof reportCertain {
  return location?.repository.type === "proxy" ? reportCertain : reportLikely;
}

const blocked: Cause = {
  name: "upstream-blocked",
  check: (facts) => {
    const proxies = listProxies(facts);
    if (!proxies.length) return undefined;
    const blockedNames = proxies
      .map(({ name }) => name)
      .filter((name) => getValueAt(repositoryFields(facts, name), "httpClient.blocked") === true);
    if (!blockedNames.length) return ruleOut("no proxy is blocked manually");
    return selectReport(facts)(
      `${blockedNames.join(", ")} is blocked and does not contact its upstream`,
      blockedNames.map((name) => `httpClient.blocked of ${name}: true`),
      ...blockedNames.map((name) =>
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
    const { attempt, replay, upstreamStatus } = facts;
    const proxies = listProxies(facts);
    if (!proxies.length) return undefined;
    const problems = proxies.flatMap(({ name }) => {
      const status = upstreamStatus?.[name];
      return status !== undefined && /unavailable|block/i.test(status) ? [`${name}: ${status}`] : [];
    });
    const status = replay?.status ?? attempt.reportedError?.status;
    const isReported = hasSymptom(attempt, "blocked", "upstream") || status === 502 || status === 504;
    if (!problems.length && !isReported) return upstreamStatus ? ruleOut("Nexus reaches the upstreams") : undefined;
    const remotes = proxies.map(
      ({ name }) => `${name} fetches from ${getValueAt(repositoryFields(facts, name), "proxy.remoteUrl") ?? "?"}`,
    );
    return (problems.length ? selectReport(facts) : reportLikely)(
      `Nexus gets no response from the upstream of ${proxies.map(({ name }) => name).join(", ")}`,
      [
        ...problems,
        ...(isReported ? [`the response was ${status ?? "that the upstream is blocked"}`] : []),
        ...remotes,
      ],
      "check that Nexus's host reaches the upstream (curl from there), its proxy settings, the upstream's credentials and its pull limits",
      "Nexus retries an automatically blocked upstream by itself; saving the repository's settings retries at once",
    );
  },
};

const routingRule: Cause = {
  name: "routing-rule",
  check: (facts) => {
    const { location } = facts;
    const proxies = listProxies(facts);
    if (!location || !proxies.length) return undefined;
    const path = isImageRepository(location.repository)
      ? `/v2/${location.path}/manifests/${location.version ?? "latest"}`
      : `/${location.path}`;
    const blocks = proxies.flatMap(({ name }) => findBlockingRule(facts, name, path));
    const [first] = blocks;
    if (!first) return ruleOut("no routing rule blocks the path");
    return selectReport(facts)(
      `the routing rule ${first.rule} of ${first.name} blocks the path ${path}`,
      blocks.map(({ name, rule, reason }) => `${name} has the rule ${rule}: ${reason}`),
      `new RoutingRule(${quote(first.rule)}, { matchers: ... }): allow the path`,
    );
  },
};

function findBlockingRule(
  facts: AttemptFacts,
  name: string,
  path: string,
): { name: string; rule: string; reason: string }[] {
  const rule = repositoryFields(facts, name).routingRuleName;
  const declaration = listByFamily(facts.estate, "routing rule").find(
    (candidate) => getDeclaredIdentity(candidate) === rule,
  );
  if (typeof rule !== "string" || !declaration) return [];
  const { mode, matchers } = declaration.fields;
  const patterns = Array.isArray(matchers) ? matchers.map(String) : [];
  const match = patterns.find((pattern) => matchesWhole(pattern, path));
  const isBlockMode = String(mode).toUpperCase() === "BLOCK";
  if (isBlockMode === (match === undefined)) return [];
  return [{ name, rule, reason: isBlockMode ? `blocks ${match}` : `allows only ${patterns.join(", ")}` }];
}

export const upstreamCauses: readonly Cause[] = [blocked, unreachable, routingRule];
