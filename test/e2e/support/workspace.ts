import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve as resolvePath } from "node:path";
import { throwawayProject } from "../../../tools/demo/throwaway-project.ts";
import {
  createOperations,
  type Operation,
  type PulumiResult,
  type StackOperations,
  type StackOptions,
  type StateResource,
  type TestStack,
} from "../../support/stack/stack.ts";

const prefix = "nexus-iac-e2e-";
const checkout = resolvePath(import.meta.dirname, "../../..");

/** The command of the CLI for each operation. */
const commands: Readonly<Record<Operation, readonly string[]>> = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview", "--diff"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

/** Represents a project with one stack in a temporary folder outside the checkout. Its methods run the real Pulumi CLI. */
export class Workspace implements TestStack {
  readonly folder: string;
  readonly stack: string;
  /** Variables for the CLI in addition to those of the test process. */
  readonly environment: Record<string, string>;

  readonly up: StackOperations["up"];
  readonly preview: StackOperations["preview"];
  readonly refresh: StackOperations["refresh"];
  readonly destroy: StackOperations["destroy"];

  private constructor(options: StackOptions) {
    this.stack = options.stack ?? "test";
    const project = options.program === undefined ? throwawayProject(prefix) : createProject(options.program);
    this.folder = project.folder;
    this.environment = {
      PULUMI_BACKEND_URL: project.backend,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(8).toString("hex"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
      ...options.environment,
    };
    ({ up: this.up, preview: this.preview, refresh: this.refresh, destroy: this.destroy } = this.withEnvironment({}));
  }

  static async open(options: StackOptions): Promise<Workspace> {
    const workspace = new Workspace(options);
    await workspace.runOrThrow("stack", "init", workspace.stack);
    await workspace.configure(options.config ?? {}, options.secrets ?? {});
    return workspace;
  }

  /** Runs the CLI. Throws if it fails. */
  async runOrThrow(...args: string[]): Promise<PulumiResult> {
    const run = await this.pulumi(...args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} exited with ${run.code}:\n${run.output}`);
    return run;
  }

  withEnvironment(variables: Record<string, string>): StackOperations {
    return createOperations((operation, options) =>
      this.pulumiWith(variables, ...commands[operation], ...this.#stackArgs(), ...options),
    );
  }

  async readOutputs(): Promise<Record<string, unknown>> {
    const { output } = await this.runOrThrow("stack", "output", "--json", "--show-secrets", ...this.#stackArgs());
    return JSON.parse(output);
  }

  /** Returns the resources in the state, without Pulumi's own and components. */
  async readResources(): Promise<StateResource[]> {
    const { output } = await this.runOrThrow("stack", "export", ...this.#stackArgs());
    const all: StateResource[] = JSON.parse(output).deployment.resources ?? [];
    return all.filter(({ type }) => type.startsWith("pulumi-nodejs:"));
  }

  /** Returns the text of the state file. */
  readStateFile(): string {
    return readFileSync(join(this.folder, "state/.pulumi/stacks/nexus", `${this.stack}.json`), "utf8");
  }

  /** Replaces the program. */
  program(text: string): void {
    writeFileSync(join(this.folder, "program.ts"), text);
  }

  /** Sets keys of the stack's configuration and keeps the others. The value undefined removes a key. */
  async configure(config: Record<string, unknown>, secrets: Record<string, string> = {}): Promise<void> {
    const removed = Object.keys(config).filter((key) => config[key] === undefined);
    for (const key of removed) await this.runOrThrow("config", "rm", `nexus:${key}`, ...this.#stackArgs());
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
    return new Promise((resolve, reject) => {
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
        reject(new Error(`Pulumi CLI not found (${error.message}). Run the tests with npm run test:e2e`)),
      );
      child.on("close", (code) => resolve({ code: code ?? 1, output, counts: parseCounts(output) }));
    });
  }

  #stackArgs(): string[] {
    return ["--stack", this.stack];
  }
}

/** Creates a project that has the package as a dependency. */
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

/** Parses the last summary (an `up` with a preview prints two): `Resources:\n    + 3 created\n    1 unchanged` is `{created: 3, unchanged: 1}`. */
function parseCounts(output: string): Record<string, number> {
  const block = [...output.matchAll(/\nResources:\n((?: {4}.*\n)+)/g)].at(-1)?.[1] ?? "";
  const counts = [...block.matchAll(/(\d+) ([a-z]+)/g)].map(([, count, word]): [string, number] => [
    word ?? "",
    Number(count),
  ]);
  return Object.fromEntries(counts.filter(([word]) => word !== "changes"));
}

/** Returns keys as paths of Pulumi's configuration: `{upstreams: {dockerHub: "x"}}` is `upstreams.dockerHub=x`. */
function flattenConfig(config: Record<string, unknown>, above = ""): [string, string][] {
  return Object.entries(config).flatMap(([key, value]): [string, string][] => {
    if (value === undefined) return [];
    if (typeof value === "object" && value !== null)
      return flattenConfig(value as Record<string, unknown>, `${above}${key}.`);
    return [[`${above}${key}`, String(value)]];
  });
}
