/** What the files for consumers are made of. */

import { AccessEvaluator } from "../../access/access-evaluator.ts";
import { type Action, anonymousPrincipal, type SecurityModel } from "../../access/security-model.ts";
import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import type { Consumers } from "../../client-config/consumers.ts";
import { listRegistryAddresses } from "../../client-config/image-reference.ts";
import { UserError } from "../../util/user-error.ts";

/** A file that a consumer reads. */
export interface ConsumerFile {
  /** Below the folder that was asked for. */
  path: string;
  text: string;
  /** It holds a password. */
  secret?: true;
}

/** What a consumer wants cannot be written; the message says what would be right. */
export class ConsumerError extends UserError {
  override readonly name = "ConsumerError";
}

/** Who logs in. */
export interface ConsumerCredentials {
  username: string;
  password: string;
}

/** A Nexus as its consumers use it. */
export class ConsumerContext {
  readonly clientConfig: ClientConfig;
  readonly consumers: Consumers;
  /** The image that builds make, `orchestrator/server`; nothing where none was named. */
  readonly image: string | undefined;
  readonly #evaluator: AccessEvaluator;
  readonly #passwords: Readonly<Record<string, string>>;

  /** @param image - the image that builds make: `orchestrator/server` */
  constructor(
    clientConfig: ClientConfig,
    security: SecurityModel,
    passwords: Readonly<Record<string, string>>,
    image?: string,
  ) {
    this.clientConfig = clientConfig;
    this.consumers = clientConfig.consumers ?? {};
    this.image = image;
    this.#evaluator = new AccessEvaluator(security);
    this.#passwords = passwords;
  }

  /** What is declared for a kind of consumer. */
  getConsumer<K extends keyof Consumers>(consumer: K): NonNullable<Consumers[K]> {
    const declared = this.consumers[consumer];
    if (declared === undefined)
      throw new ConsumerError(
        `the estate of ${this.clientConfig.stack} declares nothing for ${consumer}: say it in its client configuration, consumers.${consumer}`,
      );
    return declared as NonNullable<Consumers[K]>;
  }

  /** The user, or the one that an identity stands for today. */
  resolveUsername(name: string): string {
    return resolveUserInUse(this.clientConfig, name);
  }

  getCredentials(name: string): ConsumerCredentials {
    const username = this.resolveUsername(name);
    const password = Object.hasOwn(this.#passwords, username) ? this.#passwords[username] : undefined;
    if (password === undefined)
      throw new ConsumerError(
        `the password of ${username} is not known: the stack's output "passwords" does not hold it; run \`up\`, or set ` +
          `NEXUS_USERNAME=${username} and NEXUS_PASSWORD or NEXUS_PASSWORD_FILE`,
      );
    return { username, password };
  }

  /** Who reads there: the user, where nobody may without credentials. */
  findReader(user: string | undefined, getRepository: string): ConsumerCredentials | undefined {
    return user === undefined || this.allowsAnonymous(getRepository, "read") ? undefined : this.getCredentials(user);
  }

  repository(name: string): ServedRepository {
    const found = this.clientConfig.repositories.find((one) => one.name === name);
    if (!found)
      throw new ConsumerError(
        `there is no repository "${name}" in the client configuration of ${this.clientConfig.stack}`,
      );
    return found;
  }

  /** What stands before an image's path there: `nexus.example:8443`. */
  getRegistryAddress(name: string): string {
    const [address] = listRegistryAddresses(this.repository(name), this.clientConfig.url);
    if (address === undefined)
      throw new ConsumerError(
        `no Docker client reaches ${name}: give it a connector or pathEnabled, or say its address in nexus:clients.registries.${name}`,
      );
    return address;
  }

  /** Whether it can be done there without credentials, also by asking a group that shows it. */
  allowsAnonymous(repository: string, action: Action): boolean {
    return this.#evaluator.can(anonymousPrincipal, repository, action);
  }
}

/** The user, or the one of an identity's users that is in use. */
export function resolveUserInUse(
  { consumers, inUse = {} }: Pick<ClientConfig, "consumers" | "inUse">,
  name: string,
): string {
  const pair = new Map(Object.entries(consumers?.identities ?? {})).get(name);
  return pair ? (new Map(Object.entries(inUse)).get(name) ?? pair[0] ?? name) : name;
}
