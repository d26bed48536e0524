import { type Export, exportEstate } from "../export/export.ts";
import { type FindSecretCommand, quoteForShell } from "../export/export-report.ts";
import type { StackConnection } from "../export/stack-file.ts";
import { toIdentityKey } from "../model/kind.ts";
import type { MigratedObject, Migration } from "./migrated-object.ts";

/**
 * Writes everything that another tool manages as an estate.
 *
 * @param origin - for the comment at the beginning of the program: `as migrated from Terraform`
 */
export function exportMigration(
  name: string,
  { objects, omissions }: Migration,
  connection: StackConnection,
  origin: string,
): Export {
  const inventory = { declarations: [...objects], unreadable: [] };
  const passes = new Map(
    objects.flatMap(({ kind, resource, loop }) => (loop ? [[toIdentityKey(kind, resource), loop] as const] : [])),
  );
  return exportEstate(name, inventory, {}, connection, { isPartial: true, omissions, passes }, origin);
}

/**
 * Returns the commands that print secrets from the output of `terraform show -json`, so that they are neither in the
 * program nor on the screen.
 *
 * @param file - the file with the output
 */
export function findTerraformSecrets(objects: readonly MigratedObject[], file: string): FindSecretCommand {
  return ({ noun, identity, path }) => {
    const object = objects.find(({ kind, resource }) => kind.noun === noun && resource === identity);
    const source = object?.secretSources.get(path);
    if (!object || source === undefined) return undefined;
    const filter = `.. | objects | select(.address? == ${JSON.stringify(object.origin)}) | .values.${source}`;
    return `jq -r ${quoteForShell(filter)} ${quoteForShell(file)}`;
  };
}

/** Returns the command that removes the migrated resources from the Terraform state, without changing Nexus. */
export function formatStateRemoval(objects: readonly MigratedObject[]): string {
  const addresses = new Set(objects.map(({ origin, loop }) => loop?.name ?? origin));
  return ["terraform state rm", ...[...addresses].map((address) => `    ${quoteForShell(address)}`)].join(" \\\n");
}
