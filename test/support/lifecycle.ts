import type { Kind } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { ResourceStack, type ServerLogin } from "./resource-stack.ts";

/** Creates, reads, updates, reads and deletes an object. Throws if the object differs from its declaration. */
export async function runLifecycle(server: ServerLogin, kind: Kind, first: Fields, second: Fields): Promise<void> {
  const stack = new ResourceStack(server, kind);
  try {
    for (const declared of [first, second, first]) {
      await stack.up(declared);
      await expectNoDifference(stack, declared, "was just created or updated");
      await expectReadAsDeclared(stack, declared);
    }
  } finally {
    await stack.destroy();
  }
}

/** Expects that Nexus returns an object as it is declared. */
export async function expectReadAsDeclared(stack: ResourceStack, declared: Fields): Promise<void> {
  if (!(await stack.refresh())) throw new Error("was just created, but is not found");
  await expectNoDifference(stack, declared, "was read");
}

async function expectNoDifference(stack: ResourceStack, declared: Fields, when: string): Promise<void> {
  const { changes } = await stack.diff(declared);
  if (changes)
    throw new Error(`differs when it ${when}: ${JSON.stringify(declared)} is ${JSON.stringify(stack.outputs)}`);
}
