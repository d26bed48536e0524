import { isImageRepository } from "../../client-config/image-reference.ts";
import { getValueAt } from "../../util/json.ts";
import { findMissingPath } from "./format-requests.ts";
import type { CheckGroup, ProbedRepository } from "./probe-context.ts";
import { type ProbeRequest, uniquePlaceholder } from "./probe-plan.ts";

/** Whether a proxy reaches what it fetches from: the stack's user asks it for something that nobody has. */
export function createUpstreamCheck({ served, declared }: ProbedRepository): CheckGroup {
  if (served.type !== "proxy") return { checks: [] };
  const fields = declared.declaration?.fields ?? {};
  const about = { area: "upstreams", name: `${served.name} reaches ${getValueAt(fields, "proxy.remoteUrl")}` };
  const skip = (reason: string): CheckGroup => ({ checks: [], skipped: [{ ...about, reason }] });
  if (getValueAt(fields, "httpClient.blocked") === true) return skip("it is declared as blocked");
  const path = findMissingPath(served.format);
  // Images by the path of each repository on Nexus's own port: not every proxy has an address of its own.
  const request: ProbeRequest | undefined = isImageRepository(served)
    ? {
        type: "registry",
        url: served.url,
        image: `nexus-iac-probe/image-${uniquePlaceholder}`,
        operation: "pull",
        as: "stack",
      }
    : path === undefined
      ? undefined
      : { type: "http", method: "GET", url: `${served.url}/${path}`, as: "stack" };
  if (!request) return skip(`what makes a proxy of ${served.format} ask its upstream is not known`);
  return { checks: [{ ...about, request, expectation: "upstream responds" }] };
}
