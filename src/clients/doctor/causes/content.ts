import { joinWithAnd } from "../../../access/rights-text.ts";
import { isImageRepository } from "../../../client-config/image-reference.ts";
import { getDeclaredIdentity, listByFamily } from "../../../estate/estate.ts";
import { type Fields, getValueAt } from "../../../util/json.ts";
import { findNearest } from "../../../util/suggestions.ts";
import { hasSymptom } from "../attempt.ts";
import {
  type AttemptFacts,
  type ContentLocation,
  formatAddress,
  listRepositoryWithMembers,
  repositoryFields,
} from "../attempt-facts.ts";
import { type Cause, type CauseResult, reportCertain, reportLikely, ruleOut } from "../cause.ts";
import { checkImageName } from "./image-name.ts";

function isMissing({ attempt, content, replay: answer }: AttemptFacts): boolean {
  if (content?.exists !== undefined) return !content.exists;
  return (
    attempt.reportedError?.status === 404 ||
    hasSymptom(attempt, "not found", "no tag", "no image") ||
    answer?.status === 404
  );
}

/** A policy that deletes what nobody asks for, and where it holds. */
interface Ageing {
  repository: string;
  name: string;
  days: string;
  regex?: string;
}

const agedOut: Cause = {
  name: "aged-out",
  check: (facts) => {
    const { location: where, attempt, cleanupTasks: cleanups } = facts;
    if (!where || attempt.operation === "push" || attempt.operation === "put" || attempt.operation === "login")
      return undefined;
    if (!isMissing(facts)) return facts.content?.exists ? ruleOut("it is there") : undefined;
    const ageing = ageingIn(facts, where);
    if (!ageing.length) return ruleOut(`no cleanup policy deletes anything of ${where.repository.name}`);
    if (!cleanups) return undefined;
    const ran = cleanups.filter(({ lastRun }) => lastRun !== undefined);
    if (!ran.length) return ruleOut("the cleanup task has never run");
    const { tags } = facts.content ?? {};
    const left = tags?.length
      ? `of ${where.path} there is still ${joinWithAnd(tags.slice(-10))}`
      : `nothing of ${where.path} is there any more`;
    return reportLikely(
      `${shortly(where)} has been cleaned up, by ${ageing.map(({ name, days }) => `the policy ${name} (${days})`).join(" or ")}`,
      [
        ...ageing.map(
          ({ repository, name, days, regex }) =>
            `${repository} has the policy ${name}: ${days}${regex ? `, paths that match ${regex}` : ""}`,
        ),
        ...ran.map(
          ({ name, lastRun, nextRun }) =>
            `the task ${name} last ran ${lastRun}${nextRun ? `, runs next ${nextRun}` : ""}`,
        ),
        left,
      ],
      "build and push it anew, or copy it from where it still is",
      "what must stay: pull it more often than that (`nexus-iac keep-alive`), promote it, or exempt it by the policy's criteriaAssetRegex",
    );
  },
};

function isAged(facts: AttemptFacts): boolean {
  const verdict = agedOut.check(facts);
  return verdict !== undefined && "found" in verdict;
}

function ageingIn(facts: AttemptFacts, { repository }: ContentLocation): Ageing[] {
  const policies = new Map(
    listByFamily(facts.estate, "cleanup policy").map((policy) => [getDeclaredIdentity(policy), policy.fields]),
  );
  return listRepositoryWithMembers(facts, repository.name).flatMap(({ name }) => {
    const attached = getValueAt(repositoryFields(facts, name), "cleanup.policyNames");
    return (Array.isArray(attached) ? attached.map(String) : []).flatMap((policy) => {
      const fields = policies.get(policy);
      const days = fields && daysIn(fields);
      if (!days) return [];
      const regex = fields?.criteriaAssetRegex;
      return [{ repository: name, name: policy, days, ...(typeof regex === "string" && regex !== "" && { regex }) }];
    });
  });
}

