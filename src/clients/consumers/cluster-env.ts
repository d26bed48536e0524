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

/** Creates `config/clusters/CLUSTER.env` for each cluster: the registries of its images and Maven artifacts. */
export function createClusterEnvFiles(context: ConsumerContext): ConsumerFile[] {
  return Object.entries(context.getConsumer("clusters")).map(([cluster, { container, maven }]) => {
    const images =
      "address" in container
        ? createExternalRegistry(container.address, container.credential, container.anonymousPull === true)
        : createNexusRegistry(
            context,
            container.repository,
            context.getRegistryAddress(container.repository),
            container.credential,
          );
    const artifacts =
      maven &&
      createNexusRegistry(context, maven.repository, getMavenAddress(context, maven.repository), maven.credential);
    if (artifacts?.host === images.host && artifacts.prefix === images.prefix)
      throw new ConsumerError(
        `images and Maven artifacts of ${cluster} have the same address ${images.host}/${images.prefix}; ` +
          "use pathEnabled or another address for the images",
      );
    const text = formatDotenv({
      ...createVariables("CONTAINER", images),
      ...(artifacts && createVariables("MAVEN", artifacts)),
    });
    return { path: `config/clusters/${cluster}.env`, text };
  });
}

function createVariables(
  kind: string,
  { host, prefix, credential, authForPush, authForPull }: Registry,
): Record<string, string> {
  return {
    [`${kind}_REGISTRY_HOST`]: host,
    [`${kind}_REGISTRY_PATH_PREFIX`]: prefix,
    [`${kind}_REGISTRY_CREDENTIAL_ID`]: credential,
    [`${kind}_REGISTRY_REQUIRES_AUTH_FOR_PUSH`]: String(authForPush),
    [`${kind}_REGISTRY_REQUIRES_AUTH_FOR_PULL`]: String(authForPull),
  };
}

/** A push to an external registry always needs credentials. */
function createExternalRegistry(address: string, credential: string, allowsAnonymousPull: boolean): Registry {
  return { ...splitAddress(address), credential, authForPush: true, authForPull: !allowsAnonymousPull };
}

/** A push to the address of a group goes to its members, so their permissions count too. */
function createNexusRegistry(
  context: ConsumerContext,
  repository: string,
  address: string,
  credential: string,
): Registry {
  const targets = [repository, ...(context.getRepository(repository).members ?? [])];
  const allowsAnonymousPush = targets.some(
    (target) => context.allowsAnonymous(target, "add") || context.allowsAnonymous(target, "edit"),
  );
  return {
    ...splitAddress(address),
    credential,
    authForPush: !allowsAnonymousPush,
    authForPull: !context.allowsAnonymous(repository, "read"),
  };
}

/** Returns the address of a Maven repository: `nexus.example/repository/maven-public`. */
function getMavenAddress(context: ConsumerContext, repository: string): string {
  const { pathname } = new URL(context.getRepository(repository).url);
  return `${getHost(context.clientConfig.url)}${pathname}`;
}

function splitAddress(address: string): { host: string; prefix: string } {
  const [host = "", ...path] = address.split("/");
  return { host, prefix: path.join("/") };
}
