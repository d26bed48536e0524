import { isOfImages } from "../../../client-config/references.ts";
import type { Fields } from "../../../util/json.ts";
import { getValueAt } from "../../../util/json.ts";
import { isSaid, uploads, writes } from "../attempt.ts";
import { declaredFields, type Facts, fieldsOf } from "../facts.ts";
import { type Cause, certain, heal, likely, not, quoted } from "../verdict.ts";

/** The line that makes it so, where it is declared otherwise; the command where somebody has changed it by hand. */
function mend(facts: Facts, name: string, isRight: (fields: Fields) => boolean, line: string): string {
  const declared = declaredFields(facts, name);
  return declared && isRight(declared) ? heal(facts) : `in ${quoted(name)}: ${line}`;
}

export const offline: Cause = {
  name: "repository-offline",
  look: (facts) => {
    if (!facts.where) return undefined;
    const { name } = facts.where.repository;
    if (fieldsOf(facts, name).online !== false) return not(`${name} is online`);
    return certain(
      `the repository ${name} is offline`,
      [`online of ${name}: false`],
      mend(facts, name, ({ online }) => online !== false, "online: true"),
    );
  },
};

const frozen: Cause = {
  name: "frozen",
  look: ({ attempt, writable }) => {
    if (!writes(attempt) || writable === undefined) return undefined;
    if (writable) return not("Nexus takes changes");
    return certain(
      "Nexus is read-only",
      ["GET /service/rest/v1/status/writable: 503"],
      "Administration, System, Nodes: disable read-only mode; to 3.90 also POST /service/rest/v1/read-only/release. Look first why: a backup may be under way, or a disk full",
    );
  },
};

const immutable: Cause = {
  name: "immutable",
  look: (facts) => {
    const { attempt, where, content } = facts;
    if (!where || !writes(attempt) || where.repository.type !== "hosted") return undefined;
    const { repository, path, version } = where;
    const fields = fieldsOf(facts, repository.name);
    const policy = String(getValueAt(fields, "storage.writePolicy") ?? "ALLOW_ONCE").toUpperCase();
    const evidence = [`storage.writePolicy of ${repository.name}: ${policy}`];
    if (policy === "DENY")
      return certain(
        `${repository.name} is read-only: nothing is written to it or deleted in it`,
        evidence,
        mend(
          facts,
          repository.name,
          (declared) => !/^deny$/i.test(String(getValueAt(declared, "storage.writePolicy"))),
          'storage: { writePolicy: "ALLOW_ONCE" }',
        ),
      );
    if (!uploads(attempt)) return not(`${repository.name} does not forbid to delete`);
    if (policy !== "ALLOW_ONCE") return not(`what is in ${repository.name} may be written again (${policy})`);
    if (version === "latest" && getValueAt(fields, "storage.latestPolicy") === true)
      return not("latest may be pushed again (storage.latestPolicy)");
    const tag = version === undefined ? "a tag" : `the tag ${version}`;
    const what = isOfImages(repository) ? `${tag} of ${path}` : path;
    const todo = isOfImages(repository)
      ? `push another tag; or, if it must be this one, have it deleted first: skopeo delete (takes the right to delete)`
      : "publish another version";
    if (content?.there)
      return certain(
        `${what} is there, and ${repository.name} lets nobody write it again`,
        [...evidence, `${repository.name} has ${what}`],
        todo,
      );
    if (isSaid(attempt, "immutable"))
      return likely(
        `${what} was there, and ${repository.name} lets nobody write it again`,
        [
          ...evidence,
          "the registry said so",
          ...(content?.there === false
            ? ["it is not there now: it may be a layer or a tag that has gone since, or two pushes at once"]
            : []),
        ],
        todo,
      );
    return content?.there === false ? not(`${what} is not there yet`) : undefined;
  },
};

const allowList: Cause = {
  name: "ip-allow-list",
  look: ({ estate, attempt, answer }) => {
    const mode = estate.declarations.find(({ kind }) => kind.name === "ip-allow-list")?.fields.mode;
    if (mode === undefined) return undefined;
    if (mode !== "ENFORCE") return not(`the IP allow list is not enforced (${mode})`);
    const entries = estate.declarations
      .filter(({ kind }) => kind.name === "ip-allow-list-entry")
      .map(({ fields }) => String(fields.ipOrCidr));
    if (answer?.isAll && !attempt.said) return not("Nexus answers to where this runs");
    return likely(
      "Nexus answers only to addresses on its IP allow list, and the client's may not be among them",
      [`mode ENFORCE; entries: ${entries.join(", ") || "none"}`],
      "compare with the address that Nexus sees of the client (behind a proxy, the proxy's); new IpAllowListEntry(ADDRESS)",
    );
  },
};

const licence: Cause = {
  name: "licence",
  look: ({ agreed, answer, attempt }) => {
    const agreement = agreed === undefined ? [] : [`licence agreement accepted: ${agreed ? "yes" : "no"}`];
    if (answer?.status === 402 || attempt.said?.status === 402)
      return likely(
        "Nexus's licence has expired, by what it answers (402)",
        agreement,
        "Administration, System, Licensing; of the Community Edition, accept its agreement: new Eula(...)",
      );
    // Nexus 3.77 stops nothing for it.
    return agreement[0] === undefined ? undefined : not(`${agreement[0]}, and no answer was 402`);
  },
};

export const states: readonly Cause[] = [frozen, immutable];
export const gates: readonly Cause[] = [allowList, licence];
