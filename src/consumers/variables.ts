import { hostOf } from "../handbook/references.ts";
import { ConsumerError, type Site } from "./site.ts";

/** What builds are told of a Nexus. What they push to is what they call their images by. */
export function variables(
  site: Site,
  { push, pull }: { push?: string | undefined; pull?: string | undefined },
): Record<string, string> {
  const registry = push === undefined ? undefined : site.registry(push);
  return {
    NEXUS_HOST: hostOf(site.handbook.url),
    ...(registry !== undefined && { NEXUS_REGISTRY: registry, NEXUS_REGISTRY_PUSH: registry }),
    ...(pull !== undefined && { NEXUS_REGISTRY_PULL: site.registry(pull) }),
    ...(push !== undefined &&
      registry !== undefined &&
      site.image !== undefined &&
      imageVariables(registry, checkedImage(site, push, site.image))),
  };
}

export function imageVariables(registry: string, image: string): Record<string, string> {
  return { NEXUS_IMAGE_NAME: image, NEXUS_IMAGE: `${registry}/${image}` };
}

/** What images of a repository are called; `orchestrator/<project>`. */
export function imagePatterns({ handbook }: Site, repository: string): readonly string[] {
  return (handbook.naming ?? [])
    .filter((rule) => rule.repositories.includes(repository))
    .flatMap(({ images }) => images);
}

/** @throws ConsumerError */
function checkedImage(site: Site, repository: string, image: string): string {
  const patterns = imagePatterns(site, repository);
  const isFine = /^[a-z0-9._/-]+$/.test(image) && (!patterns.length || patterns.some((one) => matches(one, image)));
  if (isFine) return image;
  const [better] = patterns.flatMap((pattern) => separated(pattern, image));
  throw new ConsumerError(
    `an image of ${repository} cannot be called "${image}": it must be such as ${patterns.join(" or ") || "team/app"}` +
      (better === undefined ? "" : `, here ${better}`),
  );
}

function matches(pattern: string, image: string): boolean {
  const expression = pattern
    .split(/<[^>]*>/)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[a-z0-9]+(?:[._-]+[a-z0-9]+)*");
  return new RegExp(`^${expression}$`).test(image);
}

/** The dashed form in the right one: `orchestrator-server` is `orchestrator/server`. */
function separated(pattern: string, image: string): string[] {
  const namespace = /^([^<>/]+)\//.exec(pattern)?.[1];
  if (namespace === undefined || !image.startsWith(`${namespace}-`)) return [];
  const better = `${namespace}/${image.slice(namespace.length + 1)}`;
  return matches(pattern, better) ? [better] : [];
}
