import type { PullSecret } from "../../client-config/consumers.ts";
import { type ConsumerContext, ConsumerError, type ConsumerFile } from "./consumer-context.ts";
import { formatDockerConfig, toDockerConfigKeys } from "./docker-config.ts";
import { formatYaml } from "./file-encoding.ts";

function formatManifests(manifests: readonly object[]): string {
  return manifests.map(formatYaml).join("---\n");
}

/** Lists the registry addresses of a secret with their users. */
function listRegistryUsers(context: ConsumerContext, { registries }: PullSecret): [address: string, user: string][] {
  return registries.flatMap(({ repository, user }) =>
    [context.getRegistryAddress(repository), ...(context.getRepository(repository).internal ?? [])].map(
      (address): [string, string] => [address, user],
    ),
  );
}

/** Creates pull secrets with the passwords. */
export function createKubernetesFiles(context: ConsumerContext): ConsumerFile[] {
  return context.getConsumer("kubernetes").secrets.map((secret) => {
    const config = formatDockerConfig(
      listRegistryUsers(context, secret).map(([address, user]) => [address, context.getCredentials(user)]),
    );
    const manifests = secret.namespaces.map((namespace) => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: secret.name, namespace },
      type: "kubernetes.io/dockerconfigjson",
      data: { ".dockerconfigjson": Buffer.from(config).toString("base64") },
    }));
    return { path: `${secret.name}.yaml`, text: formatManifests(manifests), secret: true as const };
  });
}

/**
 * Creates pull secrets without passwords: External Secrets reads user and password from Vault and creates the Secret, so a
 * changed password changes no manifest.
 */
export function createExternalSecretsFiles(context: ConsumerContext): ConsumerFile[] {
  const { secrets, vault } = context.getConsumer("kubernetes");
  if (!vault)
    throw new ConsumerError(
      `the stack ${context.clientConfig.stack} does not declare the Vault path of the passwords; add clientConfig.consumers.kubernetes.vault`,
    );
  const { store, kind = "SecretStore", path, refreshInterval = "1h" } = vault;
  return secrets.map((secret) => {
    const auths = toDockerConfigKeys(
      listRegistryUsers(context, secret).map(([address, username]) => [address, { username }]),
    );
    const users = [...new Set(auths.map(([, { username }]) => username))];
    const variable = (username: string) => `u${users.indexOf(username)}`;
    const manifests = secret.namespaces.map((namespace) => ({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: secret.name, namespace },
      spec: {
        refreshInterval,
        secretStoreRef: { name: store, kind },
        target: {
          name: secret.name,
          creationPolicy: "Owner",
          template: {
            type: "kubernetes.io/dockerconfigjson",
            engineVersion: "v2",
            data: {
              ".dockerconfigjson": formatTemplate(auths.map(([key, { username }]) => [key, variable(username)])),
            },
          },
        },
        data: users.flatMap((username) =>
          ["username", "password"].map((property) => ({
            secretKey: `${variable(username)}_${property}`,
            remoteRef: { key: path.replaceAll("<user>", username), property },
          })),
        ),
      },
    }));
    return { path: `${secret.name}.yaml`, text: formatManifests(manifests) };
  });
}

/** Formats a config.json of Docker as a template for the credentials. */
function formatTemplate(auths: readonly (readonly [key: string, variable: string])[]): string {
  const entries = auths.map(
    ([key, variable]) =>
      `${JSON.stringify(key)}:{"auth":"{{ printf "%s:%s" .${variable}_username .${variable}_password | b64enc }}"}`,
  );
  return `{"auths":{${entries.join(",")}}}`;
}
