import { getHost } from "../../client-config/image-reference.ts";
import { type ConsumerContext, ConsumerError, type ConsumerFile } from "./consumer-context.ts";
import { formatDotenv } from "./file-encoding.ts";

interface Registry {
  host: string;
  prefix: string;
  credential: string;
  authForPush: boolean;
  authForPull: boolean;
}

/** `config/clusters/CLUSTER.env`: where each cluster's images and Maven artifacts are. */
export function createClusterEnvFiles(site: ConsumerContext): ConsumerFile[] {
  return Object.entries(site.getConsumer("clusters")).map(([cluster, { container, maven }]) => {
    const images =
      "address" in container
        ? external(container.address, container.credential, container.anonymousPull === true)
        : registryAt(site, container.repository, site.getRegistryAddress(container.repository), container.credential);
    const artifacts = maven && registryAt(site, maven.repository, addressOf(site, maven.repository), maven.credential);
    if (artifacts?.host === images.host && artifacts.prefix === images.prefix)
      throw new ConsumerError(
        `images and Maven artifacts of ${cluster} would both be at ${images.host}/${images.prefix}: one host must tell ` +
          "them apart by a path, so let images be reached by pathEnabled or by an address of their own",
      );
    const text = formatDotenv({ ...told("CONTAINER", images), ...(artifacts && told("MAVEN", artifacts)) });
    return { path: `config/clusters/${cluster}.env`, text };
  });
}

function told(kind: string, { host, prefix, credential, authForPush, authForPull }: Registry): Record<string, string> {
  return {
    [`${kind}_REGISTRY_HOST`]: host,
    [`${kind}_REGISTRY_PATH_PREFIX`]: prefix,
    [`${kind}_REGISTRY_CREDENTIAL_ID`]: credential,
    [`${kind}_REGISTRY_REQUIRES_AUTH_FOR_PUSH`]: String(authForPush),
    [`${kind}_REGISTRY_REQUIRES_AUTH_FOR_PULL`]: String(authForPull),
  };
}

/** A registry elsewhere lets nobody push without credentials. */
function external(address: string, credential: string, isOpen: boolean): Registry {
  return { ...parted(address), credential, authForPush: true, authForPull: !isOpen };
}

/** What is pushed through a group's address goes to its members. */
function registryAt(site: ConsumerContext, repository: string, address: string, credential: string): Registry {
  const shown = [repository, ...(site.repository(repository).members ?? [])];
  const isOpenForPush = shown.some((one) => site.allowsAnonymous(one, "add") || site.allowsAnonymous(one, "edit"));
  return {
    ...parted(address),
    credential,
    authForPush: !isOpenForPush,
    authForPull: !site.allowsAnonymous(repository, "read"),
  };
}

/** `nexus.example/repository/maven-public`, as all but Docker have it. */
function addressOf(site: ConsumerContext, repository: string): string {
  const { pathname } = new URL(site.repository(repository).url);
  return `${getHost(site.clientConfig.url)}${pathname}`;
}

function parted(address: string): { host: string; prefix: string } {
  const [host = "", ...path] = address.split("/");
  return { host, prefix: path.join("/") };
}
