import { AccessEvaluator } from "../../access/access-evaluator.ts";
import { type Action, anonymousPrincipal, type SecurityModel } from "../../access/security-model.ts";
import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import type { Consumers } from "../../client-config/consumers.ts";
import { listRegistryAddresses } from "../../client-config/image-reference.ts";
import { UserError } from "../../util/user-error.ts";

/** A file for a consumer. */
export interface ConsumerFile {
  /** The path in the output folder. */
  path: string;
  text: string;
  /** True if the file contains a password. */
  secret?: true;
}

/** A consumer file that cannot be written. The message says how to fix it. */
export class ConsumerError extends UserError {
  override readonly name = "ConsumerError";
}

/** The credentials of a user. */
export interface ConsumerCredentials {
  username: string;
  password: string;
}

/**
 * The input of the file generators: client configuration, permissions and passwords.
 *
 * @example
 * const context = new ConsumerContext(clientConfig, security, { ci: "s3cret" });
 * createNpmFiles(context);
 */
export class ConsumerContext {
  readonly clientConfig: ClientConfig;
  readonly consumers: Consumers;
  /** The image that builds create: `orchestrator/server`. Undefined if none is given. */
  readonly image: string | undefined;
  readonly #evaluator: AccessEvaluator;
  readonly #passwords: Readonly<Record<string, string>>;

  /** @param image - the image that builds create: `orchestrator/server` */
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

  /**
   * Returns the declaration of a consumer.
   *
   * @throws ConsumerError if the consumer is not declared
   */
  getConsumer<K extends keyof Consumers>(consumer: K): NonNullable<Consumers[K]> {
    const declared = this.consumers[consumer];
    if (declared === undefined)
      throw new ConsumerError(
        `the stack ${this.clientConfig.stack} does not declare the consumer ${consumer}; add clientConfig.consumers.${consumer} to the estate`,
      );
    return declared as NonNullable<Consumers[K]>;
  }

  /** Returns the user id of a user, or of the user in use of an identity. */
  resolveUsername(name: string): string {
    return resolveUserInUse(this.clientConfig, name);
  }

  /**
   * Returns the credentials of a user or identity.
   *
   * @throws ConsumerError if the password is not known
   */
  getCredentials(name: string): ConsumerCredentials {
    const username = this.resolveUsername(name);
    const password = Object.hasOwn(this.#passwords, username) ? this.#passwords[username] : undefined;
    if (password === undefined)
      throw new ConsumerError(
        `the password of ${username} is not known: it is missing in the stack's output "passwords"; run \`up\`, or set ` +
          `NEXUS_USERNAME=${username} and NEXUS_PASSWORD or NEXUS_PASSWORD_FILE`,
      );
    return { username, password };
  }

  /** Returns the credentials for reading a repository. Returns undefined if anonymous users may read it. */
  findReader(user: string | undefined, repository: string): ConsumerCredentials | undefined {
    return user === undefined || this.allowsAnonymous(repository, "read") ? undefined : this.getCredentials(user);
  }

  /** @throws ConsumerError if the repository does not exist */
  getRepository(name: string): ServedRepository {
    const repository = this.clientConfig.repositories.find((candidate) => candidate.name === name);
    if (!repository)
      throw new ConsumerError(
        `there is no repository "${name}" in the client configuration of ${this.clientConfig.stack}`,
      );
    return repository;
  }

  /**
   * Returns the address before the path of images in a Docker repository: `nexus.example:8443`.
   *
   * @throws ConsumerError if the repository has no address for Docker clients
   */
  getRegistryAddress(name: string): string {
    const [address] = listRegistryAddresses(this.getRepository(name), this.clientConfig.url);
    if (address === undefined)
      throw new ConsumerError(
        `Docker clients cannot reach ${name}: configure a connector, pathEnabled or nexus:clients.registries.${name}`,
      );
    return address;
  }

  /** Returns true if anonymous users may perform the action, directly or through a group. */
  allowsAnonymous(repository: string, action: Action): boolean {
    return this.#evaluator.can(anonymousPrincipal, repository, action);
  }
}

/** Returns the user id of a user, or of the user in use of an identity. */
export function resolveUserInUse(
  { consumers, inUse = {} }: Pick<ClientConfig, "consumers" | "inUse">,
  name: string,
): string {
  const pair = new Map(Object.entries(consumers?.identities ?? {})).get(name);
  return pair ? (new Map(Object.entries(inUse)).get(name) ?? pair[0] ?? name) : name;
}
