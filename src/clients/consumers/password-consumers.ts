import type { ClientConfig } from "../../client-config/client-config.ts";
import type { ConsumerKind } from "./consumer-file-generators.ts";

/** A consumer with a user's password, and the way to give it a new one. */
export interface PasswordConsumer {
  kind: ConsumerKind;
  /** The manual step after `nexus-iac outputs`: `apply nexus-pull.yaml`. */
  action: string;
}

/** Lists the consumers of a user or identity in the order of the update: clusters, builds, then developers. */
export function listPasswordConsumers(
  { consumers = {} }: Pick<ClientConfig, "consumers">,
  user: string,
): PasswordConsumer[] {
  const { kubernetes, gitlab, jenkins, docker, maven, npm, pip } = consumers;
  const pullSecrets = (kubernetes?.secrets ?? []).filter(({ registries }) =>
    registries.some((registry) => registry.user === user),
  );
  const secretNames = pullSecrets.map(({ name, namespaces }) => `${name} in ${namespaces.join(", ")}`).join("; ");
  const { vault } = kubernetes ?? {};
  const credentials = Object.entries(jenkins?.credentials ?? {}).flatMap(([id, owner]) => (owner === user ? [id] : []));
  const consumerIf = (isConsumer: boolean, kind: ConsumerKind, action: string): PasswordConsumer[] =>
    isConsumer ? [{ kind, action }] : [];
  return [
    ...(vault
      ? consumerIf(
          pullSecrets.length > 0,
          "external-secrets",
          `put username and password into Vault at ${vault.path.replaceAll("<user>", user)}: ` +
            "`pulumi stack output passwords --show-secrets` prints the password",
        )
      : consumerIf(pullSecrets.length > 0, "kubernetes", `apply the pull secrets ${secretNames}`)),
    ...consumerIf(gitlab?.user === user, "gitlab", "put the variables of variables.json into GitLab"),
    ...consumerIf(
      credentials.length > 0,
      "jenkins",
      `nexus-iac jenkins-credentials --from-stack, for ${credentials.join(", ")}`,
    ),
    ...consumerIf(docker?.user === user, "docker", "distribute config.json"),
    ...consumerIf(maven?.user === user, "maven", "distribute settings.xml"),
    ...consumerIf(npm?.user === user, "npm", "distribute .npmrc"),
    ...consumerIf(pip?.user === user, "pip", "distribute pip.conf and .pypirc"),
  ];
}
