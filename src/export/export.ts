import type { Inventory } from "../estate/estate.ts";
import type { Server } from "../util/release.ts";
import { formatEstateFile } from "./estate-file.ts";
import type { Omission } from "./omission.ts";
import { sortResources } from "./section-order.ts";
import { type ExportScope, selectResources } from "./selection.ts";
import { formatStackFile, type StackConnection } from "./stack-file.ts";
import { createSymbolTable } from "./symbol-table.ts";
import { collectUpstreams, type Upstreams } from "./upstreams.ts";

/** Represents an exported estate: the texts of its files, and the facts for the report. */
export interface Export {
  /** The text of the program: src/estates/NAME.ts in a clone. */
  estate: string;
  /** The text of Pulumi.NAME.yaml. */
  stack: string;
  /** The number of resources that the estate declares. */
  count: number;
  upstreams: Upstreams;
  /** The keys of the stack's `nexus:secrets`, each with the object and the field that it is for. */
  secrets: { name: string; noun: string; identity: string; path: string }[];
  /** Users whose passwords are not changed until they are configured. */
  users: string[];
  omissions: readonly Omission[];
  unreadable: Inventory["unreadable"];
}

/**
 * Exports a running Nexus as an estate: a program that declares everything in the inventory, or the families of the scope,
 * as it is.
 *
 * @param name - the name of the estate, and of its stack
 * @param origin - the origin of the inventory, for the comment at the beginning of the program
 */
export function exportEstate(
  name: string,
  inventory: Inventory,
  server: Server,
  connection: StackConnection,
  scope: ExportScope = {},
  origin = "as exported by `nexus-iac export`",
): Export {
  const selection = selectResources(inventory.declarations, server, scope);
  const symbols = createSymbolTable({ ...selection, resources: sortResources(selection.resources) });
  const { resources } = symbols;
  const upstreams = collectUpstreams(resources);
  return {
    estate: formatEstateFile(`${name}, ${origin}`, symbols, upstreams, selection.omissions, scope.passes),
    stack: formatStackFile(connection, upstreams),
    count: resources.length,
    upstreams,
    secrets: resources.flatMap(({ kind, identity, secretNames }) =>
      [...secretNames].map(([path, secret]) => ({ name: secret, noun: kind.noun, identity, path })),
    ),
    users: resources.flatMap(({ kind, identity }) => (kind.login ? [identity] : [])),
    omissions: selection.omissions,
    unreadable: inventory.unreadable.filter(({ family }) => scope.families?.includes(family) ?? true),
  };
}
