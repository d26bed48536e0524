import { isImageRepository } from "../../client-config/image-reference.ts";
import { getValueAt } from "../../util/json.ts";
import { findMissingPath } from "./format-requests.ts";
import type { CheckGroup, ProbedRepository } from "./probe-context.ts";
import { type ProbeRequest, uniquePlaceholder } from "./probe-plan.ts";

/** Creates the check that a proxy reaches its upstream: the stack's user requests content that does not exist there. */
export function createUpstreamCheck({ served, declared }: ProbedRepository): CheckGroup {
  if (served.type !== "proxy") return { checks: [] };
  const fields = declared.declaration?.fields ?? {};
  const title = { area: "upstreams", name: `${served.name} reaches ${getValueAt(fields, "proxy.remoteUrl")}` };
  const skip = (reason: string): CheckGroup => ({ checks: [], skipped: [{ ...title, reason }] });
  if (getValueAt(fields, "httpClient.blocked") === true) return skip("upstream blocked by its declaration");
  const path = findMissingPath(served.format);
  // Images by the repository's path on Nexus's own port: not every proxy has an address of its own.
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
  if (!request) return skip(`no request is known that makes a proxy of ${served.format} contact its upstream`);
  return { checks: [{ ...title, request, expectation: "upstream responds" }] };
}
