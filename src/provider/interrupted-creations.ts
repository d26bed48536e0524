import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { getIdentity, type Kind } from "../model/kind.ts";
import { isSameAddress } from "../model/nexus-address.ts";
import type { Fields } from "../util/json.ts";
import { getDeclared } from "./inputs.ts";

const exportedState = z.object({
  deployment: z.object({
    pending_operations: z
      .array(
        z.object({
          type: z.string(),
          resource: z.object({ type: z.string(), inputs: z.record(z.string(), z.json()).optional() }),
        }),
      )
      .optional(),
  }),
});

interface InterruptedCreation {
  type: string;
  inputs: Fields;
}

/**
 * The objects whose creation a killed run of the stack began and Pulumi does not know the result of: the pending operations of
 * the stack's state. Pulumi stores them only with checkpoints (without `PULUMI_SKIP_CHECKPOINTS=true`). The state is read with
 * the Pulumi CLI, once, when the first object is asked for.
 */
export class InterruptedCreations {
  readonly #url: string;
  #creations: Promise<InterruptedCreation[]> | undefined;

  /** @param url - the URL of the Nexus that has the objects */
  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Returns true if a killed run of the stack began to create the object. Call it in `check`: the creation in this run is a
   * pending operation as well.
   */
  async has(stack: string, kind: Kind, identity: string): Promise<boolean> {
    // If the state cannot be read, the object is not recognized: it is adopted or refused like any other.
    this.#creations ??= readInterruptedCreations(stack).catch(() => []);
    const tokens = [kind, ...(kind.formerly ?? [])].map(({ token }) => `pulumi-nodejs:${token}`);
    return (await this.#creations).some(
      ({ type, inputs }) =>
        tokens.includes(type) &&
        getIdentity(kind, getDeclared(inputs)) === identity &&
        typeof inputs.__nexus === "string" &&
        isSameAddress(inputs.__nexus, this.#url),
    );
  }
}

async function readInterruptedCreations(stack: string): Promise<InterruptedCreation[]> {
  const args = ["stack", "export", "--stack", stack, "--non-interactive"];
  const { stdout } = await promisify(execFile)("pulumi", args, { maxBuffer: 2 ** 30 });
  const { pending_operations: operations = [] } = exportedState.parse(JSON.parse(stdout)).deployment;
  return operations.flatMap(({ type, resource: { type: resourceType, inputs = {} } }) =>
    type === "creating" ? [{ type: resourceType, inputs: inputs as Fields }] : [],
  );
}
