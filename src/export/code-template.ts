import type { Code, CodeEntry } from "./code.ts";

/** A value that differs between the passes of a loop. */
export interface LoopParameter {
  name: string;
  /** The code of the value in each pass. */
  values: readonly string[];
}

/** The variable of a loop that has the key of the pass. */
export const keyVariable = "key";

/**
 * Finds the code from which the code of each pass of a loop results. Texts that contain the key become template literals; other
 * texts and numbers become parameters of the loop.
 *
 * @example
 * // new raw.Hosted(`raw-${key}`)
 * createCodeTemplate([{ call: "new raw.Hosted", args: ['"raw-a"'] }, { call: "new raw.Hosted", args: ['"raw-b"'] }], ["a", "b"], ...)
 * @param addParameter - returns the name of a parameter with these values; the proposed name is that of the field.
 *   undefined if there can be none
 * @returns undefined if the codes differ in other ways
 */
export function createCodeTemplate(
  codes: readonly Code[],
  keys: readonly string[],
  addParameter: (proposed: string, values: readonly string[]) => string | undefined,
): Code | undefined {
  const unify = (passes: readonly Code[], field: string): Code | undefined => {
    const [first] = passes;
    if (first === undefined) return undefined;
    const texts = passes.filter((code) => typeof code === "string");
    if (texts.length === passes.length) {
      if (new Set(texts).size === 1) return first;
      return createTextTemplate(texts, keys) ?? addParameter(field, texts);
    }
    if (
      JSON.stringify(first) === JSON.stringify(passes[1]) &&
      new Set(passes.map((code) => JSON.stringify(code))).size === 1
    )
      return first;
    return unifyParts(passes, field);
  };

  const unifyList = (passes: readonly (readonly Code[])[], field: string): Code[] | undefined => {
    const [first = []] = passes;
    if (passes.some(({ length }) => length !== first.length)) return undefined;
    return collect(
      first.map((_, index) =>
        unify(
          passes.flatMap((list) => list[index] ?? []),
          field,
        ),
      ),
    );
  };

  const unifyParts = (passes: readonly Code[], field: string): Code | undefined => {
    const [calls, arrays, objects] = [
      passes.flatMap((code) => (typeof code === "object" && "call" in code ? [code] : [])),
      passes.flatMap((code) => (typeof code === "object" && "array" in code ? [code.array] : [])),
      passes.flatMap((code) => (typeof code === "object" && "object" in code ? [code.object] : [])),
    ];
    if (calls.length === passes.length && new Set(calls.map(({ call }) => call)).size === 1) {
      const args = unifyList(
        calls.map((code) => code.args),
        field,
      );
      return args && { call: calls[0]?.call ?? "", args };
    }
    if (arrays.length === passes.length) {
      const array = unifyList(arrays, field);
      return array && { array };
    }
    if (objects.length !== passes.length) return undefined;
    const names = new Set(objects.map((entries) => JSON.stringify(entries.map(({ name }) => name))));
    if (names.size !== 1) return undefined;
    const entries = collect(
      (objects[0] ?? []).map(({ name }, index): CodeEntry | undefined => {
        const value = unify(
          objects.flatMap((object) => object[index]?.value ?? []),
          name,
        );
        return value === undefined ? undefined : { name, value };
      }),
    );
    return entries && { object: entries };
  };

  return unify(codes, keyVariable);
}

function collect<T>(items: readonly (T | undefined)[]): T[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}

/** A text without escapes, in quotes. */
const plainText = /^(["'])([^\\`$]*)\1$/;

/** The occurrences of a key in a text of which combinations are tried. */
const maxOccurrences = 4;

/** Returns the template literal from which the text of each pass results by its key. */
function createTextTemplate(codes: readonly string[], keys: readonly string[]): string | undefined {
  const texts = collect(codes.map((code) => plainText.exec(code)?.[2]));
  const [text, key] = [texts?.[0], keys[0]];
  if (!texts || text === undefined || !key) return undefined;
  const parts = text.split(key);
  const count = parts.length - 1;
  if (!count || count > maxOccurrences) return undefined;
  // Each number is a combination of occurrences to replace; all of them come first.
  for (let chosen = 2 ** count - 1; chosen > 0; chosen--) {
    const build = (replacement: string) =>
      parts.reduce((all, part, index) => all + (chosen & (1 << (index - 1)) ? replacement : key) + part);
    if (texts.every((other, index) => build(keys[index] ?? "") === other))
      return build("") === "" ? keyVariable : `\`${build(`\${${keyVariable}}`)}\``;
  }
  return undefined;
}
