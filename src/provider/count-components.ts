import { z } from "zod";
import { unexpectedResponse } from "../client/nexus-client.ts";
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
  let components = 0;
  let token: string | null | undefined;
  for (let pages = 0; pages < maximalPages; pages++) {
    const query = new URLSearchParams({ repository, ...(token && { continuationToken: token }) });
    const path = `/v1/components?${query}`;
    const { data } = page.safeParse((await client.get(path)).body);
    if (!data) throw unexpectedResponse({ method: "GET", path });
    components += data.items.length;
    token = data.continuationToken;
    if (!token) return { components, isMore: false };
  }
  return { components, isMore: true };
}
