/**
 * Metadata of a program that is not part of any resource: invariants, existing objects, client declarations. The CLI reads
 * it from a line in the output of a preview.
 */
import { z } from "zod";
import { chainSchema, clientConfigArgsSchema } from "../client-config/client-config.ts";
import { clientSettingsSchema } from "../client-config/client-settings.ts";
import type { ClientDeclarations } from "./declared-client-config.ts";
import type { Existing } from "./estate.ts";
import type { Invariant } from "./invariant.ts";

/** The environment variable by which the CLI requests the metadata line from a program. Any value does. */
export const metadataVariable = "NEXUS_IAC_PROGRAM_METADATA";

const linePrefix = "nexus-iac program metadata: ";

const metadataSchema = z.object({
  /** Names of functions in the module `invariants`, with their arguments. */
  invariants: z.array(z.tuple([z.string()], z.string())),
  /** Names of invariants that the program defines itself. */
  customInvariants: z.array(z.string()),
  existing: z.array(z.object({ family: z.string(), name: z.string() })),
  clientDeclarations: z.object({
    clients: clientSettingsSchema,
    clientConfig: clientConfigArgsSchema,
    chains: z.array(chainSchema),
  }),
});
export type ProgramMetadata = z.infer<typeof metadataSchema>;

/** Formats the metadata as a line of the program's log. */
export function formatProgramMetadata(
  invariants: readonly Invariant[],
  existing: readonly Existing[],
  clientDeclarations: ClientDeclarations,
): string {
  const metadata: ProgramMetadata = {
    invariants: invariants.flatMap(({ rule }) => (rule ? [[...rule]] : [])),
    customInvariants: invariants.flatMap(({ rule, name }) => (rule ? [] : [name])),
    existing: existing.map(({ family, name }) => ({ family, name })),
    clientDeclarations: { ...clientDeclarations, chains: [...clientDeclarations.chains] },
  };
  return linePrefix + JSON.stringify(metadata);
}

/** Parses a line of a preview's output. Returns nothing for other lines. */
export function parseProgramMetadata(line: string): ProgramMetadata | undefined {
  if (!line.startsWith(linePrefix)) return undefined;
  try {
    return metadataSchema.parse(JSON.parse(line.slice(linePrefix.length)));
  } catch {
    return undefined;
  }
}
