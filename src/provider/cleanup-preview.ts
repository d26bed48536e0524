import type { Fields } from "../util/json.ts";
import type { Session } from "./session.ts";

const criteria = ["criteriaLastDownloaded", "criteriaLastBlobUpdated", "criteriaReleaseType", "criteriaAssetRegex"];
/** Fields of a policy that keeps the newest versions. */
const retention = ["retain", "sortBy"];

/**
 * Counts the components that a cleanup policy would delete from a repository today, by the list that Nexus's web pages
 * offer for download. Requires the privilege `nx-all` (3.71 to 3.94).
 */
export async function countCleanupCandidates({ client }: Session, repository: string, policy: Fields): Promise<number> {
  const parameters = [...criteria, ...retention].flatMap((name): [string, string][] => {
    const value = policy[name];
    return value === undefined || value === null || value === "" ? [] : [[name, String(value)]];
  });
  const query = new URLSearchParams([["repository", repository], ["name", "review"], ...parameters]);
  let [count, previous] = [0, ""];
  let isHeader = true;
  for await (const line of client.readLines(`/internal/cleanup-policies/preview/components/csv?${query}`)) {
    // One line an asset; the assets of a component follow one another.
    const component = takeColumns(line, 3);
    if (!isHeader && component !== previous) count++;
    [isHeader, previous] = [false, component];
  }
  return count;
}

function takeColumns(line: string, count: number): string {
  const columns = line.match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return columns.slice(0, count).join("");
}
