import { type EmbeddedNexus, type EmbeddedOptions, startNexus } from "nexus-embedded";
import { onTestFinished } from "vitest";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import type { Fields, Json } from "../../../src/util/json.ts";
import { Workspace } from "./workspace.ts";

const password = "admin123";

/** Returns the text of a program that has the package as a dependency: the imports, then the body. */
export function createProgram(body: string): string {
  return `
import * as pulumi from "@pulumi/pulumi";
import {
  Access, AnonymousAccess, apt, blobStore, capability, Certificate, CleanupPolicy, ContentSelector, docker, estate, Eula, existing, assertInvariants,
  invariants, IpAllowList, IpAllowListEntry, LdapOrder, LdapServer, maven, npm, PreviewRole, privilege, PromotionChain, Provider, pull, push, pypi, raw, Realms, Role, RoutingRule, task, User, yum,
} from "nexus-iac";
${body}
`;
}

/** Changes and reads Nexus as the administrator, without nexus-iac: simulates manual changes. */
export class ManualClient {
  readonly #client: NexusClient;

  constructor(nexus: { url: string }) {
    this.#client = new NexusClient({ url: nexus.url, username: "admin", password });
  }

  async get(path: string): Promise<Fields> {
    return (await this.#client.get(path)).body as Fields;
  }

  /** Returns true if a GET of the path succeeds. */
  async exists(path: string): Promise<boolean> {
    return this.get(path).then(
      () => true,
      () => false,
    );
  }

  async send(method: "POST" | "PUT" | "DELETE", path: string, body?: Json): Promise<void> {
    await this.#client.send({ method, path, ...(body !== undefined && { body }) });
  }

  /** Reads an object, changes it and writes it back, as the web page does. */
  async change(path: string, change: (live: Fields) => Fields, update = path): Promise<void> {
    await this.send("PUT", update, change(await this.get(path)));
  }

  async setPassword(userId: string, text: string): Promise<void> {
    await this.#client.send({ method: "PUT", path: `/v1/security/users/${userId}/change-password`, text });
  }

  acceptsLogin(username: string, secret: string): Promise<boolean> {
    return this.#client.acceptsCredentials({ username, password: secret });
  }
}

/** A Nexus, a client for manual changes, and a stack. */
export interface TestEnvironment {
  nexus: EmbeddedNexus;
  manual: ManualClient;
  stack: Workspace;
  /** Returns the requests that Nexus received while `work` ran, such as `POST /v1/security/roles`. */
  recordRequests(work: () => Promise<unknown>): Promise<string[]>;
}

export interface TestEnvironmentOptions {
  nexus?: EmbeddedOptions;
  config?: Record<string, unknown>;
  secrets?: Record<string, string>;
  environment?: Record<string, string>;
}

/** Starts a Nexus and creates a stack for it; both are removed after the test. The stack runs a program or an estate of the checkout. */
export async function createTestEnvironment(
  source: { program: string } | { estate: string },
  options: TestEnvironmentOptions = {},
): Promise<TestEnvironment> {
  const nexus = await startNexus(options.nexus);
  onTestFinished(() => nexus.stop());
  const stack = await Workspace.open({
    ...("estate" in source ? { stack: source.estate } : { program: createProgram(source.program) }),
    config: { url: nexus.url, username: "admin", ...options.config },
    secrets: { password, ...options.secrets },
    ...(options.environment && { environment: options.environment }),
  });
  onTestFinished(() => stack.close());
  const recordRequests = async (work: () => Promise<unknown>) => {
    nexus.clearRequests();
    await work();
    return nexus.requests.map(({ method, path }) => `${method} ${path.replace("/service/rest", "")}`);
  };
  return { nexus, manual: new ManualClient(nexus), stack, recordRequests };
}
