/** The output of an operation, in the form of the Pulumi CLI as far as tests read it. */
import type { Fields } from "../../../../src/util/json.ts";
import type { PulumiResult } from "../stack.ts";

export type StepKind = "create" | "update" | "replace" | "same" | "delete" | "delete-replaced";

interface Subject {
  urn: string;
  type: string;
  retainOnDelete: boolean;
}

const counted: Readonly<Record<StepKind, string | undefined>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  same: "unchanged",
  delete: "deleted",
  "delete-replaced": undefined,
};

export class Report {
  readonly #counts: Record<string, number> = {};
  readonly #steps: string[] = [];
  readonly #diagnostics: string[] = [];

  /** Records a step. @param change - the inputs before and after */
  step(subject: Subject, kind: StepKind, change?: { old: { inputs: Fields } | undefined; inputs: Fields }): void {
    const word = counted[kind];
    if (word) this.#counts[word] = (this.#counts[word] ?? 0) + 1;
    if (kind === "same") return;
    const retain = kind.startsWith("delete") && subject.retainOnDelete ? "[retain]" : "";
    const diff = change?.old && formatDiff(change.old.inputs, change.inputs);
    const name = subject.urn.split("::").at(-1);
    this.#steps.push(
      ` ${subject.type.replace("pulumi-nodejs:", "")} ${name} ${kind}${retain}${diff ? ` [diff: ${diff}]` : ""}`,
    );
  }

  /** Records what the program or a provider prints. */
  print(text: string): void {
    this.#diagnostics.push(...text.trimEnd().split("\n"));
  }

  /** @param urn - the resource; empty for the program */
  error(urn: string, message: string): void {
    if (urn) this.#diagnostics.push(`${urn.split("::").slice(2).join(" ")}:`);
    this.print(`error: ${message}`);
  }

  toResult(hasFailed: boolean): PulumiResult {
    const lines = ["Diagnostics:", ...this.#diagnostics.map((line) => `    ${line}`)];
    const end = hasFailed ? ["    error: update failed"] : [];
    const output = `${[...this.#steps, ...lines, ...end].join("\n")}\n`;
    // The CLI prints no summary after a failure of the program.
    return { code: hasFailed ? 255 : 0, output, counts: this.#counts };
  }
}

/** Lists the top-level fields that differ: `+added-removed~changed`. */
function formatDiff(old: Fields, inputs: Fields): string {
  const names = [...new Set([...Object.keys(old), ...Object.keys(inputs)])]
    .filter((name) => !name.startsWith("__"))
    .sort();
  const isDifferent = (name: string) => JSON.stringify(old[name]) !== JSON.stringify(inputs[name]);
  const groups = [
    ["+", names.filter((name) => old[name] === undefined && inputs[name] !== undefined)],
    ["-", names.filter((name) => old[name] !== undefined && inputs[name] === undefined)],
    ["~", names.filter((name) => old[name] !== undefined && inputs[name] !== undefined && isDifferent(name))],
  ] as const;
  return groups.flatMap(([sign, changed]) => (changed.length ? [`${sign}${changed.join(",")}`] : [])).join("");
}
