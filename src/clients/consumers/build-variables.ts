import { getHost, requireImageReference } from "../../client-config/image-reference.ts";
import { compileNamingRules } from "../../client-config/naming/naming-rules.ts";
import { UsageError } from "../../util/user-error.ts";
import type { ConsumerContext } from "./consumer-context.ts";

/** What builds are told of a Nexus. What they push to is what they call their images by. */
export function createBuildVariables(
  site: ConsumerContext,
  { push, pull }: { push?: string | undefined; pull?: string | undefined },
): Record<string, string> {
  const registry = push === undefined ? undefined : site.getRegistryAddress(push);
  return {
    NEXUS_HOST: getHost(site.clientConfig.url),
    ...(registry !== undefined && { NEXUS_REGISTRY: registry, NEXUS_REGISTRY_PUSH: registry }),
    ...(pull !== undefined && { NEXUS_REGISTRY_PULL: site.getRegistryAddress(pull) }),
    ...(push !== undefined &&
      registry !== undefined &&
      site.image !== undefined &&
      createImageVariables(registry, checkedImage(site, push, site.image))),
  };
}

export function createImageVariables(registry: string, image: string): Record<string, string> {
  return { NEXUS_IMAGE_NAME: image, NEXUS_IMAGE: `${registry}/${image}` };
}

/** What images of a repository are called; `orchestrator/<project>`. */
export function listImagePatterns({ clientConfig }: ConsumerContext, repository: string): readonly string[] {
  return (clientConfig.naming ?? [])
    .filter((rule) => rule.repositories.includes(repository))
    .flatMap(({ images }) => images);
}

/** @throws UsageError */
function checkedImage({ clientConfig }: ConsumerContext, repository: string, image: string): string {
  const { host, path, tag, digest } = requireImageReference(image);
  if (host !== undefined || tag !== undefined || digest !== undefined)
    throw new UsageError(`"${image}" must be an image's name alone, without registry and tag: ${path}`);
  const rules = compileNamingRules(clientConfig.naming ?? []).filter((rule) => rule.repositories.includes(repository));
  const problems = rules.map((rule) => rule.findProblems(path, undefined)).sort((a, b) => a.length - b.length)[0] ?? [];
  const [first] = problems;
  if (!first) return path;
  const right = first.right.length ? `; right would be ${first.right.join(" or ")}` : "";
  throw new UsageError(`an image of ${repository} cannot be called "${image}": ${first.message}${right}`);
}
