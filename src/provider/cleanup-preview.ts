import type { Fields } from "../util/json.ts";
import type { Session } from "./session.ts";

const criteria = ["criteriaLastDownloaded", "criteriaLastBlobUpdated", "criteriaReleaseType", "criteriaAssetRegex"];
/** Of a policy that keeps the newest, these too. */
const keeping = ["retain", "sortBy"];

/**
 * How many components a cleanup with these criteria would remove from a repository today, by the list that Nexus's own
 * pages offer for download. It takes the right to everything (`nx-all`; 3.71 to 3.94).
 */
export async function countCleanupCandidates({ client }: Session, repository: string, policy: Fields): Promise<number> {
  const told = [...criteria, ...keeping].flatMap((name): [string, string][] => {
    const value = policy[name];
    return value === undefined || value === null || value === "" ? [] : [[name, String(value)]];
  });
  const query = new URLSearchParams([["repository", repository], ["name", "review"], ...told]);
  let [components, last] = [0, ""];
  let isHead = true;
  for await (const line of client.readLines(`/internal/cleanup-policies/preview/components/csv?${query}`)) {
    // A line for each asset; those of a component follow one another.
    const component = firstColumns(line, 3);
    if (!isHead && component !== last) components++;
    [isHead, last] = [false, component];
  }
  return components;
}

function firstColumns(line: string, count: number): string {
  const columns = line.match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return columns.slice(0, count).join("");
}
