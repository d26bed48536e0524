import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test as base } from "vitest";
import { recordHashes } from "../../tools/support/folder-hashes.mjs";

const REAL = resolve(import.meta.dirname, "../..");

/** Represents a locked package of package-lock.json. */
export interface Locked {
  version: string;
  integrity?: string;
  optional?: boolean;
}

/** Represents the result of a run. */
export interface Run {
  code: number;
  /** The output of the command. */
  stdout: string;
  /** The messages of tools/, a line each. */
  messages: string[];
}

/**
 * Represents a temporary checkout with the real tools/. Every program that they run is replaced by a script that prints its
 * name and arguments. It has its own home, cache and state. PATH contains only the scripts and the shell of the system.
 */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), "nexus-iac-tools-"));
  readonly cache = join(this.folder, "cache");
  readonly state = join(this.folder, "home/.local/state/nexus-iac");

  constructor() {
    cpSync(join(REAL, "tools"), join(this.folder, "tools"), { recursive: true });
    cpSync(join(REAL, "package.json"), join(this.folder, "package.json"));
    this.write("Pulumi.yaml", "name: nexus\nruntime: nodejs\n");
    this.lock({ "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" } });
    this.install();
    for (const name of ["biome", "tsc", "vitest"]) this.program(`node_modules/.bin/${name}`, `echo ${name} "$@"`);
    this.program("node_modules/.bin/node", 'echo node "$@"');
    this.program("path/npm", "echo unexpected; exit 1");
    this.program(
      "path/pulumi",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
      '[ "$1" = version ] && echo v3.232.0 || echo pulumi "$@" "backend=${PULUMI_BACKEND_URL-}" "skip=${PULUMI_SKIP_CHECKPOINTS-}"',
    );
  }

  /** Writes a file of the checkout. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  read(path: string): string {
    return existsSync(join(this.folder, path)) ? readFileSync(join(this.folder, path), "utf8") : "";
  }

  /** Writes an executable shell script. */
  program(path: string, script: string): void {
    this.write(path, `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.folder, path), 0o755);
  }

  /** Records the files of a folder in the cache, as their installation does. */
  recordCached(name: string): void {
    recordHashes(join(this.cache, name));
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  /** Writes package-lock.json. */
  lock(packages: Record<string, Locked>): void {
    this.write("package-lock.json", JSON.stringify({ packages: { "": { version: "0.1.0" }, ...packages } }));
  }

  /** Writes the file that npm writes at the end of an installation. */
  install(packages?: Record<string, Locked>): void {
    const { "": _root, ...locked } = JSON.parse(this.read("package-lock.json")).packages;
    this.write("node_modules/.package-lock.json", JSON.stringify({ packages: packages ?? locked }));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs `npm run NAME -- ARGS`. */
  async run(args: string[], environment: Record<string, string> = {}): Promise<Run> {
    const child = this.start(args, environment);
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (text) => {
      stdout += text;
    });
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    const code = await new Promise<number>((ended) => child.on("close", (exit) => ended(exit ?? -1)));
    return { code, stdout, messages: stderr.split("\n").filter(Boolean) };
  }

  start(args: string[], environment: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [join(this.folder, "tools/run.mjs"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: `${join(this.folder, "path")}:/usr/bin:/bin`,
        HOME: join(this.folder, "home"),
        NEXUS_IAC_CACHE: this.cache,
        ...environment,
      },
    });
  }
}

/** A test with its own checkout. */
export const test = base.extend<{ checkout: Checkout }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest goes by the pattern
  checkout: async ({}, use) => {
    const checkout = new Checkout();
    await use(checkout);
    checkout.close();
  },
});
