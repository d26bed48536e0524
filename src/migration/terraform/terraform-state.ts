import { type Fields, isFields, type Json, parseJson } from "../../util/json.ts";
import { UsageError } from "../../util/user-error.ts";

/** Represents a managed resource in a Terraform state. */
export interface TerraformResource {
  /** `module.nexus.nexus_security_role.team["alpha"]`. */
  address: string;
  type: string;
  /** The key of `for_each`, or the number of `count`. */
  index?: string;
  /** `registry.terraform.io/datadrivers/nexus`. */
  provider: string;
  values: Fields;
}

const howToWrite = "Write it with: terraform show -json > state.json";

/** The newest major version of the format that this code reads. Minor versions only add to it. */
const knownFormat = 1;

/**
 * Parses the output of `terraform show -json`, and returns the managed resources of all modules in their order.
 *
 * @param source - the name of the input, for errors
 * @throws UsageError if the text is something else
 */
export function parseTerraformState(text: string, source: string): TerraformResource[] {
  const state = parseJson(text);
  if (state === undefined) throw new UsageError(`${source} is not JSON. ${howToWrite}`);
  if (!isFields(state) || typeof state.format_version !== "string")
    throw new UsageError(describeOtherFormat(state, source));
  if (Number.parseInt(state.format_version, 10) !== knownFormat)
    throw new UsageError(
      `${source} has format_version ${JSON.stringify(state.format_version)}; only ${knownFormat}.x is known. Use a Terraform release that writes it, such as 1.11`,
    );
  if (isFields(state.planned_values))
    throw new UsageError(`${source} is a plan (it has planned_values), not a state. ${howToWrite}`);
  const root = isFields(state.values) ? state.values.root_module : undefined;
  const resources = isFields(root) ? listResources(root) : [];
  if (!resources.length)
    throw new UsageError(
      `${source} is a state without resources. Run terraform show -json in the folder and workspace of your configuration`,
    );
  return resources;
}

function describeOtherFormat(state: Json, source: string): string {
  const isStateFile = isFields(state) && typeof state.lineage === "string";
  return isStateFile
    ? `${source} is a state file (terraform.tfstate), whose format is internal to Terraform. ${howToWrite}`
    : `${source} is not the output of terraform show -json: it has no format_version. ${howToWrite}`;
}

function listResources(module: Fields): TerraformResource[] {
  const own = listFields(module.resources).flatMap((resource) => {
    const { address, type, index, provider_name: provider, values, mode } = resource;
    if (mode !== "managed" || typeof address !== "string" || typeof type !== "string") return [];
    const hasIndex = typeof index === "string" || typeof index === "number";
    return [
      {
        address,
        type,
        provider: String(provider ?? ""),
        values: isFields(values) ? values : {},
        ...(hasIndex && { index: String(index) }),
      },
    ];
  });
  return [...own, ...listFields(module.child_modules).flatMap(listResources)];
}

function listFields(value: Json | undefined): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}
