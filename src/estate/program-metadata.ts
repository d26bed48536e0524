import { z } from "zod";
import { chainSchema } from "../client-config/chains.ts";
import { clientSettingsSchema } from "../client-config/client-settings.ts";
import { clientConfigArgsSchema } from "../client-config/parts.ts";
import type { ClientDeclarations } from "./declared-client-config.ts";
import type { Existing } from "./estate.ts";
import type { Invariant } from "./invariants.ts";

/** What a program knows that no resource tells: who reviews its preview asks for it by this variable. */
export const metadataVariable = "NEXUS_IAC_PROGRAM_METADATA";

const linePrefix = "nexus-iac program metadata: ";

const metadataSchema = z.object({
  /** Rules of the module of invariants, with their arguments. */
  invariants: z.array(z.tuple([z.string()], z.string())),
  /** Names of invariants of the program's own. */
  ownInvariants: z.array(z.string()),
  existing: z.array(z.object({ family: z.string(), name: z.string() })),
  forClients: z.object({ clients: clientSettingsSchema, parts: clientConfigArgsSchema, chains: z.array(chainSchema) }),
});
export type ProgramMetadata = z.infer<typeof metadataSchema>;

/** A line among what a preview says. */
export function formatProgramMetadata(
  invariants: readonly Invariant[],
  existing: readonly Existing[],
  forClients: ClientDeclarations,
): string {
  const what: ProgramMetadata = {
    invariants: invariants.flatMap(({ rule }) => (rule ? [[...rule]] : [])),
    ownInvariants: invariants.flatMap(({ rule, name }) => (rule ? [] : [name])),
    existing: existing.map(({ family, name }) => ({ family, name })),
    forClients: { ...forClients, chains: [...forClients.chains] },
  };
  return linePrefix + JSON.stringify(what);
}

/** What a line tells; nothing where it is another line. */
export function parseProgramMetadata(line: string): ProgramMetadata | undefined {
  if (!line.startsWith(linePrefix)) return undefined;
  try {
    return metadataSchema.parse(JSON.parse(line.slice(linePrefix.length)));
  } catch {
    return undefined;
  }
}
