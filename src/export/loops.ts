import { toIdentityKey } from "../model/kind.ts";
import type { Code } from "./code.ts";
import { createCodeTemplate, keyVariable, type LoopParameter } from "./code-template.ts";
import { toLiteral } from "./literal.ts";
import type { LoopPass } from "./loop-pass.ts";
import type { ProgramResource } from "./program-resources.ts";
import type { SymbolTable } from "./symbol-table.ts";
import { toCamelCase } from "./unique-names.ts";

/** Represents a loop of the program, whose passes declare the same resources for different keys. */
export interface Loop {
  keys: readonly string[];
  parameters: readonly LoopParameter[];
  /** The declarations of a pass, in their order. */
  statements: readonly LoopStatement[];
  /** The resources that all passes declare. */
  resources: readonly ProgramResource[];
}

export interface LoopStatement {
  /** The constant in the pass to which later statements refer. */
  constant: string | undefined;
  code: Code;
}

/** The resources of one loop of another tool, in the order of their keys. */
interface Series {
  keys: readonly string[];
  resources: readonly ProgramResource[];
}

/** A loop with more parameters is harder to read than its passes. */
const maxParameters = 4;

/**
 * Finds the loops by which resources can be declared. Series with the same keys share a loop. A series whose declarations
 * differ in more than texts with the key and a few values is left out.
 *
 * @param passes - the passes by the keys of the objects: see `toIdentityKey`
 * @param createCode - creates the code of a declaration; undefined if it cannot be in a loop
 */
export function createLoops(
  symbols: SymbolTable,
  passes: ReadonlyMap<string, LoopPass>,
  createCode: (resource: ProgramResource, symbols: SymbolTable) => Code | undefined,
): Loop[] {
  const byKeys = Map.groupBy(findSeries(symbols.resources, passes), ({ keys }) => JSON.stringify(keys));
  return [...byKeys.values()].flatMap((series) => {
    const builder = new LoopBuilder(series, symbols);
    return builder.build(createCode) ?? [];
  });
}

function findSeries(resources: readonly ProgramResource[], passes: ReadonlyMap<string, LoopPass>): Series[] {
  const byLoop = new Map<string, { key: string; resource: ProgramResource }[]>();
  for (const resource of resources) {
    const pass = passes.get(toIdentityKey(resource.kind, resource.identity));
    if (pass) byLoop.set(pass.name, [...(byLoop.get(pass.name) ?? []), { key: pass.key, resource }]);
  }
  return [...byLoop.values()].flatMap((members) => {
    const sorted = members.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const [keys, own] = [sorted.map(({ key }) => key), sorted.map(({ resource }) => resource)];
    const isSingleKind = new Set(own.map(({ kind }) => kind)).size === 1;
    return keys.length > 1 && isSingleKind ? [{ keys, resources: own }] : [];
  });
}

class LoopBuilder {
  readonly #series: readonly Series[];
  readonly #symbols: SymbolTable;
  readonly #parameters: LoopParameter[] = [];
  /** The constants of the series in a pass: `contentSelector`. */
  readonly #constants: ReadonlyMap<Series, string>;

