/**
 * cwiq: the Nexus that all teams share. Artifacts are promoted from dev to uat to prod; what has left dev stays as it
 * is, and only the promoter puts it there.
 */
import { Access, AnonymousAccess, docker, estate, invariants, maven, pull, push, Realms, raw } from "nexus-iac";
import { z } from "zod";

const port = z.int().min(1).max(65535);
const promoted = ["docker-hosted-uat", "docker-hosted-prod", "raw-hosted-uat", "raw-hosted-prod"];

export default estate({
  settings: {
    /** Connector ports on the Nexus host: CI pushes to one, everybody pulls from the other. */
    pushPort: port.default(8443),
    pullPort: port.default(8444),
  },
  upstreams: ["dockerHub", "mavenCentral"],

  invariants: [
    ...promoted.map((repository) => invariants.immutable(repository)),
    ...promoted.map((repository) => invariants.writtenBy(repository, "nexus-promoter")),
    ...promoted.map((repository) => invariants.nothingOn(repository, "nexus-ci")),
    invariants.noAllPowerfulRole,
  ],

  declare({ settings, upstreams, password }) {
    const dockerDev = new docker.Hosted("docker-hosted-dev", {
      docker: { httpPort: settings.pushPort },
      storage: { writePolicy: "ALLOW" },
    });
    const dockerUat = new docker.Hosted("docker-hosted-uat", { storage: { writePolicy: "ALLOW_ONCE" } });
    const dockerProd = new docker.Hosted("docker-hosted-prod", { storage: { writePolicy: "ALLOW_ONCE" } });
    const dockerHub = new docker.Proxy("docker-proxy-dockerhub", {
      proxy: { remoteUrl: upstreams.dockerHub },
      dockerProxy: { indexType: "HUB" },
    });
    const dockerGroup = new docker.Group("docker-group", {
      docker: { httpPort: settings.pullPort },
      group: { memberNames: [dockerProd.name, dockerUat.name, dockerDev.name, dockerHub.name] },
    });

    const releases = new maven.Hosted("maven-releases", {
      maven: { versionPolicy: "RELEASE", layoutPolicy: "STRICT" },
      storage: { writePolicy: "ALLOW_ONCE" },
    });
    const snapshots = new maven.Hosted("maven-snapshots", {
      maven: { versionPolicy: "SNAPSHOT", layoutPolicy: "STRICT" },
      storage: { writePolicy: "ALLOW" },
    });
    const central = new maven.Proxy("maven-central", {
      proxy: { remoteUrl: upstreams.mavenCentral },
      maven: { versionPolicy: "RELEASE", layoutPolicy: "PERMISSIVE" },
    });
    const mavenPublic = new maven.Group("maven-public", {
      group: { memberNames: [releases.name, snapshots.name, central.name] },
    });

    const rawDev = new raw.Hosted("raw-hosted-dev", { storage: { writePolicy: "ALLOW" } });
    const rawUat = new raw.Hosted("raw-hosted-uat", { storage: { writePolicy: "ALLOW_ONCE" } });
    const rawProd = new raw.Hosted("raw-hosted-prod", { storage: { writePolicy: "ALLOW_ONCE" } });
    const rawGroup = new raw.Group("raw-group", {
      group: { memberNames: [rawProd.name, rawUat.name, rawDev.name] },
    });

    const dev = [dockerDev, rawDev, snapshots];
    const beyondDev = [dockerUat, dockerProd, rawUat, rawProd, releases];
    const groups = [dockerGroup, mavenPublic, rawGroup];

    const ci = new Access("nexus-ci", {
      description: "CI publishes to dev and reads what is published",
      privileges: [
        ...dev.flatMap((repository) => repository.privileges(...push)),
        ...groups.flatMap((group) => group.privileges(...pull)),
      ],
      users: ["nexus-ci"],
      password,
    });

    const promoter = new Access("nexus-promoter", {
      description: "Promotes from dev to uat to prod, and deletes nowhere",
      privileges: [
        ...dev.flatMap((repository) => repository.privileges(...pull)),
        ...beyondDev.flatMap((repository) => repository.privileges(...push)),
      ],
      users: ["nexus-promoter"],
      password,
    });

    const deployments = new Access("nexus-deployments", {
      description: "Deployments read what is published",
      privileges: groups.flatMap((group) => group.privileges(...pull)),
      users: ["nexus-deployments"],
      password,
    });

    new AnonymousAccess("anonymous", { enabled: false });
    new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });

    return { passwords: { ...ci.passwords, ...promoter.passwords, ...deployments.passwords } };
  },
});