function daysIn({ criteriaLastDownloaded: pulled, criteriaLastBlobUpdated: written, retain }: Fields): string {
  return [
    ...(typeof pulled === "number" ? [`not downloaded for ${pulled} days`] : []),
    ...(typeof written === "number" ? [`older than ${written} days`] : []),
    ...(typeof retain === "number" ? [`all but the newest ${retain}`] : []),
  ].join(", ");
}

/** What is pulled from a hosted repository, and only its group can have: nothing of that namespace was ever pushed. */
const notTheGroup: Cause = {
  name: "pull-from-hosted",
  check: (facts) => {
    const { location: where, attempt, clientConfig, content } = facts;
    if (!where || attempt.operation !== "pull" || where.repository.type !== "hosted") return undefined;
    const { repository, path } = where;
    if (content?.tags?.length) return ruleOut(`${repository.name} has the image`);
    const namespace = path.split("/")[0];
    if (!content?.tags || !content.images || content.images.some((image) => image.split("/")[0] === namespace))
      return undefined;
    // What is ours by its name, or may have been cleaned up, is sought for nowhere else.
    const named = checkImageName(facts);
    if (named ? !named.wrong.length : isAged(facts)) return undefined;
    const groups = clientConfig.repositories.filter(
      (one) =>
        one.members?.includes(repository.name) &&
        listRepositoryWithMembers(facts, one.name).some(({ type }) => type === "proxy"),
    );
    if (!groups.length) return undefined;
    return reportCertain(
      `${repository.name} has nothing of ${namespace}: it is a hosted repository, and has what was pushed to it alone`,
      [`images there: ${content.images.slice(0, 20).join(", ") || "none"}`],
      ...groups.map((one) => `what is from elsewhere, pull from the group: ${formatAddress(one, where)}`),
    );
  },
};

const notThere: Cause = {
  name: "not-there",
  check: (facts) => {
    const { location: where, attempt, content } = facts;
    if (!where || attempt.operation === "push" || attempt.operation === "put" || attempt.operation === "login")
      return undefined;
    if (!isMissing(facts)) return content?.exists ? ruleOut(`${shortly(where)} is there`) : undefined;
    if (content?.exists === undefined)
      return reportLikely(
        `${shortly(where)} is not in ${where.repository.name}`,
        ["the client was told so"],
        "look what is there",
      );
    return isImageRepository(where.repository) ? noImage(where, facts) : noFile(where);
  },
};

function noImage({ repository, path, version }: ContentLocation, facts: AttemptFacts): CauseResult {
  const { tags, images = [] } = facts.content ?? {};
  const hasProxies = listRepositoryWithMembers(facts, repository.name).some(({ type }) => type === "proxy");
  // What an upstream has is known only once it was asked for; what has been cleaned up is told as that.
  const verdict = hasProxies || isAged(facts) ? reportLikely : reportCertain;
  if (tags?.length) {
    const near = findNearest(version ?? "", tags);
    return verdict(
      `${repository.name} has no ${version?.includes(":") ? "manifest" : "tag"} ${version} of ${path}`,
      [`tags of ${path}: ${tags.slice(-20).join(", ")}`],
      near === undefined ? "take one of these tags" : `take the tag ${near}`,
    );
  }
  const last = path.split("/").at(-1) ?? path;
  const near = findNearest(path, images) ?? images.find((image) => image.split("/").at(-1) === last);
  const push = hasProxies
    ? "look whether the upstream has it by that name, and whether Nexus reaches it: `nexus-iac probe` asks its proxies"
    : "push it first, or look where it was pushed to";
  return verdict(
    `${repository.name} has no image ${path}`,
    [images.length ? `images there: ${images.slice(0, 20).join(", ")}` : "there is no image at all"],
    near === undefined ? push : `take ${near}`,
  );
}

function noFile({ repository, path }: ContentLocation): CauseResult {
  return reportCertain(
    `${repository.name} has no ${path}`,
    [`HEAD ${repository.url}/${path}: 404`],
    "compare the path with what was published",
  );
}

function shortly({ path, version }: ContentLocation): string {
  return version === undefined ? path : `${path}${version.includes(":") ? "@" : ":"}${version}`;
}

export const contentCauses: readonly Cause[] = [notTheGroup, agedOut, notThere];
