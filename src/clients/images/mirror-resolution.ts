import { formatImageReference, type ImageReference } from "../../client-config/image-reference.ts";
import type { MirrorSet } from "./openshift.ts";

/** The host that clients use for an image without a host. */
export const dockerHub = ["docker", "io"].join(".");

/** Adds the host and the path prefix that clients assume: `nginx` becomes `library/nginx` of Docker Hub. */
export function normalizeReference({ host, path, ...rest }: ImageReference): ImageReference & { host: string } {
  const isHub = host === undefined || host === dockerHub;
  return { host: host ?? dockerHub, path: isHub && !path.includes("/") ? `library/${path}` : path, ...rest };
}

/** Returns true if a text begins with the prefix and the next part begins there: `registry.example/team` is no prefix of `.../team-b`. */
export function hasReferencePrefix(prefix: string, text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  const next = text.charAt(prefix.length);
  // A colon after a host begins a port, which makes it another registry.
  return next === "" || /[/:@]$/.test(prefix) || next === "/" || (/[:@]/.test(next) && prefix.includes("/"));
}

/** The redirection of a pull to mirrors. */
export interface MirrorRedirect {
  /** The mirror sets with this source: `ImageDigestMirrorSet platform`. */
  by: string[];
  source: string;
}

/** The sources of a pull. */
export interface PullSources {
  /** The references in the order in which they are tried. */
  from: ImageReference[];
  redirect?: MirrorRedirect;
}

/**
 * Resolves the sources from which a cluster pulls an image, as CRI-O applies its mirror sets: only the sets with the
 * longest matching source apply, whether their mirrors are for tags or for digests. The source itself comes last, unless
 * a set forbids to contact it, which applies to tags and digests.
 */
export function resolvePull(reference: ImageReference, sets: readonly MirrorSet[]): PullSources {
  const requested = normalizeReference(reference);
  const name = `${requested.host}/${requested.path}`;
  const matching = sets.flatMap((set) => {
    const part = matchSource(set.source, requested.host, formatImageReference(requested));
    return part === undefined ? [] : [{ set, part }];
  });
  // A wildcard matches as many characters as the host itself; the set with the literal host wins.
  const isWildcard = ({ set }: (typeof matching)[number]) => Number(set.source.startsWith("*."));
  const [longest] = matching.toSorted((a, b) => b.part.length - a.part.length || isWildcard(a) - isWildcard(b));
  if (!longest) return { from: [reference] };
  const { source } = longest.set;
  const applied = matching.flatMap(({ set }) => (set.source === source ? [set] : []));
  const pulls = reference.digest === undefined ? "tag" : "digest";
  const mirrors = applied.filter((set) => set.pulls === pulls).flatMap((set) => set.mirrors);
  const isBlocked = applied.some(({ neverContactSource }) => neverContactSource);
  const rest = name.slice(longest.part.length);
  const from = [...new Set([...mirrors.map((mirror) => mirror + rest), ...(isBlocked ? [] : [name])])].map((source) =>
    source === name ? reference : { ...reference, ...splitHost(source) },
  );
  if (!mirrors.length && !isBlocked) return { from };
  return { from, redirect: { by: [...new Set(applied.map(({ kind, name }) => `${kind} ${name}`))], source } };
}

function splitHost(text: string): Pick<ImageReference, "host" | "path"> {
  const slash = text.indexOf("/");
  return { host: text.slice(0, slash), path: text.slice(slash + 1) };
}

/** Returns the part of an image that a source matches: the source itself, or for `*.example` the image's host. */
function matchSource(source: string, host: string, text: string): string | undefined {
  if (source.startsWith("*.")) return host.replace(/:\d+$/, "").endsWith(source.slice(1)) ? host : undefined;
  return hasReferencePrefix(source, text) ? source : undefined;
}
