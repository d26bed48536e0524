import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isSameAddress } from "../model/nexus-address.ts";
import { isProcessRunning } from "../util/processes.ts";
import { RefusedError } from "./errors.ts";

/**
 * The objects that the program declares in one run for one Nexus. A `Provider` has a process of its own, and one whose
 * resources all moved away does not see the program at all, so the processes of a run share their objects in files: one for each
 * process, in a folder of the user, named after the address of the run's engine, which Pulumi passes to every provider.
 *
 * @example
 * const declared = new DeclaredObjects("https://nexus.example", process.argv[2]);
 * declared.add("role/reader");
 * declared.has("role/reader"); // true in each process of the run
 */
export class DeclaredObjects {
  readonly #url: string;
  readonly #engine: string | undefined;
  readonly #own = new Set<string>();
  #folder: string | undefined;

  /** @param engine - the address of the engine. Without it nothing is shared. */
  constructor(url: string, engine: string | undefined) {
    this.#url = url;
    this.#engine = engine?.replace(/[^\w.-]/g, "_");
  }

  /** Adds an object by its identity key. */
  add(key: string): void {
    if (this.#own.has(key)) return;
    this.#own.add(key);
    if (this.#engine === undefined) return;
    this.#folder ??= openFolder();
    appendFileSync(join(this.#folder, `${this.#engine}@${process.pid}`), `${this.#url} ${key}\n`);
  }

  /** Returns true if this process or another one of the run has added the object, for the same URL. */
  has(key: string): boolean {
    return this.#own.has(key) || this.#readLines().some((line) => this.#isLineOf(line, key));
  }

  #readLines(): string[] {
    if (this.#engine === undefined) return [];
    const folder = this.#folder ?? openFolder();
    const names = readdirSync(folder).filter((name) => name.startsWith(`${this.#engine}@`));
    return names.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  }

  #isLineOf(line: string, key: string): boolean {
    return line.endsWith(` ${key}`) && isSameAddress(line.slice(0, -key.length - 1), this.#url);
  }
}

/** Opens the folder of the user, and removes the files of processes that have ended. */
function openFolder(): string {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `nexus-iac-runs-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || (process.platform !== "win32" && found.uid !== uid))
    throw new RefusedError(`${folder} must be a folder of the user that runs Pulumi. Remove it, or set TMPDIR`);
  for (const name of readdirSync(folder))
    if (!isProcessRunning(Number(name.slice(name.lastIndexOf("@") + 1)))) rmSync(join(folder, name), { force: true });
  return folder;
}
