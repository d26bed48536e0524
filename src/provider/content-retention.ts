import type { Kind } from "../model/kind.ts";
import type { Fields } from "../util/json.ts";
import type { ProviderRun } from "./provider-run.ts";

/**
 * Returns true if an object that the program does not declare any more stays in Nexus with its content: unless this run or
 * the resource allows the loss. The engine's option `retainOnDelete` is that of the last run, so it does not decide alone.
 *
 * @param properties - the stored properties of the resource
 */
export function keepsContent(run: ProviderRun, kind: Kind, identity: string, properties: Fields): boolean {
  if (!kind.holdsContent || run.session.settings.deleteContent) return false;
  return properties.allowContentLoss !== true || run.isContentProtected(kind, identity);
}
