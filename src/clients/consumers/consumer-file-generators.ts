import { createClusterEnvFiles } from "./cluster-env.ts";
import type { ConsumerContext, ConsumerFile } from "./consumer-context.ts";
import { createDockerFiles } from "./docker-config.ts";
import { createGitlabFiles } from "./gitlab-variables.ts";
import { createJenkinsFiles } from "./jenkins-files.ts";
import { createMavenFiles } from "./maven-settings.ts";
import { createNpmFiles } from "./npmrc.ts";
import { createPipFiles } from "./pip-config.ts";
import { createExternalSecretsFiles, createKubernetesFiles } from "./pull-secrets.ts";

/** The file generator of each consumer, by its name in `--for`. */
export const consumerFileGenerators = {
  gitlab: createGitlabFiles,
  jenkins: createJenkinsFiles,
  kubernetes: createKubernetesFiles,
  "external-secrets": createExternalSecretsFiles,
  "cluster-env": createClusterEnvFiles,
  docker: createDockerFiles,
  maven: createMavenFiles,
  npm: createNpmFiles,
  pip: createPipFiles,
} as const satisfies Readonly<Record<string, (context: ConsumerContext) => ConsumerFile[]>>;

export type ConsumerKind = keyof typeof consumerFileGenerators;
