import { clusterFiles } from "./cluster-env.ts";
import { dockerFiles } from "./docker.ts";
import { gitlabFiles } from "./gitlab.ts";
import { jenkinsFiles } from "./jenkins.ts";
import { mavenFiles } from "./maven.ts";
import { npmFiles } from "./npm.ts";
import { pipFiles } from "./pip.ts";
import { externalSecretsFiles, kubernetesFiles } from "./pull-secrets.ts";
import type { ConsumerFile, Site } from "./site.ts";

/** What each kind of consumer is written, by its name for `--for`. */
export const filesFor = {
  gitlab: gitlabFiles,
  jenkins: jenkinsFiles,
  kubernetes: kubernetesFiles,
  "external-secrets": externalSecretsFiles,
  "cluster-env": clusterFiles,
  docker: dockerFiles,
  maven: mavenFiles,
  npm: npmFiles,
  pip: pipFiles,
} as const satisfies Readonly<Record<string, (site: Site) => ConsumerFile[]>>;

export type ConsumerKind = keyof typeof filesFor;
