/** Which credentials Jenkins is to have, and what has to be asked for them. */

import type { ClientConfig } from "../../../client-config/client-config.ts";
import type { Consumers } from "../../../client-config/consumers.ts";
import { getHost } from "../../../client-config/image-reference.ts";
import { resolveUserInUse } from "../consumer-context.ts";

/** Where credentials are for, and whose they are. */
interface Place {
  /** Without a port: that a registry has one of its own makes it no other host. */
  host: string;
  /** Whose they are, where that is declared. */
  user?: string;
  /** A user of this Nexus: what is elsewhere has its own, though they may be called the same. */
  isOfNexus: boolean;
}

/** Credentials that are one user's: one password serves them all. */
export interface CredentialIdentity extends Place {
  ids: string[];
}

/** The identities whose passwords are needed, in the order of their first credentials. */
export function listCredentialIdentities(clientConfig: ClientConfig): CredentialIdentity[] {
  const identities: CredentialIdentity[] = [];
  for (const [id, place] of placesOf(clientConfig)) {
    const same = identities.find((one) => isSame(one, place));
    if (same) same.ids.push(id);
    else identities.push({ ids: [id], ...place });
  }
  return identities;
}

/** One user of Nexus is one, whatever name Nexus has; of whom nothing is declared, one host lets in one. */
function isSame(one: Place, other: Place): boolean {
  if (one.user !== other.user || one.isOfNexus !== other.isOfNexus) return false;
  return one.host === other.host || (one.isOfNexus && one.user !== undefined);
}

/** By the credentials' ids, as clusters and Jenkins are declared to use them; what pipelines know by heart otherwise. */
function placesOf(clientConfig: ClientConfig): Map<string, Place> {
  const { consumers = {} } = clientConfig;
  const users = new Map(Object.entries(consumers.jenkins?.credentials ?? {}));
  const places = new Map<string, Place>();
  const note = (id: string, place: Place) => {
    const user = users.get(id);
    if (!places.has(id))
      places.set(id, user === undefined ? place : { ...place, user: resolveUserInUse(clientConfig, user) });
  };
  for (const { container, maven } of Object.values<Cluster>(consumers.clusters ?? {})) {
    if ("address" in container) note(container.credential, at(clientConfig, container.address));
    else note(container.credential, inNexus(clientConfig, container.repository));
    if (maven) note(maven.credential, inNexus(clientConfig, maven.repository));
  }
  for (const id of users.keys()) note(id, inNexus(clientConfig));
  return places.size ? places : usual(clientConfig);
}

type Cluster = NonNullable<Consumers["clusters"]>[string];

/** As far as the client configuration tells where they are for. */
function usual(clientConfig: ClientConfig): Map<string, Place> {
  const { repositories, localRegistry } = clientConfig;
  const images = repositories.find(({ registry, type }) => registry !== undefined && type === "hosted");
  const maven = repositories.find(({ format }) => format === "maven2");
  const places = new Map<string, Place>();
  if (images) places.set("container-registry", inNexus(clientConfig, images.name));
  else if (localRegistry) places.set("container-registry", at(clientConfig, localRegistry.push));
  if (maven) places.set("maven-registry", inNexus(clientConfig, maven.name));
  return places.set("nexus-jenkinsbot", { ...inNexus(clientConfig), user: "nexus-jenkinsbot" });
}

/** An address that a reverse proxy has for Nexus, too, is Nexus's. */
function at({ url }: ClientConfig, address: string): Place {
  const host = hostAlone(address);
  return { host, isOfNexus: host === hostAlone(getHost(url)) };
}

function inNexus({ repositories, url }: ClientConfig, repository?: string): Place {
  const { registry } = repositories.find(({ name }) => name === repository) ?? {};
  return { host: hostAlone(registry ?? getHost(url)), isOfNexus: true };
}

function hostAlone(address: string): string {
  return address.replace(/[:/].*$/, "");
}
