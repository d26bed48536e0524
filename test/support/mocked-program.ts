/** Runs programs with Pulumi's mocks, without an engine. */
import * as pulumi from "@pulumi/pulumi";

/** A resource that a program declares. */
export interface MockedResource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

export interface MockedStack {
  stack: string;
  /** Keys of the namespace `nexus`. */
  config: Readonly<Record<string, unknown>>;
  /** The keys whose values are secrets. */
  secrets?: readonly string[];
}

/** Runs an estate for a stack and returns all resources that it declares. Secrets are wrapped, see `unwrapSecret`. */
export async function runWithMocks(
  estate: () => unknown,
  { stack, config, secrets = [] }: MockedStack,
): Promise<MockedResource[]> {
  const resources: MockedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        resources.push({ type, name, inputs });
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
  return resources;
}

const secretMark = "4dabf18193072939515e22adb298388d";

/** Returns the value of a wrapped secret, or nothing if it is not a secret. */
export function unwrapSecret(value: unknown): unknown {
  const isSecret = typeof value === "object" && value !== null && Object.hasOwn(value, secretMark);
  return isSecret && "value" in value ? value.value : undefined;
}
