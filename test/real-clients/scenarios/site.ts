import type { EmbeddedNexus, EmbeddedOptions } from "nexus-embedded";
import { startNexus } from "nexus-embedded";
import { CliStack } from "../../support/stack/cli-stack.ts";
import { Client } from "../support/clients.ts";
import type { Outcome } from "../support/home.ts";

const password = "admin123";

/** The Nexus of an estate, created by a real `pulumi up`. */
export interface Site {
  nexus: EmbeddedNexus;
  stack: CliStack;
  /** The passwords of the declared users. */
  passwords: Readonly<Record<string, string>>;
  /** Logs in a declared user to registries. */
  person(userId: string, ...registries: string[]): Promise<Client>;
  /** Runs `nexus-iac` in the stack's folder as a declared user. */
  command(userId: string, ...args: string[]): Promise<Outcome>;
  close(): Promise<void>;
}

export async function siteOf(
  estate: string,
  config: Readonly<Record<string, unknown>>,
  options: EmbeddedOptions = {},
): Promise<Site> {
  const nexus = await startNexus(options);
  const stack = await CliStack.open({
    stack: estate,
    config: { url: nexus.url, username: "admin", ...config },
    secrets: { password },
  });
  const { code, output } = await stack.up();
  if (code !== 0) throw new Error(output);
  const { passwords } = (await stack.readOutputs()) as { passwords: Record<string, string> };
  return {
    nexus,
    stack,
    passwords,
    async person(userId, ...registries) {
      const client = new Client();
      for (const registry of registries) await client.login(registry, userId, passwords[userId]);
      return client;
    },
    async command(userId, ...args) {
      const own = { NEXUS_USERNAME: userId, NEXUS_PASSWORD: passwords[userId] };
      const asked = [...args, "--stack", estate];
      const run = await stack.nexusIac(asked, { environment: own });
      return { code: run.status ?? 1, output: run.stdout + run.stderr };
    },
    async close() {
      stack.close();
      await nexus.stop();
    },
  };
}
