import { UsageError } from "../../util/user-error.ts";
import type { Migration } from "../migrated-object.ts";
import { convertResource } from "./resource-converter.ts";
import { providerPrefixes } from "./resource-mapping.ts";
import { parseTerraformState, type TerraformResource } from "./terraform-state.ts";

/**
 * Converts a Terraform state to declarations.
 *
 * @param text - the output of `terraform show -json`
 * @param source - the name of the input, for errors
 * @throws UsageError if the text is something else, or has no resource of a known provider
 */
export function migrateTerraform(text: string, source: string): Migration {
  const resources = parseTerraformState(text, source).flatMap((resource) => {
    const prefix = findPrefix(resource);
    return prefix === undefined ? [] : [{ resource, prefix }];
  });
  if (!resources.length)
    throw new UsageError(
      `${source} has no resource of the Terraform providers ${Object.keys(providerPrefixes).join(" and ")}`,
    );
  const converted = resources.map(({ resource, prefix }) => convertResource(resource, prefix));
  const url = findUrl(resources.map(({ resource }) => resource));
  return {
    objects: converted.flatMap(({ object }) => object ?? []),
    omissions: converted.flatMap(({ omissions }) => omissions),
    ...(url !== undefined && { url }),
  };
}

function findPrefix({ provider, type }: TerraformResource): string | undefined {
  return Object.entries(providerPrefixes).find(
    ([name, prefix]) => provider.endsWith(`/${name}`) && type.startsWith(prefix),
  )?.[1];
}

/** Returns the URL of Nexus from that of a repository, which one of the providers stores. */
function findUrl(resources: readonly TerraformResource[]): string | undefined {
  const urls = resources.flatMap(({ type, values }) =>
    type.includes("_repository_") && typeof values.url === "string" ? [values.url] : [],
  );
  return urls.map((url) => /^(https?:\/\/.+)\/repository\/[^/]+\/?$/.exec(url)?.[1]).find((url) => url !== undefined);
}
