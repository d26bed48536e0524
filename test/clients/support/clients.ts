/** Real clients of registries, each test's with a home of its own. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

const run = promisify(execFile);

export interface Outcome {
  readonly code: number;
  /** Of both streams, ends trimmed. */
  readonly output: string;
}

/** A folder for the running test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "nexus-clients-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** One person at one machine: what he is logged in to stays there. */
export class Client {
  readonly home = folder();

  async crane(...args: readonly string[]): Promise<Outcome> {
    return this.#run("crane", args);
  }

  /** A registry is spoken to in clear, as those of tests are. */
  async skopeo(subcommand: string, ...args: readonly string[]): Promise<Outcome> {
    const clear =
      subcommand === "copy" ? ["--src-tls-verify=false", "--dest-tls-verify=false"] : ["--tls-verify=false"];
    const own = ["--authfile", join(this.home, "config.json")];
    return this.#run("skopeo", ["--insecure-policy", subcommand, ...clear, ...own, ...args]);
  }

  login(registry: string, user = "admin", password = "admin123"): Promise<Outcome> {
    return this.crane("auth", "login", registry, "-u", user, "-p", password);
  }

  /** Pushes an image of one file that holds a text. */
  async push(image: string, text: string, ...more: readonly string[]): Promise<Outcome> {
    const name = `file-${Buffer.from(text).toString("hex").slice(0, 32)}`;
    writeFileSync(join(this.home, name), text);
    await run("tar", ["--create", "--file", join(this.home, `${name}.tar`), "--directory", this.home, name]);
    return this.crane("append", "--new_layer", join(this.home, `${name}.tar`), "--new_tag", image, ...more);
  }

  /** Digest of an image, or what went wrong. */
  async digest(image: string): Promise<string> {
    return (await this.crane("digest", image)).output;
  }

  async #run(program: string, args: readonly string[]): Promise<Outcome> {
    const env = { PATH: process.env.PATH, HOME: this.home, DOCKER_CONFIG: this.home, REGISTRY_AUTH_FILE: "" };
    try {
      const { stdout, stderr } = await run(program, args, { env, maxBuffer: 64 * 1024 * 1024 });
      return { code: 0, output: (stdout + stderr).trim() };
    } catch (error) {
      const { code, stdout = "", stderr = "" } = error as { code?: unknown; stdout?: string; stderr?: string };
      if (typeof code !== "number") throw error;
      return { code, output: (stdout + stderr).trim() };
    }
  }
}
