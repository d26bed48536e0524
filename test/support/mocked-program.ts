/** Programs run by Pulumi itself, without an engine. */
import * as pulumi from "@pulumi/pulumi";

/** What a program declares. */
export interface MockedResource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

export interface MockedStack {
  stack: string;
  /** Keys of the namespace `nexus`. */
  config: Readonly<Record<string, unknown>>;
  /** Those of them that are secrets. */
  secrets?: readonly string[];
}

/** Runs an estate for a stack, and gives all that it declares, Nexus's things and others. Secrets come wrapped. */
export async function runWithMocks(
  estate: () => unknown,
  { stack, config, secrets = [] }: MockedStack,
): Promise<MockedResource[]> {
  const found: MockedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        found.push({ type, name, inputs });
        return { id: name, state: inputs };
      },
      call: () => ({}),
    },
    "nexus",
    stack,
  );
  const texts = Object.entries(config).map(([key, value]) => [
    `nexus:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(texts),
    secrets.map((key) => `nexus:${key}`),
  );
  await pulumi.runtime.runInPulumiStack(async () => estate());
  await pulumi.runtime.disconnect();
  return found;
}

const secretMark = "4dabf18193072939515e22adb298388d";

/** What a secret holds; nothing where it is none. */
export function unwrapSecret(value: unknown): unknown {
  const isSecret = typeof value === "object" && value !== null && Object.hasOwn(value, secretMark);
  return isSecret && "value" in value ? value.value : undefined;
}
