import type { ClientConfig } from "../../client-config/client-config.ts";
import { locateImage } from "../../client-config/image-reference.ts";
import type { AttemptTarget } from "./attempt.ts";
import type { ContentLocation } from "./attempt-facts.ts";

/** The repository that a target names, and what of it; nothing where its address is that of none. */
export function resolveLocation(clientConfig: ClientConfig, target: AttemptTarget): ContentLocation | undefined {
  if ("url" in target) return byUrl(clientConfig, target.url);
  const { image, untagged } = target;
  const place = locateImage(clientConfig, image);
  if (!place) return undefined;
  const version = image.digest ?? image.tag ?? (untagged ? undefined : "latest");
  return { repository: place.repository, path: place.image, ...(version !== undefined && { version }) };
}

function byUrl({ repositories }: ClientConfig, text: string): ContentLocation | undefined {
  const asked = withoutScheme(text);
  for (const repository of repositories) {
    const base = `${withoutScheme(repository.url)}/`;
    if (`${asked}/`.startsWith(base)) return { repository, path: asked.slice(base.length) };
    // Whoever logs in to a registry asks for nothing of it.
    if (repository.registry !== undefined && asked === `${repository.registry}/v2/`) return { repository, path: "" };
  }
  return undefined;
}

/** Proxies speak TLS where Nexus does not. */
function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, "");
}
