import { isUnknown } from "../../util/json.ts";
import {
  type Declaration,
  type Estate,
  type EstateFinding,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
} from "../estate.ts";

/** Criteria that only some formats take; the others all do. */
const limited: Readonly<Record<string, { not?: readonly string[]; only?: readonly string[] }>> = {
  criteriaReleaseType: { only: ["maven2", "npm", "yum"] },
  criteriaAssetRegex: { not: ["*", "gitlfs"] },
  retain: { only: ["maven2", "docker"] },
};

const criteria = ["criteriaLastDownloaded", "criteriaLastBlobUpdated", "criteriaReleaseType", "criteriaAssetRegex"];

/** A cleanup policy has criteria that its format takes, and is attached to repositories of its format. */
export function validateCleanupPolicies(estate: Estate): EstateFinding[] {
  const policies = listByFamily(estate, "cleanup policy");
  const formats = new Map([
    ...policies.map((policy): [string, unknown] => [getDeclaredIdentity(policy), policy.fields.format]),
    ...estate.existing
      .filter(({ family }) => family === "cleanup policy")
      .map(({ name, format }): [string, unknown] => [name, format]),
  ]);
  const attached = listByFamily(estate, "repository").flatMap((about) =>
    getStrings(about.fields, "cleanup.policyNames").flatMap((name, index) => {
      const format = formats.get(name);
      if (format === undefined || format === "*" || isUnknown(format) || format === about.kind.repository?.format)
        return [];
      const message = `the cleanup policy "${name}" is for ${String(format)} repositories, and this is a ${about.kind.noun}`;
      return [{ about, path: `cleanup.policyNames[${index}]`, message }];
    }),
  );
  return [...policies.flatMap(criteriaFit), ...attached];
}

function criteriaFit(about: Declaration): EstateFinding[] {
  const { fields } = about;
  const { format } = fields;
  if (!criteria.some((name) => fields[name] !== undefined))
    return [{ about, path: "", message: `has no criterion: one of ${criteria.join(", ")}` }];
  if (typeof format !== "string" || isUnknown(format)) return [];
  if (format === "maven") return [{ about, path: "format", message: '"maven" is "maven2" in cleanup policies' }];
  return Object.entries(limited).flatMap(([path, { only, not }]) => {
    const isTaken = only ? only.includes(format) : !not?.includes(format);
    if (fields[path] === undefined || isTaken) return [];
    const whom = only ? `only ${only.join(", ")} take it` : `${not?.join(" and ")} do not take it`;
    return [{ about, path, message: `is not for the format "${format}": ${whom}` }];
  });
}
