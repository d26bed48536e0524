import { isImageRepository } from "../../../client-config/image-reference.ts";
import { getDeclaredIdentity, listByFamily } from "../../../estate/estate.ts";
import { joinWithAnd } from "../../../util/display-text.ts";
import { type Fields, getValueAt } from "../../../util/json.ts";
import { findNearest } from "../../../util/suggestions.ts";
import { hasSymptom, isUpload } from "../attempt.ts";
import {
  type AttemptFacts,
  type ContentLocation,
  formatAddress,
  listRepositoryWithMembers,
  repositoryFields,
} from "../attempt-facts.ts";
import { type Cause, type CauseResult, reportCertain, reportLikely, ruleOut } from "../cause.ts";
import { checkImageName } from "./image-name.ts";

/** Returns the location if the operation needs existing content: pull, get or delete. */
function getReadLocation({ attempt, location }: AttemptFacts): ContentLocation | undefined {
  return isUpload(attempt) || attempt.operation === "login" ? undefined : location;
}

function isMissing({ attempt, content, replay }: AttemptFacts): boolean {
  if (content?.exists !== undefined) return !content.exists;
  return (
    attempt.reportedError?.status === 404 ||
    hasSymptom(attempt, "not found", "no tag", "no image") ||
    replay?.status === 404
  );
}

/** A cleanup policy that applies to a repository. */
interface AppliedPolicy {
  repository: string;
  name: string;
  criteria: string;
  regex?: string;
}

const agedOut: Cause = {
  name: "aged-out",
  check: (facts) => {
    const location = getReadLocation(facts);
    if (!location) return undefined;
    if (!isMissing(facts)) return facts.content?.exists ? ruleOut("the content exists") : undefined;
    const policies = listCleanupPolicies(facts, location);
    if (!policies.length) return ruleOut(`no cleanup policy applies to ${location.repository.name}`);
    if (!facts.cleanupTasks) return undefined;
    const finished = facts.cleanupTasks.filter(({ lastRun }) => lastRun !== undefined);
    if (!finished.length) return ruleOut("the cleanup task has never run");
    const { tags } = facts.content ?? {};
    return reportLikely(
      `a cleanup policy removed ${formatContent(location)}: ${policies.map(({ name, criteria }) => `${name} (${criteria})`).join(" or ")}`,
      [
        ...policies.map(
          ({ repository, name, criteria, regex }) =>
            `${repository} has the policy ${name}: ${criteria}${regex ? `, paths that match ${regex}` : ""}`,
        ),
        ...finished.map(
          ({ name, lastRun, nextRun }) =>
            `the task ${name} last ran ${lastRun}${nextRun ? `, runs next ${nextRun}` : ""}`,
        ),
        tags?.length
          ? `remaining tags of ${location.path}: ${joinWithAnd(tags.slice(-10))}`
          : `nothing of ${location.path} remains`,
      ],
      "build and push it again, or copy it from where it still exists",
      "to keep such content: pull it more often than that (`nexus-iac keep-alive`), promote it, or exempt it with the policy's criteriaAssetRegex",
    );
  },
};

function isAgedOut(facts: AttemptFacts): boolean {
  const result = agedOut.check(facts);
  return result !== undefined && "found" in result;
}

function listCleanupPolicies(facts: AttemptFacts, { repository }: ContentLocation): AppliedPolicy[] {
  const policies = new Map(
    listByFamily(facts.estate, "cleanup policy").map((policy) => [getDeclaredIdentity(policy), policy.fields]),
  );
  return listRepositoryWithMembers(facts, repository.name).flatMap(({ name }) => {
    const attached = getValueAt(repositoryFields(facts, name), "cleanup.policyNames");
    return (Array.isArray(attached) ? attached.map(String) : []).flatMap((policy) => {
      const fields = policies.get(policy);
      const criteria = fields && formatCriteria(fields);
      if (!criteria) return [];
      const regex = fields?.criteriaAssetRegex;
      return [
        { repository: name, name: policy, criteria, ...(typeof regex === "string" && regex !== "" && { regex }) },
      ];
    });
  });
}

