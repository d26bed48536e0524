import type { ClientConfig } from "../../client-config/client-config.ts";
import { locateImage } from "../../client-config/image-reference.ts";
import type { AttemptTarget } from "./attempt.ts";
import type { ContentLocation } from "./attempt-facts.ts";

/** Finds the repository of an image or URL. Returns undefined if no repository has this address. */
export function resolveLocation(clientConfig: ClientConfig, target: AttemptTarget): ContentLocation | undefined {
  if ("url" in target) return resolveUrl(clientConfig, target.url);
  const { image, untagged } = target;
  const found = locateImage(clientConfig, image);
  if (!found) return undefined;
  const version = image.digest ?? image.tag ?? (untagged ? undefined : "latest");
  return { repository: found.repository, path: found.image, ...(version !== undefined && { version }) };
}

function resolveUrl({ repositories }: ClientConfig, url: string): ContentLocation | undefined {
  const requested = removeScheme(url);
  for (const repository of repositories) {
    const base = `${removeScheme(repository.url)}/`;
    if (`${requested}/`.startsWith(base)) return { repository, path: requested.slice(base.length) };
    // A login to a registry addresses no content.
    if (repository.registry !== undefined && requested === `${repository.registry}/v2/`)
      return { repository, path: "" };
  }
  return undefined;
}

/** A reverse proxy may speak TLS where Nexus does not, so schemes are not compared. */
function removeScheme(url: string): string {
  return url.replace(/^https?:\/\//, "");
}
