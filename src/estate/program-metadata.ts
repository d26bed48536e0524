import { z } from "zod";
import { chain } from "../client-config/chains.ts";
import { clients } from "../client-config/clients.ts";
import { clientConfigArgs } from "../client-config/parts.ts";
import type { ForClients } from "./client-config.ts";
import type { Existing } from "./estate.ts";
import type { Invariant } from "./invariants.ts";

/** What a program knows that no resource tells: who reviews its preview asks for it by this variable. */
export const asks = "NEXUS_IAC_TELLS";

const mark = "nexus-iac tells: ";

const told = z.object({
  /** Rules of the module of invariants, with their arguments. */
  invariants: z.array(z.tuple([z.string()], z.string())),
  /** Names of invariants of the program's own. */
  ownInvariants: z.array(z.string()),
  existing: z.array(z.object({ family: z.string(), name: z.string() })),
  forClients: z.object({ clients, parts: clientConfigArgs, chains: z.array(chain) }),
});
export type Told = z.infer<typeof told>;

/** A line among what a preview says. */
export function tell(invariants: readonly Invariant[], existing: readonly Existing[], forClients: ForClients): string {
  const what: Told = {
    invariants: invariants.flatMap(({ rule }) => (rule ? [[...rule]] : [])),
    ownInvariants: invariants.flatMap(({ rule, name }) => (rule ? [] : [name])),
    existing: existing.map(({ family, name }) => ({ family, name })),
    forClients: { ...forClients, chains: [...forClients.chains] },
  };
  return mark + JSON.stringify(what);
}

/** What a line tells; nothing where it is another line. */
export function toldIn(line: string): Told | undefined {
  if (!line.startsWith(mark)) return undefined;
  try {
    return told.parse(JSON.parse(line.slice(mark.length)));
  } catch {
    return undefined;
  }
}
