/**
 * Estate lab: a Docker registry for applications (CI pushes, runtimes pull) and a mirror for OpenShift. The mirror is never
 * cleaned up, and only one user may push to it.
 */
import {
  Access,
  AnonymousAccess,
  CleanupPolicy,
  docker,
  estate,
  invariants,
  pull,
  push,
  Realms,
  task,
} from "nexus-iac";
import { z } from "nexus-iac/zod";

const port = z.int().min(1).max(65535);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, such as 02:00");

export default estate({
  settings: {
    /** Days since the last download after which an application's image is deleted. */
    retainDays: z.int().min(1).default(30),
    /** Connector ports on the Nexus host. */
    appsPort: port.default(5002),
    mirrorPort: port.default(5000),
    groupPort: port.default(5001),
    /** Times in UTC outside of working hours: delete unused images, then their layers, then release the disk space. */
    cleanupAt: time.default("01:00"),
    layersAt: time.default("02:00"),
    compactAt: time.default("04:00"),
  },
  upstreams: ["dockerHub"],

  invariants: [
    invariants.neverCleaned("ocp-mirror"),
    invariants.writtenBy("ocp-mirror", "nexus-ocp-mirror-write"),
    invariants.nothingOn("ocp-mirror", "nexus-jenkins-ci"),
    invariants.notIn("docker-group", "ocp-mirror"),
    invariants.noAllPowerfulRole,
  ],

  clientConfig: {
    pipelines: { installPaths: ["install/**", "bootstrap/**"] },
    naming: [
      {
        repositories: ["docker-dev-hosted"],
        images: ["<namespace>/<image>"],
        namespaces: ["smoke", "demo"],
        tags: ["build-<number>", "build-<hex:12>", "build-<utc>"],
      },
    ],
    consumers: {
      jenkins: {
        push: "docker-dev-hosted",
        pull: "docker-dev-hosted",
        credential: "nexus-jenkinsbot",
        credentials: { "nexus-jenkinsbot": "nexus-jenkinsbot", "container-registry": "nexus-jenkinsbot" },
      },
      kubernetes: {
        secrets: [
          {
            name: "nexus-pull",
            namespaces: ["smoke", "demo"],
            registries: [
              { repository: "docker-dev-hosted", user: "nexus-openshift" },
              { repository: "ocp-mirror", user: "nexus-cluster" },
            ],
          },
        ],
        vault: { store: "vault", kind: "ClusterSecretStore", path: "nexus/lab/<user>" },
      },
      clusters: { lab: { container: { repository: "docker-dev-hosted", credential: "container-registry" } } },
      docker: { user: "nexus-developer", repositories: ["docker-group"] },
    },
    runtime: {
      // The third entry is OpenShift's internal registry. The group is not listed, as it is for developers only.
      allow: [
        "repository:docker-dev-hosted",
        "repository:ocp-mirror",
        "image-registry.openshift-image-registry.svc:5000/",
      ],
      mirrors: ["ocp-mirror"],
      platformNamespaces: ["openshift", "openshift-*", "kube-*"],
    },
  },

  declare({ settings, upstreams, password }) {
    const retain = new CleanupPolicy("docker-dev-hosted-retain-30d", {
      format: "docker",
      notes: "Application images that nobody pulls any more",
      criteriaLastDownloaded: settings.retainDays,
    });

    const apps = new docker.Hosted("docker-dev-hosted", {
      docker: { httpPort: settings.appsPort },
      storage: { writePolicy: "ALLOW_ONCE" },
      cleanup: { policyNames: [retain.name] },
    });

    new task.RepositoryCleanup("Cleanup service", { schedule: { daily: settings.cleanupAt } });
    new task.RepositoryDockerGc("docker-dev-hosted-layers", {
      schedule: { daily: settings.layersAt },
      properties: { repositoryName: apps.name },
    });
    new task.BlobstoreCompact("default-compact", {
      schedule: { daily: settings.compactAt },
      properties: { blobstoreName: "default" },
    });

    const mirror = new docker.Hosted("ocp-mirror", {
      docker: { httpPort: settings.mirrorPort },
      storage: { writePolicy: "ALLOW" },
      // An empty list, so that a policy attached by hand is reported as drift.
      cleanup: { policyNames: [] },
    });

    const hub = new docker.Proxy("docker-hub", {
      proxy: { remoteUrl: upstreams.dockerHub },
      dockerProxy: { indexType: "HUB" },
    });

    const group = new docker.Group("docker-group", {
      docker: { httpPort: settings.groupPort },
      group: { memberNames: [apps.name, hub.name] },
    });

    const jenkins = new Access("nexus-jenkins-ci", {
      description: "Jenkins pushes application images, and retracts them",
      privileges: apps.privileges(...push, "delete"),
      users: ["nexus-jenkinsbot"],
      password,
    });

    const runtimes = new Access("nexus-docker-dev-pull", {
      description: "OpenShift and other runtimes pull application images",
      privileges: apps.privileges(...pull),
      users: ["nexus-openshift", "nexus-runtime"],
      password,
    });

    const clusters = new Access("nexus-ocp-mirror-pull", {
      description: "Clusters pull the OpenShift mirror",
      privileges: mirror.privileges(...pull),
      users: ["nexus-cluster"],
      password,
    });

    const bootstrap = new Access("nexus-ocp-mirror-write", {
      description: "The bootstrap host fills the OpenShift mirror; nothing else does",
      privileges: mirror.privileges(...push),
      users: ["nexus-bootstrap"],
      password,
    });

    const developers = new Access("nexus-docker-group-pull", {
      description: "Developers pull applications and public images",
      privileges: group.privileges(...pull),
      users: ["nexus-developer"],
      password,
    });

    // Docker clients must log in: a request to /v2/ without credentials gets 401.
    new AnonymousAccess("anonymous", { enabled: false });
    new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });

    const accesses = [jenkins, runtimes, clusters, bootstrap, developers];
    return { passwords: Object.assign({}, ...accesses.map(({ passwords }) => passwords)) };
  },
});
