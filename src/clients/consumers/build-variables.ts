import { getHost, requireImageReference } from "../../client-config/image-reference.ts";
import { compileNamingRules } from "../../client-config/naming/naming-rules.ts";
import { UsageError } from "../../util/user-error.ts";
import type { ConsumerContext } from "./consumer-context.ts";

/** Creates the environment variables of builds. Images are named after the registry that builds push to. */
export function createBuildVariables(
  context: ConsumerContext,
  { push, pull }: { push?: string | undefined; pull?: string | undefined },
): Record<string, string> {
  const registry = push === undefined ? undefined : context.getRegistryAddress(push);
  return {
    NEXUS_HOST: getHost(context.clientConfig.url),
    ...(registry !== undefined && { NEXUS_REGISTRY: registry, NEXUS_REGISTRY_PUSH: registry }),
    ...(pull !== undefined && { NEXUS_REGISTRY_PULL: context.getRegistryAddress(pull) }),
    ...(push !== undefined &&
      registry !== undefined &&
      context.image !== undefined &&
      createImageVariables(registry, validateImage(context, push, context.image))),
  };
}

/** Creates the variables for the image of a build. */
export function createImageVariables(registry: string, image: string): Record<string, string> {
  return { NEXUS_IMAGE_NAME: image, NEXUS_IMAGE: `${registry}/${image}` };
}

/** Lists the patterns of image names in a repository: `orchestrator/<project>`. */
export function listImagePatterns({ clientConfig }: ConsumerContext, repository: string): readonly string[] {
  return (clientConfig.naming ?? [])
    .filter((rule) => rule.repositories.includes(repository))
    .flatMap(({ images }) => images);
}

/** @throws UsageError if the image breaks the naming rules of the repository */
function validateImage({ clientConfig }: ConsumerContext, repository: string, image: string): string {
  const { host, path, tag, digest } = requireImageReference(image);
  if (host !== undefined || tag !== undefined || digest !== undefined)
    throw new UsageError(`"${image}" must be an image name without registry and tag: ${path}`);
  const rules = compileNamingRules(clientConfig.naming ?? []).filter((rule) => rule.repositories.includes(repository));
  const problems = rules.map((rule) => rule.findProblems(path, undefined)).sort((a, b) => a.length - b.length)[0] ?? [];
  const [first] = problems;
  if (!first) return path;
  const suggestion = first.right.length ? `; use ${first.right.join(" or ")}` : "";
  throw new UsageError(
    `the image name "${image}" breaks the naming rules of ${repository}: ${first.message}${suggestion}`,
  );
}
