import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { format, parseArgs } from "node:util";
import { runtime } from "@pulumi/pulumi";
import { parse } from "yaml";
import { readConfigurationFile, updateConfigurationFile } from "../configuration-file.ts";
import { linkPackages } from "../project-folder.ts";
import {
  createOperations,
  OperableStack,
  type Operation,
  type PulumiResult,
  type StackOperations,
  type StackOptions,
  type StateResource,
  type TestStack,
} from "../stack.ts";
import { Deployment, type StackState } from "./deployment.ts";
import { runProgram } from "./program-run.ts";
import { copyAsJson, markSecret, revealSecrets } from "./property-values.ts";
import { Report } from "./report.ts";

const checkout = resolve(import.meta.dirname, "../../../..");
const project = "nexus";

/** The number of steps that the CLI performs at the same time. */
const defaultParallel = 16;

/** Operations run one after another, since a program and its provider read the environment and the folder of the process. */
let lastOperation: Promise<unknown> = Promise.resolve();
let programs = 0;
let operations = 0;

/** Represents a stack whose program, engine and provider run in the process of the test. */
export class InProcessStack extends OperableStack implements TestStack {
  readonly folder: string;
  readonly stack: string;
  readonly #environment: Record<string, string>;
  readonly #state: StackState = { resources: [], providerConfig: {}, outputs: {} };
  readonly #defaults: Record<string, string>;
  /** Kills the engine of the running operation. */
  #kill: ((options: { checkpoints: boolean }) => void) | undefined;
  /** The file of the program; undefined for the program of the checkout. */
  #program: string | undefined;

  constructor(options: StackOptions) {
    super();
    this.folder = mkdtempSync(join(tmpdir(), "nexus-iac-stack-"));
    this.stack = options.stack ?? "test";
    this.#environment = options.environment ?? {};
    this.#defaults = options.program === undefined ? readProjectDefaults() : {};
    linkPackages(this.folder, checkout);
    if (options.program !== undefined) this.program(options.program);
    updateConfigurationFile(this.#configurationFile, options.config ?? {}, options.secrets);
  }

  withEnvironment(variables: Record<string, string>): StackOperations {
    return createOperations((operation, options) => this.#run(operation, options, variables));
  }

  program(text: string): void {
    // A file of its own for each text, since Node.js loads a file once.
    this.#program = join(this.folder, `program-${++programs}.ts`);
    writeFileSync(this.#program, text);
  }

  async configure(config: Record<string, unknown>, secrets: Record<string, string> = {}): Promise<void> {
    updateConfigurationFile(this.#configurationFile, config, secrets);
  }

  async readOutputs(): Promise<Record<string, unknown>> {
    return revealSecrets(this.#state.outputs);
  }

  async readResources(): Promise<StateResource[]> {
    return this.#state.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:"));
  }

  async readComponents(): Promise<StateResource[]> {
    return this.#state.resources.filter(({ type }) => type.startsWith("nexus-iac:"));
  }

  readStateFile(): string {
    return JSON.stringify(this.#state, (_, value) => (runtime.isRpcSecret(value) ? "[secret]" : value));
  }

  /**
   * Ends the running operation as if Pulumi was killed. With checkpoints the state has each step that was complete, without them
   * (`PULUMI_SKIP_CHECKPOINTS`) it is that before the operation. Requests that the provider still sends are the caller's concern.
   */
  kill(options: { checkpoints: boolean }): void {
    this.#kill?.(options);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #configurationFile(): string {
    return join(this.folder, `Pulumi.${this.stack}.yaml`);
  }

  #run(operation: Operation, options: readonly string[], variables: Record<string, string>): Promise<PulumiResult> {
    const run = lastOperation.then(() => this.#perform(operation, options, variables));
    lastOperation = run.catch(() => {});
    return run;
  }

  async #perform(operation: Operation, options: readonly string[], variables: Record<string, string>) {
    const { parallel, targets, runsProgram } = parseOptions(operation, options);
    const report = new Report();
    const { texts, secretKeys } = readConfigurationFile(this.#configurationFile);
    const config = { ...this.#defaults, ...texts };
    const providerConfig = Object.fromEntries(
      Object.entries(config).map(([key, text]) => [key, secretKeys.includes(key) ? markSecret(text) : text]),
    );
    const deployment = new Deployment(operation, this.#state, report, {
      ...{ parallel, targets },
      ...(runsProgram && { providerConfig }),
    });
    const isPreview = operation === "preview";
    const before = copyAsJson(this.#state);
    this.#kill = ({ checkpoints }) => {
      deployment.kill();
      if (!checkpoints) Object.assign(this.#state, before);
    };
    await runAsProcess(this.folder, { ...this.#environment, ...variables }, report, async () => {
      if (runsProgram)
        await runProgram(() => this.#runProgram(), deployment, report, {
          ...{ project, stack: this.stack, isPreview, config, secretKeys },
        });
      await deployment.finish();
    });
    return report.toResult(deployment.hasFailed);
  }

  /** Returns the outputs of the program, as the language host does: the default export, or the named ones. */
  async #runProgram(): Promise<unknown> {
    if (this.#program === undefined) return (await import("../../../../src/program.ts")).run();
    const exported: Record<string, unknown> = await import(`${this.#program}?run=${++programs}`);
    return { ...(Object.hasOwn(exported, "default") ? (exported.default as object | undefined) : exported) };
  }
}

/** Reads the options of the CLI that change the result. */
function parseOptions(operation: Operation, options: readonly string[]) {
  const { values } = parseArgs({
    args: [...options],
    options: {
      parallel: { type: "string" },
      target: { type: "string", multiple: true },
      "run-program": { type: "boolean" },
    },
  });
  return {
    parallel: Number(values.parallel ?? defaultParallel),
    targets: values.target,
    runsProgram: operation === "up" || operation === "preview" || values["run-program"] === true,
  };
}

/** Runs an operation with the folder, environment and output of a process of its own. */
async function runAsProcess(
  folder: string,
  variables: Record<string, string>,
  report: Report,
  work: () => Promise<void>,
): Promise<void> {
  const before = { env: { ...process.env }, folder: process.cwd(), argv: process.argv };
  const methods = ["log", "info", "warn", "error"] as const;
  const printers = methods.map((method) => console[method]);
  Object.assign(process.env, variables);
  process.chdir(folder);
  // The engine passes its address to each provider. The processes of one operation have it in common.
  process.argv = [...process.argv.slice(0, 2), `in-process-${process.pid}-${++operations}`];
  for (const method of methods) console[method] = (...texts: unknown[]) => report.print(format(...texts));
  try {
    await work();
  } finally {
    for (const [index, method] of methods.entries()) console[method] = printers[index] ?? console[method];
    process.chdir(before.folder);
    process.argv = before.argv;
    for (const name of Object.keys(variables)) {
      if (before.env[name] === undefined) delete process.env[name];
      else process.env[name] = before.env[name];
    }
  }
}

/** Returns the settings with a default in the checkout's Pulumi.yaml. */
function readProjectDefaults(): Record<string, string> {
  const { config }: { config: Record<string, { default: string | boolean }> } = parse(
    readFileSync(join(checkout, "Pulumi.yaml"), "utf8"),
  );
  return Object.fromEntries(Object.entries(config).map(([key, entry]) => [key, String(entry.default)]));
}
