/** The interface of the stacks in tests. `CliStack` runs the Pulumi CLI; `InProcessStack` runs everything in the test's process. */

/** Represents the result of an operation on a stack. */
export interface PulumiResult {
  /** The exit code of the CLI. */
  code: number;
  /** The output of both streams, interleaved. */
  output: string;
  /** The number of resources by operation: `{created: 3, unchanged: 1}`. The stack itself is one of them. */
  counts: Record<string, number>;
}

/** Represents a resource in the stack's state. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  retainOnDelete?: boolean;
}

export type Operation = "up" | "preview" | "refresh" | "destroy";

/** The operations on a stack. The options are those of the Pulumi CLI. */
export type StackOperations = Record<Operation, (...options: string[]) => Promise<PulumiResult>>;

/** Represents a stack with a program. */
export interface TestStack extends StackOperations {
  /** The folder of the project. */
  readonly folder: string;
  /** The name of the stack. */
  readonly stack: string;
  /** Returns the operations on the stack with more environment variables. */
  withEnvironment(variables: Record<string, string>): StackOperations;
  /** Replaces the program. */
  program(text: string): void;
  /** Sets keys of the stack's configuration and keeps the others. The value undefined removes a key. */
  configure(config: Record<string, unknown>, secrets?: Record<string, string>): Promise<void>;
  readOutputs(): Promise<Record<string, unknown>>;
  /** Returns the resources in the state, without Pulumi's own and components. */
  readResources(): Promise<StateResource[]>;
  /** Returns the components of nexus-iac in the state. */
  readComponents(): Promise<StateResource[]>;
  /** Returns the text of the stored state, in which secrets are not readable. */
  readStateFile(): string;
  close(): void | Promise<void>;
}

/** The operations of a stack with its own environment variables only. */
export abstract class OperableStack implements StackOperations {
  abstract withEnvironment(variables: Record<string, string>): StackOperations;

  readonly up = (...options: string[]): Promise<PulumiResult> => this.withEnvironment({}).up(...options);
  readonly preview = (...options: string[]): Promise<PulumiResult> => this.withEnvironment({}).preview(...options);
  readonly refresh = (...options: string[]): Promise<PulumiResult> => this.withEnvironment({}).refresh(...options);
  readonly destroy = (...options: string[]): Promise<PulumiResult> => this.withEnvironment({}).destroy(...options);
}

export interface StackOptions {
  /** The name of the stack. Default: `test`. */
  stack?: string;
  /** The text of the program; it may import `nexus-iac`, zod and Pulumi. Default: the program of the checkout. */
  program?: string;
  /** Keys of the namespace `nexus` with strings, numbers, booleans and objects. */
  config?: Record<string, unknown>;
  /** Keys that are stored as secrets. */
  secrets?: Record<string, string>;
  /** Variables in addition to those of the test's process. */
  environment?: Record<string, string>;
}

/** Returns the operations that `run` performs. */
export function createOperations(
  run: (operation: Operation, options: readonly string[]) => Promise<PulumiResult>,
): StackOperations {
  return {
    up: (...options) => run("up", options),
    preview: (...options) => run("preview", options),
    refresh: (...options) => run("refresh", options),
    destroy: (...options) => run("destroy", options),
  };
}
