import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { throwawayProject } from "../../../tools/demo/throwaway-project.ts";

const prefix = "nexus-iac-e2e-";
const checkout = resolve(import.meta.dirname, "../../..");

/** What a run of the Pulumi CLI did. */
export interface PulumiResult {
  code: number;
  /** Both streams, as somebody at a terminal reads them. */
  output: string;
  /** What was done: `{created: 3, unchanged: 1}`. */
  counts: Record<string, number>;
}

/** A resource as the stack's state holds it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  retainOnDelete?: boolean;
}

export interface WorkspaceOptions {
  stack?: string;
  /** The text of the program; it may import `nexus-iac`, zod and Pulumi. Without it, the checkout's own estate is run. */
  setProgram?: string;
  /** Keys of the namespace `nexus`: text, numbers, flags and objects. */
  config?: Record<string, unknown>;
  /** Kept as secrets. */
  secrets?: Record<string, string>;
  environment?: Record<string, string>;
}

/** A folder of its own with a stack of its own, for the real Pulumi CLI. Nothing of it is in the checkout. */
export class Workspace {
  readonly folder: string;
  readonly stack: string;
  /** What the CLI is run with, besides the environment it comes from. */
  readonly environment: Record<string, string>;

  private constructor(options: WorkspaceOptions) {
    this.stack = options.stack ?? "test";
    const project = options.setProgram === undefined ? throwawayProject(prefix) : createProject(options.setProgram);
    this.folder = project.folder;
    this.environment = {
      PULUMI_BACKEND_URL: project.backend,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(8).toString("hex"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
      ...options.environment,
    };
  }

  static async open(options: WorkspaceOptions): Promise<Workspace> {
    const workspace = new Workspace(options);
    await workspace.runOrThrow("stack", "init", workspace.stack);
    await workspace.configure(options.config ?? {}, options.secrets ?? {});
    return workspace;
  }

  /** Runs the CLI; fails the test when it fails. */
  async runOrThrow(...args: string[]): Promise<PulumiResult> {
    const run = await this.pulumi(...args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} gave ${run.code}:\n${run.output}`);
    return run;
  }

  up(...args: string[]): Promise<PulumiResult> {
    return this.pulumi("up", "--yes", "--skip-preview", ...this.#stackArgs(), ...args);
  }

  preview(...args: string[]): Promise<PulumiResult> {
    return this.pulumi("preview", ...this.#stackArgs(), ...args);
  }

  refresh(...args: string[]): Promise<PulumiResult> {
    return this.pulumi("refresh", "--yes", "--skip-preview", "--diff", ...this.#stackArgs(), ...args);
  }

  destroy(...args: string[]): Promise<PulumiResult> {
    return this.pulumi("destroy", "--yes", "--skip-preview", ...this.#stackArgs(), ...args);
  }

  async readOutputs(): Promise<Record<string, unknown>> {
    const { output } = await this.runOrThrow("stack", "output", "--json", "--show-secrets", ...this.#stackArgs());
    return JSON.parse(output);
  }

  /** The state's resources, Pulumi's own and components left out. */
  async readResources(): Promise<StateResource[]> {
    const { output } = await this.runOrThrow("stack", "export", ...this.#stackArgs());
    const all: StateResource[] = JSON.parse(output).deployment.resources ?? [];
    return all.filter(({ type }) => type.startsWith("pulumi-nodejs:"));
  }

  /** The state file as it lies on the disk. */
  readStateFile(): string {
    return readFileSync(join(this.folder, "state/.pulumi/stacks/nexus", `${this.stack}.json`), "utf8");
  }

  /** Replaces the program. */
  program(text: string): void {
    writeFileSync(join(this.folder, "program.ts"), text);
  }

  /** Sets keys of the stack's configuration, and keeps the others; undefined takes one away. */
  async configure(config: Record<string, unknown>, secrets: Record<string, string> = {}): Promise<void> {
    const gone = Object.keys(config).filter((key) => config[key] === undefined);
    for (const key of gone) await this.runOrThrow("config", "rm", `nexus:${key}`, ...this.#stackArgs());
    const pairs = [
      ...flattenConfig(config).flatMap(([key, value]) => ["--plaintext", `nexus:${key}=${value}`]),
      ...Object.entries(secrets).flatMap(([key, value]) => ["--secret", `nexus:${key}=${value}`]),
    ];
    if (pairs.length) await this.runOrThrow("config", "set-all", "--path", ...pairs, ...this.#stackArgs());
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  pulumi(...args: string[]): Promise<PulumiResult> {
    return this.pulumiWith({}, ...args);
  }

  pulumiWith(environment: Record<string, string>, ...args: string[]): Promise<PulumiResult> {
    return new Promise((done, failed) => {
      const child = spawn("pulumi", [...args, "--color", "never", "--non-interactive"], {
        cwd: this.folder,
        env: { ...process.env, ...this.environment, ...environment },
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk) => {
          output += chunk;
        });
      child.on("error", (error) =>
        failed(new Error(`no Pulumi CLI: run the tests as npm run test:e2e (${error.message})`)),
      );
      child.on("close", (code) => done({ code: code ?? 1, output, counts: parseCounts(output) }));
    });
  }

  #stackArgs(): string[] {
    return ["--stack", this.stack];
  }
}

/** The project of somebody who has installed the package. */
function createProject(program: string): { folder: string; backend: string } {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const state = join(folder, "state");
  mkdirSync(state);
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "nexus", runtime, main: "program.ts" }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "program.ts"), program);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(checkout, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
  symlinkSync(join(checkout, "node_modules/zod"), join(folder, "node_modules/zod"));
  symlinkSync(checkout, join(folder, "node_modules/nexus-iac"));
  return { folder, backend: `file://${state}` };
}

/** `Resources:\n    + 3 created\n    1 unchanged` is `{created: 3, unchanged: 1}`. */
function parseCounts(output: string): Record<string, number> {
  const [, block = ""] = /\nResources:\n((?: {4}.*\n)+)/.exec(output) ?? [];
  const found = [...block.matchAll(/(\d+) ([a-z]+)/g)].map(([, count, word]): [string, number] => [
    word ?? "",
    Number(count),
  ]);
  return Object.fromEntries(found.filter(([word]) => word !== "changes"));
}

/** `{upstreams: {dockerHub: "x"}}` is `upstreams.dockerHub=x`, as Pulumi's paths have it. */
function flattenConfig(config: Record<string, unknown>, above = ""): [string, string][] {
  return Object.entries(config).flatMap(([key, value]): [string, string][] => {
    if (value === undefined) return [];
    if (typeof value === "object" && value !== null)
      return flattenConfig(value as Record<string, unknown>, `${above}${key}.`);
    return [[`${above}${key}`, String(value)]];
  });
}
