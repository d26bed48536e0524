import type { Kind } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { ResourceStack, type Server } from "./resource-stack.ts";

/** Makes, reads, changes, reads and deletes something; throws where what is read differs from what is declared. */
export async function runLifecycle(server: Server, kind: Kind, first: Fields, second: Fields): Promise<void> {
  const runs = new ResourceStack(server, kind);
  try {
    for (const declared of [first, second, first]) {
      await runs.up(declared);
      await same(runs, declared, "was just made or changed");
      if (!(await runs.refresh())) throw new Error("was just made, and is not found");
      await same(runs, declared, "was read");
    }
  } finally {
    await runs.destroy();
  }
}

async function same(runs: ResourceStack, declared: Fields, when: string): Promise<void> {
  const { changes } = await runs.diff(declared);
  if (changes)
    throw new Error(`differs when it ${when}: ${JSON.stringify(declared)} is ${JSON.stringify(runs.outputs)}`);
}
