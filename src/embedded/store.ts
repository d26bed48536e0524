import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { State } from "./state.ts";

/** The state between runs: one JSON file, replaced in one step, so that a run killed while writing leaves the old one. */
export class Store {
  readonly #file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, "nexus.json");
  }

  read(): State | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, "utf8")) as State;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  write(state: State): void {
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(state, undefined, 1));
    renameSync(draft, this.#file);
  }
}
