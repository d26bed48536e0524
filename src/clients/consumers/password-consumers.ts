import type { ClientConfig } from "../../client-config/client-config.ts";
import type { ConsumerKind } from "./consumer-files.ts";

/** A consumer that has a user's password, and how it gets another one. */
export interface PasswordConsumer {
  kind: ConsumerKind;
  /** `apply nexus-pull.yaml`: what somebody does with what `nexus-iac outputs` writes. */
  action: string;
}

/** Those that know a user or an identity, in the order in which they are told: what runs, what builds, people. */
export function listPasswordConsumers(
  { consumers = {} }: Pick<ClientConfig, "consumers">,
  user: string,
): PasswordConsumer[] {
  const { kubernetes, gitlab, jenkins, docker, maven, npm, pip } = consumers;
  const pulling = (kubernetes?.secrets ?? []).filter(({ registries }) => registries.some((one) => one.user === user));
  const places = pulling.map(({ name, namespaces }) => `${name} in ${namespaces.join(", ")}`).join("; ");
  const { vault } = kubernetes ?? {};
  const credentials = Object.entries(jenkins?.credentials ?? {}).flatMap(([id, who]) => (who === user ? [id] : []));
  const one = (kind: ConsumerKind, isUser: boolean, what: string): PasswordConsumer[] =>
    isUser ? [{ kind, action: what }] : [];
  return [
    ...(vault
      ? one(
          "external-secrets",
          pulling.length > 0,
          `put username and password into Vault at ${vault.path.replaceAll("<user>", user)}: ` +
            "`pulumi stack output passwords --show-secrets` shows it",
        )
      : one("kubernetes", pulling.length > 0, `apply the pull secrets ${places}`)),
    ...one("gitlab", gitlab?.user === user, "put the variables of variables.json into GitLab"),
    ...one(
      "jenkins",
      credentials.length > 0,
      `nexus-iac jenkins-credentials --from-stack, for ${credentials.join(", ")}`,
    ),
    ...one("docker", docker?.user === user, "hand out config.json"),
    ...one("maven", maven?.user === user, "hand out settings.xml"),
    ...one("npm", npm?.user === user, "hand out .npmrc"),
    ...one("pip", pip?.user === user, "hand out pip.conf and .pypirc"),
  ];
}
