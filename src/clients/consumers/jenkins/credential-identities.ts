import type { ClientConfig } from "../../../client-config/client-config.ts";
import type { Consumers } from "../../../client-config/consumers.ts";
import { getHost } from "../../../client-config/image-reference.ts";
import { resolveUserInUse } from "../consumer-context.ts";

/** The host and the user of a credential. */
interface CredentialTarget {
  /** The host without port: a registry on its own port is the same host. */
  host: string;
  /** The user, if declared. */
  user?: string;
  /** True for a user of this Nexus. A user of another server is different even with the same name. */
  isOfNexus: boolean;
}

/** Credentials of one user, which share one password. */
export interface CredentialIdentity extends CredentialTarget {
  ids: string[];
}

/** Lists the identities of the credentials that Jenkins needs, in the order of their first credentials. */
export function listCredentialIdentities(clientConfig: ClientConfig): CredentialIdentity[] {
  const identities: CredentialIdentity[] = [];
  for (const [id, target] of listTargets(clientConfig)) {
    const same = identities.find((identity) => isSameUser(identity, target));
    if (same) same.ids.push(id);
    else identities.push({ ids: [id], ...target });
  }
  return identities;
}

/** A user of Nexus is the same on every address of Nexus. Credentials without a declared user are the same per host. */
function isSameUser(first: CredentialTarget, second: CredentialTarget): boolean {
  if (first.user !== second.user || first.isOfNexus !== second.isOfNexus) return false;
  return first.host === second.host || (first.isOfNexus && first.user !== undefined);
}

/** Returns the targets by credential id, as declared for clusters and Jenkins. Without a declaration, the conventional ones. */
function listTargets(clientConfig: ClientConfig): Map<string, CredentialTarget> {
  const { consumers = {} } = clientConfig;
  const users = new Map(Object.entries(consumers.jenkins?.credentials ?? {}));
  const targets = new Map<string, CredentialTarget>();
  const add = (id: string, target: CredentialTarget) => {
    const user = users.get(id);
    if (!targets.has(id))
      targets.set(id, user === undefined ? target : { ...target, user: resolveUserInUse(clientConfig, user) });
  };
  for (const { container, maven } of Object.values<Cluster>(consumers.clusters ?? {})) {
    if ("address" in container) add(container.credential, targetAt(clientConfig, container.address));
    else add(container.credential, targetInNexus(clientConfig, container.repository));
    if (maven) add(maven.credential, targetInNexus(clientConfig, maven.repository));
  }
  for (const id of users.keys()) add(id, targetInNexus(clientConfig));
  return targets.size ? targets : listConventionalTargets(clientConfig);
}

type Cluster = NonNullable<Consumers["clusters"]>[string];

/** The credential ids that pipelines use without a declaration. */
function listConventionalTargets(clientConfig: ClientConfig): Map<string, CredentialTarget> {
  const { repositories, localRegistry } = clientConfig;
  const images = repositories.find(({ registry, type }) => registry !== undefined && type === "hosted");
  const maven = repositories.find(({ format }) => format === "maven2");
  const targets = new Map<string, CredentialTarget>();
  if (images) targets.set("container-registry", targetInNexus(clientConfig, images.name));
  else if (localRegistry) targets.set("container-registry", targetAt(clientConfig, localRegistry.push));
  if (maven) targets.set("maven-registry", targetInNexus(clientConfig, maven.name));
  return targets.set("nexus-jenkinsbot", { ...targetInNexus(clientConfig), user: "nexus-jenkinsbot" });
}

/** An external address may be another address of this Nexus behind a reverse proxy. */
function targetAt({ url }: ClientConfig, address: string): CredentialTarget {
  const host = removePort(address);
  return { host, isOfNexus: host === removePort(getHost(url)) };
}

function targetInNexus({ repositories, url }: ClientConfig, repository?: string): CredentialTarget {
  const { registry } = repositories.find(({ name }) => name === repository) ?? {};
  return { host: removePort(registry ?? getHost(url)), isOfNexus: true };
}

function removePort(address: string): string {
  return address.replace(/[:/].*$/, "");
}
