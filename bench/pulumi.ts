import { fileURLToPath } from "node:url";
import { Workspace } from "../test/e2e/support/workspace.ts";
import { program, userPassword } from "./estate.ts";
import { run, type Started, start } from "./processes.ts";
import type { Scene } from "./scene.ts";
import { credentials } from "./servers.ts";

/** What Pulumi is asked for. */
export type Operation = "up" | "preview" | "review" | "refresh" | "destroy";

/** Who runs the program: the CLI by its language host, or the automation API within its own process. */
export type Host = "cli" | "inline";

/** As the project's own npm scripts have it: nobody waits for a preview, and refresh and destroy see today's password. */
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

/** A stack of the estate, for the real Pulumi CLI, with its state in a folder of its own. */
export class Stack {
  readonly #workspace: Workspace;

  private constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** @param checkpoints - whether the state is written after every resource, or once at the end */
  static async open({ nexus, each }: Scene, checkpoints: boolean): Promise<Stack> {
    const workspace = await Workspace.open({
      program: program(each),
      config: { url: nexus.url, username: credentials.username, deleteContent: true },
      secrets: { password: credentials.password },
      environment: { PULUMI_SKIP_CHECKPOINTS: String(!checkpoints) },
    });
    await workspace.expect("config", "set", "--secret", "bench:password", userPassword, "--stack", "test");
    return new Stack(workspace);
  }

  /** Gives the seconds it took. With `expectsNoChanges` it fails where there is something to change. */
  async run(host: Host, operation: Operation, { expectsNoChanges = false } = {}): Promise<number> {
    const [command, args] = commands[host](operation);
    const { folder, environment } = this.#workspace;
    const flags = expectsNoChanges ? ["--expect-no-changes"] : [];
    return (await run(command, [...args, ...flags], folder, environment)).seconds;
  }

  /** An `up` by the CLI, to be killed. */
  startUp(): Started {
    const [command, args] = commands.cli("up");
    return start(command, args, this.#workspace.folder, this.#workspace.environment);
  }

  /** Frees the lock that a killed run has left. Gives the seconds it took. */
  async cancel(): Promise<number> {
    const { folder, environment } = this.#workspace;
    return (await run("pulumi", ["cancel", "--yes", ...stackArgs], folder, environment)).seconds;
  }

  /** The state's size as it lies on the disk. */
  get stateBytes(): number {
    return Buffer.byteLength(this.#workspace.stateText());
  }

  close(): void {
    this.#workspace.close();
  }
}
