import { isImageRepository } from "../../../client-config/image-reference.ts";
import type { Fields } from "../../../util/json.ts";
import { getValueAt } from "../../../util/json.ts";
import { hasSymptom, isUpload, isWrite } from "../attempt.ts";
import { type AttemptFacts, declaredRepositoryFields, repositoryFields } from "../attempt-facts.ts";
import { type Cause, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";

/** The line that makes it so, where it is declared otherwise; the command where somebody has changed it by hand. */
function mend(facts: AttemptFacts, name: string, isRight: (fields: Fields) => boolean, line: string): string {
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
      mend(facts, name, ({ online }) => online !== false, "online: true"),
    );
  },
};

const frozen: Cause = {
  name: "frozen",
  check: ({ attempt, isWritable: writable }) => {
    if (!isWrite(attempt) || writable === undefined) return undefined;
    if (writable) return ruleOut("Nexus takes changes");
    return reportCertain(
      "Nexus is read-only",
      ["GET /service/rest/v1/status/writable: 503"],
      "Administration, System, Nodes: disable read-only mode; to 3.90 also POST /service/rest/v1/read-only/release. Look first why: a backup may be under way, or a disk full",
    );
  },
};

const immutable: Cause = {
  name: "immutable",
  check: (facts) => {
    const { attempt, location: where, content } = facts;
    if (!where || !isWrite(attempt) || where.repository.type !== "hosted") return undefined;
    const { repository, path, version } = where;
    const fields = repositoryFields(facts, repository.name);
    const policy = String(getValueAt(fields, "storage.writePolicy") ?? "ALLOW_ONCE").toUpperCase();
    const evidence = [`storage.writePolicy of ${repository.name}: ${policy}`];
    if (policy === "DENY")
      return reportCertain(
        `${repository.name} is read-only: nothing is written to it or deleted in it`,
        evidence,
        mend(
          facts,
          repository.name,
          (declared) => !/^deny$/i.test(String(getValueAt(declared, "storage.writePolicy"))),
          'storage: { writePolicy: "ALLOW_ONCE" }',
        ),
      );
    if (!isUpload(attempt)) return ruleOut(`${repository.name} does not forbid to delete`);
    if (policy !== "ALLOW_ONCE") return ruleOut(`what is in ${repository.name} may be written again (${policy})`);
    if (version === "latest" && getValueAt(fields, "storage.latestPolicy") === true)
      return ruleOut("latest may be pushed again (storage.latestPolicy)");
    const tag = version === undefined ? "a tag" : `the tag ${version}`;
    const what = isImageRepository(repository) ? `${tag} of ${path}` : path;
    const todo = isImageRepository(repository)
      ? `push another tag; or, if it must be this one, have it deleted first: skopeo delete (takes the right to delete)`
      : "publish another version";
    if (content?.exists)
      return reportCertain(
        `${what} is there, and ${repository.name} lets nobody write it again`,
        [...evidence, `${repository.name} has ${what}`],
        todo,
      );
    if (hasSymptom(attempt, "immutable"))
      return reportLikely(
        `${what} was there, and ${repository.name} lets nobody write it again`,
        [
          ...evidence,
          "the registry said so",
          ...(content?.exists === false
            ? ["it is not there now: it may be a layer or a tag that has gone since, or two pushes at once"]
            : []),
        ],
        todo,
      );
    return content?.exists === false ? ruleOut(`${what} is not there yet`) : undefined;
  },
};

const allowList: Cause = {
  name: "ip-allow-list",
  check: ({ estate, attempt, replay: answer }) => {
    const mode = estate.declarations.find(({ kind }) => kind.name === "ip-allow-list")?.fields.mode;
    if (mode === undefined) return undefined;
    if (mode !== "ENFORCE") return ruleOut(`the IP allow list is not enforced (${mode})`);
    const entries = estate.declarations
      .filter(({ kind }) => kind.name === "ip-allow-list-entry")
      .map(({ fields }) => String(fields.ipOrCidr));
    if (answer?.isComplete && !attempt.reportedError) return ruleOut("Nexus answers to where this runs");
    return reportLikely(
      "Nexus answers only to addresses on its IP allow list, and the client's may not be among them",
      [`mode ENFORCE; entries: ${entries.join(", ") || "none"}`],
      "compare with the address that Nexus sees of the client (behind a proxy, the proxy's); new IpAllowListEntry(ADDRESS)",
    );
  },
};

const licence: Cause = {
  name: "licence",
  check: ({ isEulaAccepted: agreed, replay: answer, attempt }) => {
    const agreement = agreed === undefined ? [] : [`licence agreement accepted: ${agreed ? "yes" : "no"}`];
    if (answer?.status === 402 || attempt.reportedError?.status === 402)
      return reportLikely(
        "Nexus's licence has expired, by what it answers (402)",
        agreement,
        "Administration, System, Licensing; of the Community Edition, accept its agreement: new Eula(...)",
      );
    // Nexus 3.77 stops nothing for it.
    return agreement[0] === undefined ? undefined : ruleOut(`${agreement[0]}, and no answer was 402`);
  },
};

export const writeStateCauses: readonly Cause[] = [frozen, immutable];
export const accessGateCauses: readonly Cause[] = [allowList, licence];
