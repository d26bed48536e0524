import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFolder } from "./folder-lock.ts";
import type { NexusState } from "./state.ts";

/** The state between runs: a JSON file that is replaced in one step, so a killed process leaves the previous one. */
export class StateFile {
  readonly #file: string;
  /** Unlocks the folder. */
  readonly close: () => void;

  /** Locks a folder, which is created for this user only if it does not exist. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, "nexus.json");
    this.close = lockFolder(folder);
  }

  /** Reads the state; undefined on the first start. */
  read(): NexusState | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, "utf8")) as NexusState;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error instanceof SyntaxError ? new Error(`${this.#file} is not valid JSON: ${error.message}`) : error;
    }
  }

  write(state: NexusState): void {
    const draft = `${this.#file}.new`;
    try {
      // The state holds passwords. The mode of an existing file would stay.
      rmSync(draft, { force: true });
      writeFileSync(draft, JSON.stringify(state, undefined, 1), { mode: 0o600, flag: "wx" });
      renameSync(draft, this.#file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }
}