  constructor(series: readonly Series[], symbols: SymbolTable) {
    this.#series = series;
    this.#symbols = symbols;
    this.#constants = new Map(
      series.map((own) => {
        const { family = "", name = "" } = own.resources[0]?.kind ?? {};
        return [own, symbols.names.allocate(toCamelCase(family, "resource"), toCamelCase(name, "resource"))];
      }),
    );
  }

  build(createCode: (resource: ProgramResource, symbols: SymbolTable) => Code | undefined): Loop | undefined {
    // A series that cannot be in the loop changes the references of the others, so that they are written again.
    for (let series = this.#series; series.length; ) {
      this.#parameters.length = 0;
      const written = series.map((own) => ({ own, code: this.#write(own, series, createCode) }));
      const possible = written.filter(({ code }) => code !== undefined).map(({ own }) => own);
      if (possible.length === series.length) return this.#toLoop(written);
      series = possible;
    }
    return undefined;
  }

  #toLoop(written: readonly { own: Series; code: Code | undefined }[]): Loop | undefined {
    const [first] = written;
    if (!first) return undefined;
    const all = JSON.stringify(written.map(({ code }) => code));
    const statements = written.flatMap(({ own, code }): LoopStatement[] => {
      const constant = this.#constants.get(own);
      return code === undefined ? [] : [{ constant: all.includes(`${constant}.`) ? constant : undefined, code }];
    });
    const resources = written.flatMap(({ own }) => own.resources);
    return { keys: first.own.keys, parameters: this.#parameters, statements, resources };
  }

  #write(
    own: Series,
    series: readonly Series[],
    createCode: (resource: ProgramResource, symbols: SymbolTable) => Code | undefined,
  ): Code | undefined {
    const codes = own.resources.map((resource, pass) => createCode(resource, this.#symbolsOf(pass, series)));
    const known = codes.filter((code) => code !== undefined);
    if (known.length !== codes.length) return undefined;
    const count = this.#parameters.length;
    const code = createCodeTemplate(known, own.keys, (proposed, values) => this.#addParameter(proposed, values));
    if (code === undefined || this.#parameters.length > maxParameters) {
      this.#parameters.length = count;
      return undefined;
    }
    return code;
  }

  /** Constants of a pass do not exist where the values of parameters are written. */
  #addParameter(proposed: string, values: readonly string[]): string | undefined {
    const constants = [...this.#constants.values()];
    if (values.some((value) => constants.some((constant) => new RegExp(`(?<!\\w)${constant}\\.`).test(value))))
      return undefined;
    const existing = this.#parameters.find((parameter) => String(parameter.values) === String(values));
    if (existing) return existing.name;
    const name = this.#symbols.names.allocate(toCamelCase(proposed, "value"));
    this.#parameters.push({ name, values });
    return name;
  }

  /** Returns the symbols within a pass: resources of the same pass are its constants, those of other passes have none. */
  #symbolsOf(pass: number, series: readonly Series[]): SymbolTable {
    const local = new Map(
      series.flatMap((own) => {
        const resource = own.resources[pass];
        return resource ? [[resource, this.#constants.get(own)] as const] : [];
      }),
    );
    return replaceConstants(this.#symbols, (resource) =>
      series.some(({ resources }) => resources.includes(resource)) ? local.get(resource) : resource.constant,
    );
  }
}

/** Returns the symbols outside of loops, in which the resources of loops have no constant: they are referred to by name. */
export function hideLoops(symbols: SymbolTable, loops: readonly Loop[]): SymbolTable {
  const hidden = new Set(loops.flatMap(({ resources }) => resources));
  return replaceConstants(symbols, (resource) => (hidden.has(resource) ? undefined : resource.constant));
}

/** Returns the symbols with other constants of the resources. */
function replaceConstants(
  symbols: SymbolTable,
  constantOf: (resource: ProgramResource) => string | undefined,
): SymbolTable {
  const changed = symbols.resources.flatMap((resource) => {
    const constant = constantOf(resource);
    return constant === resource.constant ? [] : [[resource.constant, constant] as const];
  });
  const constants = new Map(changed);
  return {
    ...symbols,
    toReference: (family, name) => {
      const code = symbols.toReference(family, name);
      const [constant, ...output] = code?.split(".") ?? [];
      if (constant === undefined || !constants.has(constant)) return code;
      const replaced = constants.get(constant);
      return replaced && [replaced, ...output].join(".");
    },
    findPermission: (privilege) => {
      const permission = symbols.findPermission(privilege);
      if (!permission || !constants.has(permission.constant)) return permission;
      const constant = constants.get(permission.constant);
      return constant === undefined ? undefined : { ...permission, constant };
    },
  };
}

/** Creates the code of the values of a loop: its keys, or an object for each pass. */
export function createLoopValues({ keys, parameters }: Loop): { variable: string; values: Code } {
  if (!parameters.length) return { variable: keyVariable, values: { array: keys.map(toLiteral) } };
  const names = [keyVariable, ...parameters.map(({ name }) => name)];
  return {
    variable: `{ ${names.join(", ")} }`,
    values: {
      array: keys.map((key, pass) => ({
        object: [
          { name: keyVariable, value: toLiteral(key) },
          ...parameters.map(({ name, values }) => ({ name, value: values[pass] ?? "undefined" })),
        ],
      })),
    },
  };
}
