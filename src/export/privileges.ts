import { type Code, lineWidth } from "./code.ts";
import { literal } from "./literal.ts";
import type { Permit, Scope } from "./scope.ts";

/** What estates call the actions that go together. */
const together: Readonly<Record<string, readonly string[]>> = {
  pull: ["browse", "read"],
  push: ["browse", "read", "add", "edit"],
};

/** Where a role's privileges begin on their line, at most. */
const indent = 24;

/** The privileges of a role, those of repositories by what they let one do. */
export interface PrivilegesCode {
  code: Code;
  /** The words for actions that it is written with: `pull`. */
  words: readonly string[];
}

/** @param listOf - gives the constant of a list of repositories that is too long to stand there; a word says what it is for */
export function privilegesCode(
  names: readonly string[],
  scope: Scope,
  listOf: (repositories: readonly string[], word: string) => string,
): PrivilegesCode {
  const permits: Permit[] = [];
  const others: string[] = [];
  for (const name of names) {
    const permit = scope.permit(name);
    if (permit) permits.push(permit);
    else others.push(scope.reference("privilege", name) ?? literal(name));
  }
  const words: string[] = [];
  const calls = byActions(permits).map(({ actions, repositories }) => {
    const [first = "", ...more] = repositories;
    const { text, name, word } = inWords(actions);
    if (name) words.push(name);
    if (!more.length) return `${first}.privileges(${text})`;
    const mapped = `.flatMap((repository) => repository.privileges(${text}))`;
    const line = `[${repositories.join(", ")}]${mapped}`;
    return indent + line.length <= lineWidth ? line : listOf(repositories, word) + mapped;
  });
  const [only, ...rest] = calls;
  const isOnly = only !== undefined && !rest.length && !others.length;
  return { code: isOnly ? only : { array: [...calls.map((call) => `...${call}`), ...others] }, words };
}

const order = ["browse", "read", "add", "edit", "delete"];

/** Repositories with the same actions, the one with most of them first. */
function byActions(permits: readonly Permit[]): { actions: string[]; repositories: string[] }[] {
  const byRepository = Map.groupBy(permits, ({ constant }) => constant);
  const each = [...byRepository].map(([repository, own]) => ({
    repository,
    actions: order.filter((action) => own.some((permit) => permit.action === action)),
  }));
  const alike = Map.groupBy(each, ({ actions }) => actions.join());
  return [...alike.values()]
    .map((group) => ({
      actions: group[0]?.actions ?? [],
      repositories: group.map(({ repository }) => repository).sort(),
    }))
    .sort((a, b) => b.actions.length - a.actions.length || (String(a.actions) < String(b.actions) ? -1 : 1));
}

/** `...push, "delete"`, and a word for it. */
function inWords(actions: readonly string[]): { text: string; name: string | undefined; word: string } {
  const within = (words: readonly string[]) => words.every((word) => actions.includes(word));
  const name = ["push", "pull"].find((one) => within(together[one] ?? []));
  const rest = actions.filter((action) => !name || !together[name]?.includes(action));
  const texts = [...(name ? [`...${name}`] : []), ...rest.map(literal)];
  return { text: texts.join(", "), name, word: [name, ...rest].filter(Boolean).join("-") };
}
