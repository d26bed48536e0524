import { UsageError } from "../../../util/user-error.ts";

/** Represents what exists already. */
export type InitSource = { type: "nexus" } | { type: "nothing" } | { type: "terraform" | "ansible"; file: string };

export const sourceTypes = ["nexus", "terraform", "ansible", "nothing"] as const;
export type SourceType = (typeof sourceTypes)[number];

const files: Readonly<Record<string, string>> = {
  terraform: "the output of terraform show -json",
  ansible: "the variables of the role nexus3-oss (YAML)",
};

/**
 * Parses the values of `--from`: a type, and the file that it needs.
 *
 * @throws UsageError
 */
export function parseInitSource([type = "", ...rest]: readonly string[]): InitSource {
  const known = sourceTypes.find((name) => name === type);
  if (!known) throw new UsageError(`--from ${type} is unknown; use ${sourceTypes.join(", ")}`);
  const [file, ...others] = rest;
  if (known === "nexus" || known === "nothing") {
    if (file !== undefined)
      throw new UsageError(
        `--from ${known} takes no file (${file}). Name the folder before the options: nexus-iac init ${file} --from ${known}`,
      );
    return { type: known };
  }
  if (file === undefined || others.length)
    throw new UsageError(
      `--from ${known} needs one file: ${files[known]}, such as --from ${known} ${known === "terraform" ? "state.json" : "nexus.yml"}`,
    );
  return { type: known, file };
}
