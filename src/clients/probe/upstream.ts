import { isOfImages } from "../../client-config/references.ts";
import { getValueAt } from "../../util/json.ts";
import { type Question, unique } from "./check.ts";
import { pathUpstream } from "./formats.ts";
import type { Part, Probed } from "./parts.ts";

/** Whether a proxy reaches what it fetches from: the stack's user asks it for something that nobody has. */
export function upstreamCheck({ served, declared }: Probed): Part {
  if (served.type !== "proxy") return { checks: [] };
  const fields = declared.declaration?.fields ?? {};
  const about = { area: "upstreams", name: `${served.name} reaches ${getValueAt(fields, "proxy.remoteUrl")}` };
  const skip = (reason: string): Part => ({ checks: [], skipped: [{ ...about, reason }] });
  if (getValueAt(fields, "httpClient.blocked") === true) return skip("it is declared as blocked");
  const path = pathUpstream(served.format);
  // Images by the path of each repository on Nexus's own port: not every proxy has an address of its own.
  const question: Question | undefined = isOfImages(served)
    ? { by: "registry", url: served.url, image: `nexus-iac-probe/image-${unique}`, deed: "pull", as: "stack" }
    : path === undefined
      ? undefined
      : { by: "http", method: "GET", url: `${served.url}/${path}`, as: "stack" };
  if (!question) return skip(`what makes a proxy of ${served.format} ask its upstream is not known`);
  return { checks: [{ ...about, question, wish: "upstream answers" }] };
}
