import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ApiFactsFile } from "../../embedded-nexus/src/facts.ts";
import { readModel } from "./client-models.ts";
import { readOperations } from "./client-operations.ts";

/**
 * Reads the facts from the source of the TypeScript client that Sonatype generates from Nexus's API document. The client lacks
 * statuses, patterns, bounds and the difference between integers and numbers.
 */
export function readClient(folder: string, origin: string): ApiFactsFile {
  const read = (subfolder: string): [name: string, text: string][] =>
    readdirSync(join(folder, "src", subfolder))
      .filter((file) => file !== "index.ts")
      .sort()
      .map((file) => [basename(file, ".ts"), readFileSync(join(folder, "src", subfolder, file), "utf8")]);
  const apis = read("apis");
  const [, nexus] = /OpenAPI document: (\S+)/.exec(apis[0]?.[1] ?? "") ?? [];
  if (!nexus) throw new Error(`${folder}/src/apis names no release of Nexus`);
  return {
    nexus,
    origin,
    base: "/service/rest",
    operations: Object.fromEntries(apis.flatMap(([, text]) => readOperations(text))),
    schemas: Object.fromEntries(read("models").map(([name, text]) => [name, readModel(name, text)])),
  };
}
