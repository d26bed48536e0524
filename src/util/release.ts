/** A release of Nexus Repository, such as "3.94.0" or "3.77.0-08". */
export type Release = string;

/** CORE is the open-source build (formats maven2, raw and apt only); OSS is what releases before 3.77 called the free one. */
export const editions = ["CORE", "OSS", "COMMUNITY", "PRO"] as const;
export type Edition = (typeof editions)[number];

/** What is known of the server: each part may be unknown, as reverse proxies strip the header that tells it. */
export interface Server {
  release?: Release;
  edition?: Edition;
}

/**
 * Reads what Nexus says of itself, `Nexus/3.77.0-08 (CORE)`, and what people write for it: `3.77.0`, `3.77.0 PRO`.
 * Anything else is nothing known.
 */
export function parseServer(text: string): Server {
  const match = /^(?:Nexus\/)?(\d+\.\d+\.\d+)(?:-\d+)?(?:\s*\(?(CORE|OSS|COMMUNITY|PRO)\)?)?$/i.exec(text.trim());
  if (!match) return {};
  const edition = editions.find((known) => known === match[2]?.toUpperCase());
  return { release: match[1], ...(edition && { edition }) };
}

/** Whether release `a` is `b` or newer; build numbers do not count. */
export function isAtLeast(a: Release, b: Release): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  for (const [index, part] of right.entries()) {
    const difference = (left[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(release: Release): number[] {
  return (release.split("-")[0] ?? "").split(".").map(Number);
}
