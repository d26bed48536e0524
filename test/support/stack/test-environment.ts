import { type EmbeddedNexus, type EmbeddedOptions, startNexus } from "nexus-embedded";
import { onTestFinished } from "vitest";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import type { Fields, Json } from "../../../src/util/json.ts";
import { isFull } from "../scope.ts";
import { CliStack } from "./cli-stack.ts";
import { InProcessStack } from "./in-process/in-process-stack.ts";
import type { StackOptions, TestStack } from "./stack.ts";

const password = "admin123";

/** Returns the text of a program that has the package as a dependency: the imports, then the body. */
export function createProgram(body: string): string {
  return `
import * as pulumi from "@pulumi/pulumi";
import {
  absent, Access, AnonymousAccess, apt, assertInvariants, blobStore, capability, Certificate, CleanupPolicy,
  ContentSelector, docker, Email, estate, Eula, existing, externalUser, invariants, IpAllowList, IpAllowListEntry,
  LdapOrder, LdapServer, maven, npm, OAuth2, PreviewRole, privilege, PromotionChain, Provider, pull, push, pypi, raw, Realms,
  Role, RoutingRule, Saml, Script, ScriptRun, task, User, yum,
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
export interface TestEnvironment<S extends TestStack = TestStack> {
  nexus: EmbeddedNexus;
  manual: ManualClient;
  stack: S;
  /** Returns the requests that Nexus received while `work` ran, such as `POST /v1/security/roles`. */
  recordRequests(work: () => Promise<unknown>): Promise<string[]>;
}

export type CliEnvironment = TestEnvironment<CliStack>;

export interface TestEnvironmentOptions extends Pick<StackOptions, "config" | "secrets" | "environment"> {
  nexus?: EmbeddedOptions;
}

type Source = { program: string } | { estate: string };

/**
 * Starts a Nexus and creates a stack for it, for a test of the provider or of the registration of resources. Both are removed
 * after the test. The stack runs in the test's process; in the full suite, the Pulumi CLI runs it.
 *
 * @param source - a program, or an estate of the checkout
 */
export function createTestEnvironment(source: Source, options: TestEnvironmentOptions = {}): Promise<TestEnvironment> {
  return createEnvironment(source, options, openStack);
}

/** Creates a stack that runs in the test's process; in the full suite, one that the Pulumi CLI runs. */
export async function openStack(options: StackOptions): Promise<TestStack> {
  return isFull ? CliStack.open(options) : new InProcessStack(options);
}

/** Starts a Nexus and creates a stack for it, for a test of Pulumi's own behaviour or of a command that runs the Pulumi CLI. */
export function createCliEnvironment(source: Source, options: TestEnvironmentOptions = {}): Promise<CliEnvironment> {
  return createEnvironment(source, options, (stackOptions) => CliStack.open(stackOptions));
}

async function createEnvironment<S extends TestStack>(
  source: Source,
  options: TestEnvironmentOptions,
  open: (options: StackOptions) => Promise<S>,
): Promise<TestEnvironment<S>> {
  const nexus = await startNexus(options.nexus);
  onTestFinished(() => nexus.stop());
  const stack = await open({
    ...("estate" in source ? { stack: source.estate } : { program: createProgram(source.program) }),
    // A test of a failure does not wait for minutes.
    config: { url: nexus.url, username: "admin", retryFor: 2, ...options.config },
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
