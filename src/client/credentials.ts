/** The user name and password of an account. */
export interface Credentials {
  username: string;
  password: string;
}

/** Returns the credentials of a connection, or undefined if it has none or only a part of them. */
export function getCredentials({ username, password }: Partial<Credentials>): Credentials | undefined {
  return username !== undefined && password !== undefined ? { username, password } : undefined;
}

/** Encodes credentials as in `Authorization: Basic ...`: base64 of `username:password`. */
export function encodeBasicCredentials({ username, password }: Credentials): string {
  return Buffer.from(`${username}:${password}`).toString("base64");
}

/** Returns the value of the header Authorization for basic authentication. */
export function toBasicAuthorization(credentials: Credentials): string {
  return `Basic ${encodeBasicCredentials(credentials)}`;
}
