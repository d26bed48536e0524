/** Where an image is pulled from. */
import { formatImageReference, type ImageReference } from "../../client-config/image-reference.ts";
import type { MirrorSet } from "./openshift.ts";

/** What clients take for the host of an image without one. */
export const dockerHub = ["docker", "io"].join(".");

/** With the host and the path that clients read into it: `nginx` is `library/nginx` of Docker Hub. */
export function normalizeReference({ host, path, ...rest }: ImageReference): ImageReference & { host: string } {
  const isHub = host === undefined || host === dockerHub;
  return { host: host ?? dockerHub, path: isHub && !path.includes("/") ? `library/${path}` : path, ...rest };
}

/** Whether a text begins with a prefix that ends where a part of it ends: `registry.example/team`, not `.../team-b`. */
export function hasReferencePrefix(prefix: string, text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  const next = text.charAt(prefix.length);
  // A colon after a host is that of a port: another registry.
  return next === "" || /[/:@]$/.test(prefix) || next === "/" || (/[:@]/.test(next) && prefix.includes("/"));
}

/** How mirrors redirect a pull. */
export interface MirrorRedirect {
  /** `ImageDigestMirrorSet platform`; several where they name the same source. */
  by: string[];
  source: string;
}

export interface PullSources {
  /** In the order in which they are tried. */
  from: ImageReference[];
  redirect?: MirrorRedirect;
}

/**
 * Where an image is tried to be pulled from, by what CRI-O makes of a cluster's mirror sets: only the longest source
 * counts, be its mirrors for tags or digests; the source itself comes last, unless it is never to be contacted, which
 * counts for tags and digests alike.
 */
export function resolvePull(reference: ImageReference, sets: readonly MirrorSet[]): PullSources {
  const asked = normalizeReference(reference);
  const name = `${asked.host}/${asked.path}`;
  const fitting = sets.flatMap((set) => {
    const part = matched(set.source, asked.host, formatImageReference(asked));
    return part === undefined ? [] : [{ set, part }];
  });
  // As long as a host itself is what an asterisk stands for: the host that is written out counts.
  const isOpen = ({ set }: (typeof fitting)[number]) => Number(set.source.startsWith("*."));
  const [longest] = fitting.toSorted((a, b) => b.part.length - a.part.length || isOpen(a) - isOpen(b));
  if (!longest) return { from: [reference] };
  const { source } = longest.set;
  const chosen = fitting.flatMap(({ set }) => (set.source === source ? [set] : []));
  const pulls = reference.digest === undefined ? "tag" : "digest";
  const mirrors = chosen.filter((set) => set.pulls === pulls).flatMap((set) => set.mirrors);
  const isBlocked = chosen.some(({ neverContactSource }) => neverContactSource);
  const rest = name.slice(longest.part.length);
  const from = [...new Set([...mirrors.map((mirror) => mirror + rest), ...(isBlocked ? [] : [name])])].map((place) =>
    place === name ? reference : { ...reference, ...partsOf(place) },
  );
  if (!mirrors.length && !isBlocked) return { from };
  return { from, redirect: { by: [...new Set(chosen.map(({ kind, name }) => `${kind} ${name}`))], source } };
}

function partsOf(place: string): Pick<ImageReference, "host" | "path"> {
  const slash = place.indexOf("/");
  return { host: place.slice(0, slash), path: place.slice(slash + 1) };
}

/** What of an image a source stands for: itself, or for `*.example` the image's host. */
function matched(source: string, host: string, text: string): string | undefined {
  if (source.startsWith("*.")) return host.replace(/:\d+$/, "").endsWith(source.slice(1)) ? host : undefined;
  return hasReferencePrefix(source, text) ? source : undefined;
}
