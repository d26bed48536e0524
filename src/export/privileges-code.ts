import { type Code, lineWidth } from "./code.ts";
import { toLiteral } from "./literal.ts";
import type { RepositoryPermission, SymbolTable } from "./symbol-table.ts";

/** The lists of actions that the package exports, by name. */
const actionLists: Readonly<Record<string, readonly string[]>> = {
  pull: ["browse", "read"],
  push: ["browse", "read", "add", "edit"],
};

/** The largest indent at which the privileges of a role begin, in columns. */
const indent = 24;

/** Represents the code of the privileges of a role. Those of declared repositories are written by their actions. */
export interface PrivilegesCode {
  code: Code;
  /** The names of the lists of actions that the code uses, such as `pull`. */
  actionNames: readonly string[];
}

/**
 * Creates the code of the privileges of a role.
 *
 * @param constantFor - returns the constant of a list of repositories that is too long for its line; the suffix names
 *   the actions
 */
export function createPrivilegesCode(
  names: readonly string[],
  symbols: SymbolTable,
  constantFor: (repositories: readonly string[], suffix: string) => string,
): PrivilegesCode {
  const permissions: RepositoryPermission[] = [];
  const others: string[] = [];
  for (const name of names) {
    const permission = symbols.findPermission(name);
    if (permission) permissions.push(permission);
    else others.push(symbols.toReference("privilege", name) ?? toLiteral(name));
  }
  const actionNames: string[] = [];
  const calls = groupByActions(permissions).map(({ actions, repositories }) => {
    const [first = "", ...more] = repositories;
    const { code, listName, suffix } = formatActions(actions);
    if (listName) actionNames.push(listName);
    if (!more.length) return `${first}.privileges(${code})`;
    const mapped = `.flatMap((repository) => repository.privileges(${code}))`;
    const line = `[${repositories.join(", ")}]${mapped}`;
    return indent + line.length <= lineWidth ? line : constantFor(repositories, suffix) + mapped;
  });
  const [call, ...otherCalls] = calls;
  const isSingleCall = call !== undefined && !otherCalls.length && !others.length;
  return { code: isSingleCall ? call : { array: [...calls.map((item) => `...${item}`), ...others] }, actionNames };
}

const actionOrder = ["browse", "read", "add", "edit", "delete"];

/** Groups repositories with the same actions. The group with most actions comes first. */
function groupByActions(permissions: readonly RepositoryPermission[]): { actions: string[]; repositories: string[] }[] {
  const byRepository = Map.groupBy(permissions, ({ constant }) => constant);
  const actionsByRepository = [...byRepository].map(([repository, own]) => ({
    repository,
    actions: actionOrder.filter((action) => own.some((permission) => permission.action === action)),
  }));
  const groups = Map.groupBy(actionsByRepository, ({ actions }) => actions.join());
  return [...groups.values()]
    .map((group) => ({
      actions: group[0]?.actions ?? [],
      repositories: group.map(({ repository }) => repository).sort(),
    }))
    .sort((a, b) => b.actions.length - a.actions.length || (String(a.actions) < String(b.actions) ? -1 : 1));
}

/** Formats actions as arguments, such as `...push, "delete"`, with a suffix for the name of a constant. */
function formatActions(actions: readonly string[]): { code: string; listName: string | undefined; suffix: string } {
  const listName = ["push", "pull"].find((name) => actionLists[name]?.every((action) => actions.includes(action)));
  const rest = actions.filter((action) => !listName || !actionLists[listName]?.includes(action));
  const args = [...(listName ? [`...${listName}`] : []), ...rest.map(toLiteral)];
  return { code: args.join(", "), listName, suffix: [listName, ...rest].filter(Boolean).join("-") };
}
