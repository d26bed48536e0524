import { stringify } from "yaml";
import type { PullSecret } from "../../client-config/consumers.ts";
import { type ConsumerContext, ConsumerError, type ConsumerFile } from "./consumer-context.ts";
import { formatDockerConfig, toDockerConfigKeys } from "./docker-config.ts";

/** Kubernetes reads YAML 1.1, where `yes` and `0o7` are no texts. */
function yaml(documents: readonly object[]): string {
  return documents.map((one) => stringify(one, { version: "1.1", lineWidth: 0 })).join("---\n");
}

/** Addresses of the registries of a secret, each with who comes there. */
function entries(site: ConsumerContext, { registries }: PullSecret): [address: string, user: string][] {
  return registries.flatMap(({ repository, user }) =>
    [site.getRegistryAddress(repository), ...(site.repository(repository).internal ?? [])].map(
      (address): [string, string] => [address, user],
    ),
  );
}

/** Secrets with the passwords in them. */
export function createKubernetesFiles(site: ConsumerContext): ConsumerFile[] {
  return site.getConsumer("kubernetes").secrets.map((secret) => {
    const config = formatDockerConfig(
      entries(site, secret).map(([address, user]) => [address, site.getCredentials(user)]),
    );
    const manifests = secret.namespaces.map((namespace) => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: secret.name, namespace },
      type: "kubernetes.io/dockerconfigjson",
      data: { ".dockerconfigjson": Buffer.from(config).toString("base64") },
    }));
    return { path: `${secret.name}.yaml`, text: yaml(manifests), secret: true as const };
  });
}

/**
 * The same without a password: External Secrets takes user and password from Vault, and makes the Secret. What Vault
 * holds under a name may change: no manifest does then.
 */
export function createExternalSecretsFiles(site: ConsumerContext): ConsumerFile[] {
  const { secrets, vault } = site.getConsumer("kubernetes");
  if (!vault)
    throw new ConsumerError(
      `the estate of ${site.clientConfig.stack} does not say where Vault has the passwords: clientConfig.consumers.kubernetes.vault`,
    );
  const { store, kind = "SecretStore", path, refreshInterval = "1h" } = vault;
  return secrets.map((secret) => {
    const auths = toDockerConfigKeys(entries(site, secret).map(([address, username]) => [address, { username }]));
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
            data: { ".dockerconfigjson": template(auths.map(([key, { username }]) => [key, variable(username)])) },
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
    return { path: `${secret.name}.yaml`, text: yaml(manifests) };
  });
}

/** A config.json of Docker's whose credentials the template puts in. */
function template(auths: readonly (readonly [key: string, variable: string])[]): string {
  const entries = auths.map(
    ([key, variable]) =>
      `${JSON.stringify(key)}:{"auth":"{{ printf "%s:%s" .${variable}_username .${variable}_password | b64enc }}"}`,
  );
  return `{"auths":{${entries.join(",")}}}`;
}
