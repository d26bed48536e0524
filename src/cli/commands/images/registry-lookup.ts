/** Checks which images the registries of Nexus have. */
import type { Connection } from "../../../client/connection.ts";
import { BoundCredentials, UntrustedOriginError } from "../../../client/credentials.ts";
import { ConnectionError, NexusError } from "../../../client/errors.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
import { type ConnectionTrust, pickTrust } from "../../../client/tls.ts";
import type { ClientConfig } from "../../../client-config/client-config.ts";
import { resolveEndpoint } from "../../../client-config/endpoint.ts";
import { formatImageReference, type ImageReference, locateImage } from "../../../client-config/image-reference.ts";
import type { ImagePresence, PresenceByReference } from "../../../clients/images/policy-evaluation.ts";
import { resolveSettings } from "../../../provider/settings.ts";
import { settingsFromConfiguration } from "../../shared/nexus-session.ts";
import {
  findOrAskPassword,
  type Passwords,
  readEnvironmentPassword,
  readStackPasswords,
} from "../../shared/passwords.ts";
import { readStackConfiguration } from "../../shared/pulumi-cli.ts";

/** Options of `nexus-iac images --look`. */
export interface LookupOptions {
  /** The users to log in as, in order. Default: NEXUS_USERNAME, otherwise anonymous. */
  as?: readonly string[];
  caFile?: string;
}

/**
 * Looks up each image and returns whether it is present, absent, or could not be checked.
 *
 * @param servers - the addresses that may receive credentials and the client certificate
 * @param stack - undefined if the client configuration is read from a file
 */
export async function lookUpImages(
  references: readonly ImageReference[],
  clientConfig: ClientConfig,
  servers: readonly string[],
  stack: string | undefined,
  { as, caFile }: LookupOptions,
): Promise<PresenceByReference> {
  const trust = await resolveTrust(clientConfig, servers, stack, caFile);
  const users = await resolveUsers(as, servers, stack);
  const clients = new Map<string, RegistryClient[]>();
  const clientsOf = (url: string) => {
    const clientsOfUrl = clients.get(url) ?? users.map((user) => new RegistryClient({ ...trust, url, ...user }));
    clients.set(url, clientsOfUrl);
    return clientsOfUrl;
  };
  const referencesByText = new Map(references.map((reference) => [formatImageReference(reference), reference]));
  try {
    const lookups = [...referencesByText].map(async ([text, reference]): Promise<[string, ImagePresence]> => {
      const place = locateImage(clientConfig, reference);
      const endpoint = place && resolveEndpoint(clientConfig, place.repository);
      if (!endpoint) return [text, { notSeen: "no Docker address of Nexus serves it" }];
      return [text, await lookUpImage(clientsOf(endpoint.url), endpoint.prefix + place.image, reference)];
    });
    return new Map(await Promise.all(lookups));
  } finally {
    await Promise.all([...clients.values()].flat().map((client) => client.close()));
  }
}

/** Returns the answer for the first user with access. */
async function lookUpImage(
  clients: readonly RegistryClient[],
  image: string,
  { tag, digest }: ImageReference,
): Promise<ImagePresence> {
  let notSeen = "";
  for (const client of clients)
    try {
      const foundDigest = await client.resolveDigest(image, digest ?? tag ?? "latest");
      return foundDigest === undefined ? "absent" : "present";
    } catch (error) {
      const isReason = [NexusError, ConnectionError, UntrustedOriginError].some((type) => error instanceof type);
      if (!(error instanceof Error && isReason)) throw error;
      notSeen = error.message;
    }
  return { notSeen };
}

type Trust = ConnectionTrust & Pick<Connection, "parallel" | "timeout">;

async function resolveTrust(
  { url }: ClientConfig,
  servers: readonly string[],
  stack: string | undefined,
  caFile: string | undefined,
): Promise<Trust> {
  const texts = stack === undefined ? { url } : settingsFromConfiguration(await readStackConfiguration(stack));
  const { connection } = resolveSettings({ ...texts, ...(caFile !== undefined && { caFile }) }, {});
  const { parallel, timeout } = connection ?? {};
  return {
    ...pickTrust(connection ?? {}, servers),
    ...(parallel && { parallel }),
    ...(timeout && { timeout }),
  };
}

/** Returns the credentials to try; an empty object stands for anonymous access. */
async function resolveUsers(
  as: readonly string[] | undefined,
  servers: readonly string[],
  stack: string | undefined,
): Promise<{ credentials?: BoundCredentials }[]> {
  const bind = (username: string, password: string) => ({
    credentials: new BoundCredentials({ username, password }, servers),
  });
  const { NEXUS_USERNAME: username } = process.env;
  if (!as) {
    const password = readEnvironmentPassword(process.env);
    return [username && password !== undefined ? bind(username, password) : {}];
  }
  const passwords: Passwords = stack === undefined ? {} : await readStackPasswords(stack);
  const users: { credentials: BoundCredentials }[] = [];
  for (const user of as) users.push(bind(user, await findOrAskPassword(user, passwords)));
  return users;
}