function formatCriteria({ criteriaLastDownloaded, criteriaLastBlobUpdated, retain }: Fields): string {
  return [
    ...(typeof criteriaLastDownloaded === "number" ? [`not downloaded for ${criteriaLastDownloaded} days`] : []),
    ...(typeof criteriaLastBlobUpdated === "number" ? [`older than ${criteriaLastBlobUpdated} days`] : []),
    ...(typeof retain === "number" ? [`all but the newest ${retain}`] : []),
  ].join(", ");
}

/** A pull from a hosted repository to which nothing of the namespace was ever pushed, although a group with proxies exists. */
const pullFromHosted: Cause = {
  name: "pull-from-hosted",
  check: (facts) => {
    const { location, attempt, clientConfig, content } = facts;
    if (!location || attempt.operation !== "pull" || location.repository.type !== "hosted") return undefined;
    const { repository, path } = location;
    if (content?.tags?.length) return ruleOut(`${repository.name} has the image`);
    const namespace = path.split("/")[0];
    if (!content?.tags || !content.images || content.images.some((image) => image.split("/")[0] === namespace))
      return undefined;
    // An image whose name follows the naming rules belongs here, and one that was cleaned up was here before.
    const naming = checkImageName(facts);
    if (naming ? !naming.wrong.length : isAgedOut(facts)) return undefined;
    const groups = clientConfig.repositories.filter(
      (candidate) =>
        candidate.members?.includes(repository.name) &&
        listRepositoryWithMembers(facts, candidate.name).some(({ type }) => type === "proxy"),
    );
    if (!groups.length) return undefined;
    return reportCertain(
      `${repository.name} has nothing in the namespace ${namespace}: it is a hosted repository and contains only what was pushed to it`,
      [`images in ${repository.name}: ${content.images.slice(0, 20).join(", ") || "none"}`],
      ...groups.map((group) => `pull images of other registries from the group: ${formatAddress(group, location)}`),
    );
  },
};

const notFound: Cause = {
  name: "not-there",
  check: (facts) => {
    const location = getReadLocation(facts);
    const { content } = facts;
    if (!location) return undefined;
    if (!isMissing(facts)) return content?.exists ? ruleOut(`${formatContent(location)} exists`) : undefined;
    if (content?.exists === undefined)
      return reportLikely(
        `${formatContent(location)} is not in ${location.repository.name}`,
        ["the client got this response"],
        "check which content the repository has",
      );
    return isImageRepository(location.repository) ? reportMissingImage(location, facts) : reportMissingFile(location);
  },
};

function reportMissingImage({ repository, path, version }: ContentLocation, facts: AttemptFacts): CauseResult {
  const { tags, images = [] } = facts.content ?? {};
  const hasProxies = listRepositoryWithMembers(facts, repository.name).some(({ type }) => type === "proxy");
  // An upstream may have content that was never requested, and cleaned-up content is reported as such.
  const report = hasProxies || isAgedOut(facts) ? reportLikely : reportCertain;
  if (tags?.length) {
    const nearest = findNearest(version ?? "", tags);
    return report(
      `${repository.name} has no ${version?.includes(":") ? "manifest" : "tag"} ${version} of ${path}`,
      [`tags of ${path}: ${tags.slice(-20).join(", ")}`],
      nearest === undefined ? "use one of these tags" : `use the tag ${nearest}`,
    );
  }
  const name = path.split("/").at(-1) ?? path;
  const nearest = findNearest(path, images) ?? images.find((image) => image.split("/").at(-1) === name);
  const advice = hasProxies
    ? "check that the upstream has the image under this name, and that Nexus reaches it: `nexus-iac probe` checks the proxies"
    : "push the image first, or find the repository to which it was pushed";
  return report(
    `${repository.name} has no image ${path}`,
    [`images in ${repository.name}: ${images.slice(0, 20).join(", ") || "none"}`],
    nearest === undefined ? advice : `use ${nearest}`,
  );
}

function reportMissingFile({ repository, path }: ContentLocation): CauseResult {
  return reportCertain(
    `${repository.name} has no ${path}`,
    [`HEAD ${repository.url}/${path}: 404`],
    "compare the path with the published files",
  );
}

function formatContent({ path, version }: ContentLocation): string {
  return version === undefined ? path : `${path}${version.includes(":") ? "@" : ":"}${version}`;
}

export const contentCauses: readonly Cause[] = [pullFromHosted, agedOut, notFound];
