import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { throwawayProject } from "../../../tools/demo/throwaway-project.ts";
import { compilePackage } from "../compiled-package.ts";
import { type CommandResult, type ProcessOptions, spawnNexusIac } from "../nexus-iac-command.ts";
import { updateConfigurationFile } from "./configuration-file.ts";
import { passphrase } from "./passphrase.ts";
import { createProjectFolder, projectPrefix, writeProgram } from "./project-folder.ts";
import {
  createOperations,
  OperableStack,
  type Operation,
  type PulumiResult,
  type StackOperations,
  type StackOptions,
  type StateResource,
  type TestStack,
} from "./stack.ts";
import { createStack, decryptSecrets, parseStateResources, stateFileOf } from "./state-file.ts";

/** The command of the CLI for each operation. */
const commands: Readonly<Record<Operation, readonly string[]>> = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview", "--diff"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

/**
 * Represents a stack whose operations run the real Pulumi CLI, in a project in a temporary folder. The stack is created and
 * configured, and its state is read, without the CLI.
 */
export class CliStack extends OperableStack implements TestStack {
  readonly folder: string;
  readonly stack: string;
  /** Variables for the CLI in addition to those of the test process. */
  readonly environment: Record<string, string>;

  private constructor(folder: string, options: StackOptions) {
    super();
    this.folder = folder;
    this.stack = options.stack ?? "test";
    this.environment = {
      PULUMI_BACKEND_URL: `file://${this.stateFolder}`,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
      // Pulumi's SDK would leave a folder ts-node-* in the system's temporary folder.
      TS_NODE_CACHE: "false",
      ...options.environment,
    };
  }

  static async open(options: StackOptions): Promise<CliStack> {
    const folder =
      options.program === undefined
        ? throwawayProject(projectPrefix).folder
        : createProjectFolder(options.program, await compilePackage());
    const stack = new CliStack(folder, options);
    createStack(stack.stateFolder, stack.stack);
    await stack.configure(options.config ?? {}, options.secrets ?? {});
    return stack;
  }

  /** The folder of the states of all stacks. */
  get stateFolder(): string {
    return join(this.folder, "state");
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
    const stack = parseStateResources(this.readStateFile()).find(({ type }) => type === "pulumi:pulumi:Stack");
    return decryptSecrets(stack?.outputs ?? {});
  }

  /** Returns the resources in the state, without Pulumi's own and components. */
  async readResources(): Promise<StateResource[]> {
    return parseStateResources(this.readStateFile()).filter(({ type }) => type.startsWith("pulumi-nodejs:"));
  }

  /** Returns the components of nexus-iac in the state. */
  async readComponents(): Promise<StateResource[]> {
    return parseStateResources(this.readStateFile()).filter(({ type }) => type.startsWith("nexus-iac:"));
  }

  /** Returns the text of the state file. */
  readStateFile(): string {
    return readFileSync(stateFileOf(this.stateFolder, this.stack), "utf8");
  }

  /** Replaces the program. */
  program(text: string): void {
    writeProgram(this.folder, text);
  }

  /** Sets keys of the stack's configuration and keeps the others. The value undefined removes a key. */
  async configure(config: Record<string, unknown>, secrets: Record<string, string | undefined> = {}): Promise<void> {
    updateConfigurationFile(join(this.folder, `Pulumi.${this.stack}.yaml`), config, secrets);
  }

  /** Runs `nexus-iac` in the project's folder: the compiled one of the package, or for the program of the checkout its own. */
  nexusIac(
    args: readonly string[],
    { environment, ...options }: Omit<ProcessOptions, "command" | "cwd"> = {},
  ): Promise<CommandResult> {
    const compiled = join(this.folder, "node_modules/nexus-iac/lib/cli/main.js");
    return spawnNexusIac(args, {
      ...options,
      ...(existsSync(compiled) && { command: compiled }),
      cwd: this.folder,
      environment: { ...this.environment, ...environment },
    });
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

/** Parses the last summary (an `up` with a preview prints two): `Resources:\n    + 3 created\n    1 unchanged` is `{created: 3, unchanged: 1}`. */
function parseCounts(output: string): Record<string, number> {
  const block = [...output.matchAll(/\nResources:\n((?: {4}.*\n)+)/g)].at(-1)?.[1] ?? "";
  const counts = [...block.matchAll(/(\d+) ([a-z]+)/g)].map(([, count, word]): [string, number] => [
    word ?? "",
    Number(count),
  ]);
  return Object.fromEntries(counts.filter(([word]) => word !== "changes"));
}
