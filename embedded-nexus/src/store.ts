import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lock } from "./lock.ts";
import type { State } from "./state.ts";

/** The state between runs: one JSON file, replaced in one step, so that a run killed while writing leaves the old one. */
export class Store {
  readonly #file: string;
  /** Lets the folder to others. */
  readonly close: () => void;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, "nexus.json");
    this.close = lock(folder);
  }

  read(): State | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, "utf8")) as State;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error instanceof SyntaxError ? new Error(`${this.#file} is not JSON: ${error.message}`) : error;
    }
  }

  write(state: State): void {
    const draft = `${this.#file}.new`;
    try {
      writeFileSync(draft, JSON.stringify(state, undefined, 1));
      renameSync(draft, this.#file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }
}
