import { isImageRepository } from "../../../client-config/image-reference.ts";
import { type Fields, getValueAt } from "../../../util/json.ts";
import { hasSymptom, isUpload, isWrite } from "../attempt.ts";
import { type AttemptFacts, declaredRepositoryFields, repositoryFields } from "../attempt-facts.ts";
import { type Cause, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";

/** Suggests the line to declare, or the command to run if the declaration is right and Nexus was changed manually. */
function suggestFix(facts: AttemptFacts, name: string, isRight: (fields: Fields) => boolean, line: string): string {
  const declared = declaredRepositoryFields(facts, name);
  return declared && isRight(declared) ? suggestRestore(facts) : `in ${quote(name)}: ${line}`;
}

export const offlineCause: Cause = {
  name: "repository-offline",
  check: (facts) => {
    if (!facts.location) return undefined;
    const { name } = facts.location.repository;
    if (repositoryFields(facts, name).online !== false) return ruleOut(`${name} is online`);
    return reportCertain(
      `the repository ${name} is offline`,
      [`online of ${name}: false`],
      suggestFix(facts, name, ({ online }) => online !== false, "online: true"),
    );
  },
};

const frozen: Cause = {
  name: "frozen",
  check: ({ attempt, isWritable }) => {
    if (!isWrite(attempt) || isWritable === undefined) return undefined;
    if (isWritable) return ruleOut("Nexus accepts writes");
    return reportCertain(
      "Nexus is in read-only mode",
      ["GET /service/rest/v1/status/writable: 503"],
      "disable read-only mode: Administration, System, Nodes; up to 3.90 also POST /service/rest/v1/read-only/release. Check the reason first: a backup may be running, or a disk may be full",
    );
  },
};

const immutable: Cause = {
  name: "immutable",
  check: (facts) => {
    const { attempt, location, content } = facts;
    if (!location || !isWrite(attempt) || location.repository.type !== "hosted") return undefined;
    const { repository, path, version } = location;
    const fields = repositoryFields(facts, repository.name);
    const policy = String(getValueAt(fields, "storage.writePolicy") ?? "ALLOW_ONCE").toUpperCase();
    const evidence = [`storage.writePolicy of ${repository.name}: ${policy}`];
    if (policy === "DENY")
      return reportCertain(
        `${repository.name} is read-only and takes no pushes and no deletions`,
        evidence,
        suggestFix(
          facts,
          repository.name,
          (declared) => !/^deny$/i.test(String(getValueAt(declared, "storage.writePolicy"))),
          'storage: { writePolicy: "ALLOW_ONCE" }',
        ),
      );
    if (!isUpload(attempt)) return ruleOut(`${repository.name} allows deletions`);
    if (policy !== "ALLOW_ONCE") return ruleOut(`${repository.name} allows redeployment (${policy})`);
    if (version === "latest" && getValueAt(fields, "storage.latestPolicy") === true)
      return ruleOut("latest may be pushed again (storage.latestPolicy)");
    const tag = version === undefined ? "a tag" : `the tag ${version}`;
    const subject = isImageRepository(repository) ? `${tag} of ${path}` : path;
    const advice = isImageRepository(repository)
      ? "push another tag; if it must be this one, delete it first: skopeo delete (needs the delete privilege)"
      : "publish another version";
    if (content?.exists)
      return reportCertain(
        `${subject} already exists, and ${repository.name} does not allow redeployment`,
        [...evidence, `${repository.name} has ${subject}`],
        advice,
      );
    if (hasSymptom(attempt, "immutable"))
      return reportLikely(
        `${subject} already existed, and ${repository.name} does not allow redeployment`,
        [
          ...evidence,
          "the registry reported it",
          ...(content?.exists === false
            ? ["it does not exist now: perhaps a layer or tag that was deleted since, or two pushes at the same time"]
            : []),
        ],
        advice,
      );
    return content?.exists === false ? ruleOut(`${subject} does not exist yet`) : undefined;
  },
};

const ipAllowList: Cause = {
  name: "ip-allow-list",
  check: ({ estate, attempt, replay }) => {
    const mode = estate.declarations.find(({ kind }) => kind.name === "ip-allow-list")?.fields.mode;
    if (mode === undefined) return undefined;
    if (mode !== "ENFORCE") return ruleOut(`the IP allow list is not enforced (${mode})`);
    const entries = estate.declarations
      .filter(({ kind }) => kind.name === "ip-allow-list-entry")
      .map(({ fields }) => String(fields.ipOrCidr));
    if (replay?.isComplete && !attempt.reportedError) return ruleOut("Nexus answers requests from this host");
    return reportLikely(
      "Nexus answers only addresses on its IP allow list; the client's address may be missing",
      [`mode ENFORCE; entries: ${entries.join(", ") || "none"}`],
      "compare it with the client's address as Nexus sees it (behind a proxy, the address of the proxy); new IpAllowListEntry(ADDRESS)",
    );
  },
};

const license: Cause = {
  name: "licence",
  check: ({ isEulaAccepted, replay, attempt }) => {
    const agreement =
      isEulaAccepted === undefined ? [] : [`license agreement accepted: ${isEulaAccepted ? "yes" : "no"}`];
    if (replay?.status === 402 || attempt.reportedError?.status === 402)
      return reportLikely(
        "Nexus answered 402, so its license has probably expired",
        agreement,
        "Administration, System, Licensing; for the Community Edition, accept its agreement: new Eula(...)",
      );
    // Nexus 3.77 works without the agreement.
    return agreement[0] === undefined ? undefined : ruleOut(`${agreement[0]}, and no response was 402`);
  },
};

export const writeStateCauses: readonly Cause[] = [frozen, immutable];
export const accessGateCauses: readonly Cause[] = [ipAllowList, license];
