import type { ServedRepository } from "../../client-config/client-config.ts";
import { type Check, unique } from "./check.ts";
import { refusedWrite } from "./formats.ts";
import { joined, type Part, type Person, type Probed, type Sight, wishOf } from "./parts.ts";
import { upstreamCheck } from "./upstream.ts";

/** A repository that is no registry, by its URL: who reads and who writes. */
export function filesChecks(probed: Probed, { people }: Sight): Part {
  return joined([...people.flatMap((person) => rightsOf(person, probed)), upstreamCheck(probed)]);
}

/** What is not there is 404 to who may read, and what is refused anyhow is 400 to who may write. */
function rightsOf(person: Person, { served, declared }: Probed): Part[] {
  const at = (path: string) => `${served.url}/${path}`;
  const as = person.asker;
  const read = rightOf(person, served, "read", person.may("read", served.name), {
    by: "http",
    method: "GET",
    url: at(`nexus-iac-probe-${unique}`),
    as,
  });
  if (served.type !== "hosted") return [read];
  const write = refusedWrite(declared);
  const question = write && ({ by: "http", method: "PUT", url: at(write.path), as, body: write.body } as const);
  return [read, rightOf(person, served, "write", person.may("edit", served.name), question)];
}

function rightOf(
  { name }: Person,
  { name: repository, type }: ServedRepository,
  deed: string,
  may: boolean | undefined,
  question: Check["question"] | undefined,
): Part {
  const about = { area: "rights", name: `${name} ${may === false ? "may not" : "may"} ${deed} ${repository}` };
  const skip = (reason: string): Part => ({ checks: [], skipped: [{ ...about, reason }] });
  if (may === undefined) return skip("by a content selector: it depends on the path");
  if (!question) return skip("a write cannot be tried without leaving something");
  return { checks: [{ ...about, question, wish: wishOf(may, type) }] };
}
