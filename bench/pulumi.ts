import { fileURLToPath } from "node:url";
import { CliStack } from "../test/support/stack/cli-stack.ts";
import type { BenchmarkContext } from "./benchmark-context.ts";
import { credentials } from "./measured-nexus.ts";
import type { StepResult } from "./measurements.ts";
import { type RunningProcess, runProcess, startProcess } from "./processes.ts";
import { createBareProgram, createProgram, type SampleEstate, userPassword } from "./sample-estate.ts";

/** An operation of Pulumi, or a review of nexus-iac. */
export type Operation = "up" | "preview" | "review" | "refresh" | "destroy";

/** Runs the program: the CLI with its language host, or the automation API inside its own process. */
export type Host = "cli" | "inline";

/** The options of the project's npm scripts: no preview before, and refresh and destroy with the present password. */
const cliArgs: Record<Exclude<Operation, "review">, readonly string[]> = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview", "--run-program"],
  destroy: ["destroy", "--yes", "--skip-preview", "--run-program"],
};
const stackArgs = ["--stack", "test", "--non-interactive", "--color", "never"];
const script = fileURLToPath(new URL("scripts/inline.ts", import.meta.url));
const nexusIac = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

const commands: Record<Host, (operation: Operation) => [string, readonly string[]]> = {
  cli: (operation) =>
    operation === "review"
      ? [process.execPath, [nexusIac, "review", "--stack", "test"]]
      : ["pulumi", [...cliArgs[operation], ...stackArgs]],
  inline: (operation) => [process.execPath, [script, operation]],
};

/** A stack with the estate for the real Pulumi CLI, with its state in a temporary folder. */
export class Stack {
  readonly #stack: CliStack;

  private constructor(stack: CliStack) {
    this.#stack = stack;
  }

  /** Opens a stack with the bare program, whose resources need no server. */
  static async openBare(estate: SampleEstate): Promise<Stack> {
    return new Stack(await CliStack.open({ program: createBareProgram(estate) }));
  }

  /** @param checkpoints - true to write the state after every resource, false to write it once at the end */
  static async open({ nexus, estate }: BenchmarkContext, checkpoints: boolean): Promise<Stack> {
    const stack = await CliStack.open({
      program: createProgram(estate),
      config: { url: nexus.url, username: credentials.username, deleteContent: true },
      secrets: { password: credentials.password },
      environment: { PULUMI_SKIP_CHECKPOINTS: String(!checkpoints) },
    });
    await stack.runOrThrow("config", "set", "--secret", "bench:password", userPassword, "--stack", "test");
    return new Stack(stack);
  }

  /** Runs an operation. With `expectsNoChanges` it fails if there are changes. */
  run(host: Host, operation: Operation, { expectsNoChanges = false } = {}): Promise<StepResult> {
    const [command, args] = commands[host](operation);
    const { folder, environment } = this.#stack;
    const flags = expectsNoChanges ? ["--expect-no-changes"] : [];
    return runProcess(command, [...args, ...flags], folder, environment);
  }

  /** Starts an `up` by the CLI, which the caller kills. */
  startUp(): RunningProcess {
    const [command, args] = commands.cli("up");
    return startProcess(command, args, this.#stack.folder, this.#stack.environment);
  }

  /** Frees the lock that a killed run has left. */
  cancel(): Promise<StepResult> {
    const { folder, environment } = this.#stack;
    return runProcess("pulumi", ["cancel", "--yes", ...stackArgs], folder, environment);
  }

  /** The size of the state file in bytes. */
  get stateBytes(): number {
    return Buffer.byteLength(this.#stack.readStateFile());
  }

  close(): void {
    this.#stack.close();
  }
}
