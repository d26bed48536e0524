import { UserError } from "../util/user-error.ts";

/** The user name and password of an account. */
export interface Credentials {
  username: string;
  password: string;
}

/**
 * A secret in a header, bound to the origins (scheme, host and port) that may receive it. The transport attaches it to requests
 * to these origins and refuses all others.
 */
export class Authorization {
  /** Names the secret in messages: `the credentials of ci`. */
  readonly label: string;
  /** The name of the header, in lower case: `authorization`, or `private-token` for GitLab. */
  readonly header: string;
  readonly #value: string;
  readonly #origins: ReadonlySet<string>;

  /** @param urls - addresses on the origins that may receive the value */
  constructor(label: string, value: string, urls: readonly string[], header = "authorization") {
    this.label = label;
    this.header = header;
    this.#value = value;
    this.#origins = new Set(urls.flatMap((url) => URL.parse(url)?.origin ?? []));
  }

  /**
   * Returns the value for a request to a URL.
   *
   * @throws UntrustedOriginError if the server of the URL may not receive it
   */
  valueFor(url: string): string {
    this.requireFor(url);
    return this.#value;
  }

  /** @throws UntrustedOriginError if the server of the URL may not receive the value */
  requireFor(url: string): void {
    if (!this.#origins.has(new URL(url).origin)) throw new UntrustedOriginError(this.label, url, [...this.#origins]);
  }
}

/**
 * The credentials of a user, bound to the origins that may receive them: the address of Nexus, and the connectors that its
 * stack declares.
 *
 * @example
 * const credentials = new BoundCredentials({ username: "ci", password }, ["https://nexus.example", "https://nexus.example:8443"]);
 * new RegistryClient({ url: "https://nexus.example:8443", credentials });
 */
export class BoundCredentials extends Authorization {
  readonly username: string;
  readonly #secrets: readonly string[];

  /** @param urls - addresses on the origins that may receive the credentials */
  constructor(credentials: Credentials, urls: readonly string[]) {
    const { username, password } = credentials;
    super(`the credentials of ${username}`, toBasicAuthorization(credentials), urls);
    this.username = username;
    this.#secrets = [password, encodeBasicCredentials(credentials)];
  }

  /** The texts that messages must not contain. */
  get secrets(): readonly string[] {
    return this.#secrets;
  }
}

/** Thrown instead of a request that would send a secret to a server that it does not belong to. */
export class UntrustedOriginError extends UserError {
  override readonly name = "UntrustedOriginError";

  /** @param trusted - the origins that may receive the secret */
  constructor(label: string, url: string, trusted: readonly string[]) {
    const { origin } = new URL(url);
    const receivers = trusted.length ? `only to ${trusted.join(", ")}` : "as no server is named that may receive them";
    super(
      `Not sending ${label} to ${origin}, ${receivers}. ` +
        `If ${origin} may receive them, add --send-credentials-to ${origin}`,
    );
  }
}

/**
 * Returns the credentials of a connection, or undefined if it has none or only a part of them. A user name and a password
 * beside a URL are bound to its origin.
 */
export function getCredentials(
  connection: { url: string; credentials?: BoundCredentials } & Partial<Credentials>,
): BoundCredentials | undefined {
  const { url, username, password, credentials } = connection;
  if (credentials) return credentials;
  return username !== undefined && password !== undefined
    ? new BoundCredentials({ username, password }, [url])
    : undefined;
}

/** Encodes credentials as in `Authorization: Basic ...`: base64 of `username:password`. */
function encodeBasicCredentials({ username, password }: Credentials): string {
  return Buffer.from(`${username}:${password}`).toString("base64");
}

/** Returns the value of the header Authorization for basic authentication. */
function toBasicAuthorization(credentials: Credentials): string {
  return `Basic ${encodeBasicCredentials(credentials)}`;
}
