/** Asks Nexus which images it has. */
import type { Connection } from "../../../client/connection.ts";
import type { Credentials } from "../../../client/credentials.ts";
import { ConnectionError, NexusError } from "../../../client/errors.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
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

export interface LookupOptions {
  /** Users who are asked as, one after the other; by default NEXUS_USERNAME, else nobody. */
  as?: readonly string[];
  caFile?: string;
}

/** @param stack - absent where the client configuration is a file's */
export async function lookUpImages(
  references: readonly ImageReference[],
  clientConfig: ClientConfig,
  stack: string | undefined,
  { as, caFile }: LookupOptions,
): Promise<PresenceByReference> {
  const trust = await trustOf(clientConfig, stack, caFile);
  const users = await usersOf(as, stack);
  const clients = new Map<string, RegistryClient[]>();
  const clientsOf = (url: string) => {
    const known = clients.get(url) ?? users.map((user) => new RegistryClient({ ...trust, url, ...user }));
    clients.set(url, known);
    return known;
  };
  const asked = new Map(references.map((reference) => [formatImageReference(reference), reference]));
  try {
    const answers = [...asked].map(async ([text, reference]): Promise<[string, ImagePresence]> => {
      const place = locateImage(clientConfig, reference);
      const endpoint = place && resolveEndpoint(clientConfig, place.repository);
      if (!endpoint) return [text, { notSeen: "no Docker client reaches it" }];
      return [text, await answerOf(clientsOf(endpoint.url), endpoint.prefix + place.image, reference)];
    });
    return new Map(await Promise.all(answers));
  } finally {
    await Promise.all([...clients.values()].flat().map((client) => client.close()));
  }
}

/** The first who is let in knows. */
async function answerOf(
  clients: readonly RegistryClient[],
  image: string,
  { tag, digest }: ImageReference,
): Promise<ImagePresence> {
  let notSeen = "";
  for (const client of clients)
    try {
      const found = await client.resolveDigest(image, digest ?? tag ?? "latest");
      return found === undefined ? "absent" : "present";
    } catch (error) {
      if (!(error instanceof NexusError || error instanceof ConnectionError)) throw error;
      notSeen = error.message;
    }
  return { notSeen };
}

type Trust = Pick<Connection, "ca" | "insecure" | "parallel" | "timeout">;

async function trustOf({ url }: ClientConfig, stack: string | undefined, caFile: string | undefined): Promise<Trust> {
  const texts = stack === undefined ? { url } : settingsFromConfiguration(await readStackConfiguration(stack));
  const { connection } = resolveSettings({ ...texts, ...(caFile !== undefined && { caFile }) }, {});
  const { ca, insecure, parallel, timeout } = connection ?? {};
  return {
    ...(ca !== undefined && { ca }),
    ...(insecure && { insecure }),
    ...(parallel && { parallel }),
    ...(timeout && { timeout }),
  };
}

/** Nobody is asked as one without credentials. */
async function usersOf(as: readonly string[] | undefined, stack: string | undefined): Promise<Partial<Credentials>[]> {
  const { NEXUS_USERNAME: username } = process.env;
  if (!as) {
    const password = readEnvironmentPassword(process.env);
    return [username && password !== undefined ? { username, password } : {}];
  }
  const passwords: Passwords = stack === undefined ? {} : await readStackPasswords(stack);
  const users: Credentials[] = [];
  for (const user of as) users.push({ username: user, password: await findOrAskPassword(user, passwords) });
  return users;
}
