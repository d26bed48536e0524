import { describeFormatMistake } from "../../model/formats.ts";
import { releaseTypeFormats } from "../../model/kinds/cleanup-policy.ts";
import { isUnknown } from "../../util/json.ts";
import {
  type Declaration,
  type Estate,
  type EstateFinding,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
} from "../estate.ts";

/** Criteria that only some formats support. All formats support the others. */
const formatsByCriterion: Readonly<Record<string, { not?: readonly string[]; only?: readonly string[] }>> = {
  criteriaReleaseType: { only: releaseTypeFormats },
  criteriaAssetRegex: { not: ["*", "gitlfs"] },
  retain: { only: ["maven2", "docker"] },
};

const criteria = ["criteriaLastDownloaded", "criteriaLastBlobUpdated", "criteriaReleaseType", "criteriaAssetRegex"];

/** Checks that cleanup policies have criteria that their format supports, and are used by repositories of their format. */
export function validateCleanupPolicies(estate: Estate): EstateFinding[] {
  const policies = listByFamily(estate, "cleanup policy");
  const formats = new Map([
    ...policies.map((policy): [string, unknown] => [getDeclaredIdentity(policy), policy.fields.format]),
    ...estate.existing
      .filter(({ family }) => family === "cleanup policy")
      .map(({ name, format }): [string, unknown] => [name, format]),
  ]);
  const usages = listByFamily(estate, "repository").flatMap((about) =>
    getStrings(about.fields, "cleanup.policyNames").flatMap((name, index) => {
      const format = formats.get(name);
      if (format === undefined || format === "*" || isUnknown(format) || format === about.kind.repository?.format)
        return [];
      const message = `cleanup policy "${name}" is for ${String(format)} repositories; this is a ${about.kind.noun}`;
      return [{ about, path: `cleanup.policyNames[${index}]`, message }];
    }),
  );
  return [...policies.flatMap(validateCriteria), ...usages];
}

function validateCriteria(about: Declaration): EstateFinding[] {
  const { fields } = about;
  const { format } = fields;
  if (!criteria.some((name) => fields[name] !== undefined))
    return [{ about, path: "", message: `has no criterion; set one of ${criteria.join(", ")}` }];
  if (typeof format !== "string" || isUnknown(format) || describeFormatMistake(format, true)) return [];
  return Object.entries(formatsByCriterion).flatMap(([path, { only, not }]) => {
    const isSupported = only ? only.includes(format) : !not?.includes(format);
    if (fields[path] === undefined || isSupported) return [];
    const reason = only ? `only ${only.join(", ")} support it` : `${not?.join(" and ")} do not support it`;
    return [{ about, path, message: `is not supported for the format "${format}"; ${reason}` }];
  });
}
