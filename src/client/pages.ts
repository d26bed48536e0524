import { NexusError, type RequestTarget } from "./errors.ts";

/** A page of a list. */
export interface Page<T> {
  items: readonly T[];
  /** The token, the number or the path of the next page; absent or empty on the last one. */
  next?: string | null | undefined;
}

/** The number of pages of one list. Registries have 1000 entries on a page, Nexus's search 50. */
const maxPages = 10_000;

/**
 * Reads a list page by page. A list that does not end is an error.
 *
 * @param request - the request as errors name it
 * @param read - reads the page of a token; undefined stands for the first one
 * @returns the items of each page
 * @throws NexusError if a page leads to an earlier one, or after 10,000 pages
 */
export async function* readPages<T>(
  request: RequestTarget,
  read: (token: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<readonly T[]> {
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const { items, next } = await read(token);
    yield items;
    token = next || undefined;
    const isRepeated = token !== undefined && tokens.has(token);
    if (token !== undefined) tokens.add(token);
    if (isRepeated || tokens.size >= maxPages) {
      const reason = isRepeated
        ? `page ${tokens.size + 1} leads to an earlier one`
        : `it has more than ${maxPages} pages`;
      throw new NexusError(request, 200, { text: `The list does not end: ${reason} (token "${token}")`, fields: [] });
    }
  } while (token !== undefined);
}

/** Reads all pages of a list, see {@link readPages}. */
export async function readAllPages<T>(
  request: RequestTarget,
  read: (token: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const all: T[] = [];
  for await (const items of readPages(request, read)) all.push(...items);
  return all;
}
