import { type EmbeddedNexus, type EmbeddedOptions, startNexus } from "nexus-embedded";
import { onTestFinished } from "vitest";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import type { Fields, Json } from "../../../src/util/json.ts";
import { Workspace } from "./workspace.ts";

const password = "admin123";

/** The text of a program of whoever has installed the package. */
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

/** A person at a Nexus's REST API. */
export class ManualClient {
  readonly #client: NexusClient;

  constructor(nexus: { url: string }) {
    this.#client = new NexusClient({ url: nexus.url, username: "admin", password });
  }

  async get(path: string): Promise<Fields> {
    return (await this.#client.get(path)).body as Fields;
  }

  /** Whether it is there. */
  async exists(path: string): Promise<boolean> {
    return this.get(path).then(
      () => true,
      () => false,
    );
  }

  async send(method: "POST" | "PUT" | "DELETE", path: string, body?: Json): Promise<void> {
    await this.#client.send({ method, path, ...(body !== undefined && { body }) });
  }

  /** Changes one thing by hand, as the web page does: what is there, with something else in it. */
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

export interface TestEnvironment {
  nexus: EmbeddedNexus;
  manual: ManualClient;
  stack: Workspace;
  /** What was asked of Nexus while the work went on, as `POST /v1/security/roles`. */
  recordRequests(work: () => Promise<unknown>): Promise<string[]>;
}

export interface TestEnvironmentOptions {
  nexus?: EmbeddedOptions;
  config?: Record<string, unknown>;
  secrets?: Record<string, string>;
  environment?: Record<string, string>;
}

/** A Nexus and a stack for it, gone when the test is over. Without a program, the checkout's estate of that name. */
export async function createTestEnvironment(
  source: { program: string } | { estate: string },
  options: TestEnvironmentOptions = {},
): Promise<TestEnvironment> {
  const nexus = await startNexus(options.nexus);
  onTestFinished(() => nexus.stop());
  const stack = await Workspace.open({
    ...("estate" in source ? { stack: source.estate } : { setProgram: createProgram(source.program) }),
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
