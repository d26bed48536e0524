import { z } from "zod";
import { unexpectedResponse } from "../client/nexus-client.ts";
import { readPages } from "../client/pages.ts";
import type { ComponentCount } from "../model/component-count.ts";
import type { Session } from "./session.ts";

/** A page has 10 components (3.71). */
const maximalPages = 20;

const page = z.object({ items: z.array(z.unknown()), continuationToken: z.string().nullish() });

/**
 * Counts the components of a repository that the user can see. Asks for 20 pages at most; the count is a lower bound then.
 *
 * @example
 * const { components } = await countComponents(session, "apps");
 */
export async function countComponents({ client }: Session, repository: string): Promise<ComponentCount> {
  const pages = readPages({ method: "GET", path: "/v1/components" }, async (token) => {
    const query = new URLSearchParams({ repository, ...(token && { continuationToken: token }) });
    const path = `/v1/components?${query}`;
    const { data } = page.safeParse((await client.get(path)).body);
    if (!data) throw unexpectedResponse({ method: "GET", path });
    return { items: data.items, next: data.continuationToken };
  });
  let [components, pageCount] = [0, 0];
  for await (const { length } of pages) {
    components += length;
    if (++pageCount === maximalPages) return { components, isMore: true };
  }
  return { components, isMore: false };
}
