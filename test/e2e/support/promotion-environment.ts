import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { pushImage } from "../../../src/client/push-image.ts";
import { RegistryClient } from "../../../src/client/registry-client.ts";
import { CliStack } from "../../support/stack/cli-stack.ts";
import { createProgram } from "../../support/stack/test-environment.ts";

/** Represents a Nexus with promotion chains. Its program gives the user NAME the password `the password of NAME`. */
export class PromotionEnvironment {
  readonly nexus: EmbeddedNexus;
  readonly stack: CliStack;
  readonly folder: string;
  /** The file that `nexus-iac client-config` wrote. */
  readonly clientConfigFile: string;
  /** The folder for temporary files, which is empty after each command. */
  readonly temporary: string;

  #registries: readonly string[] = [];

  private constructor(nexus: EmbeddedNexus, stack: CliStack) {
    this.nexus = nexus;
    this.stack = stack;
    this.folder = stack.folder;
    this.clientConfigFile = join(this.folder, "client-config.json");
    this.temporary = join(this.folder, "temporary");
  }

  /** @param connectors - repositories that clients reach by a connector port */
  static async open(body: string, connectors: readonly string[]): Promise<PromotionEnvironment> {
    const nexus = await startNexus();
    const stack = await CliStack.open({
      program: createProgram(body),
      config: { url: nexus.url, username: "admin" },
      secrets: { password: "admin123" },
    });
    const environment = new PromotionEnvironment(nexus, stack);
    try {
      await environment.#provision(connectors);
    } catch (error) {
      await environment.close();
      throw error;
    }
    return environment;
  }

  async #provision(connectors: readonly string[]): Promise<void> {
    mkdirSync(this.temporary);
    const { code, output } = await this.stack.up();
    if (code !== 0) throw new Error(output);
    const registries = connectors.map((name) => [name, `http://127.0.0.1:${this.nexus.connectorPort(name)}`] as const);
    this.#registries = registries.map(([, url]) => url);
    await this.stack.configure({ clients: { registries: Object.fromEntries(registries) } });
    const { status, stderr } = await this.stack.nexusIac([
      ...["client-config", "--stack", this.stack.stack, "--out", this.clientConfigFile],
    ]);
    if (status !== 0) throw new Error(stderr);
  }

  async close(): Promise<void> {
    this.stack.close();
    await this.nexus.stop();
  }

  /** The options that name the file, and the servers in it that may receive credentials. */
  get clientConfigOptions(): string[] {
    const servers = [this.nexus.url, ...this.#registries].flatMap((url) => ["--send-credentials-to", url]);
    return ["--client-config", this.clientConfigFile, ...servers];
  }

  /** Runs `nexus-iac` with the stack's client configuration, as a user. */
  async run(user: string, ...args: string[]): Promise<{ status: number | null; output: string }> {
    const { status, stdout, stderr } = await this.stack.nexusIac([...args, ...this.clientConfigOptions], {
      environment: this.getEnvironment(user),
    });
    return { status, output: stdout + stderr };
  }

  /** Returns the variables with a user's credentials. */
  getEnvironment(user: string): Record<string, string> {
    return { NEXUS_USERNAME: user, NEXUS_PASSWORD: getPassword(user), TMPDIR: this.temporary };
  }

  /** Returns a registry client for a repository, and the prefix of its image names there. */
  openRegistry(repository: string, username: string): { registry: RegistryClient; prefix: string } {
    const port = this.nexus.connectorPort(repository);
    const url = port === undefined ? this.nexus.url : `http://127.0.0.1:${port}`;
    const registry = new RegistryClient({ url, username, password: getPassword(username) });
    return { registry, prefix: port === undefined ? `${repository}/` : "" };
  }

  async push(repository: string, user: string, image: string, tag: string, content: string): Promise<string> {
    const { registry, prefix } = this.openRegistry(repository, user);
    try {
      return await pushImage(registry, prefix + image, tag, [Buffer.from(content)]);
    } finally {
      await registry.close();
    }
  }

  /** Returns the digest of a tag, or undefined if the tag does not exist. */
  async findDigest(repository: string, user: string, image: string, tag: string): Promise<string | undefined> {
    const { registry, prefix } = this.openRegistry(repository, user);
    try {
      return await registry.resolveDigest(prefix + image, tag);
    } finally {
      await registry.close();
    }
  }
}

export function getPassword(user: string): string {
  return `the password of ${user}`;
}
