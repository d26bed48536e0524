import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFolder } from "./folder-lock.ts";
import type { NexusState } from "./state.ts";

/** The state between runs: one JSON file, replaced in one step, so that a run killed while writing leaves the old one. */
export class StateFile {
  readonly #file: string;
  /** Lets the folder to others. */
  readonly close: () => void;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, "nexus.json");
    this.close = lockFolder(folder);
  }

  read(): NexusState | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, "utf8")) as NexusState;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error instanceof SyntaxError ? new Error(`${this.#file} is not JSON: ${error.message}`) : error;
    }
  }

  write(state: NexusState): void {
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
