/** Estate p2c: Maven only, with anonymous reading and one user for deployments. Images are in a registry outside of Nexus. */
import { Access, AnonymousAccess, estate, invariants, maven, push, Realms } from "nexus-iac";

export default estate({
  upstreams: ["mavenCentral"],

  invariants: [invariants.noConnectors, invariants.noAllPowerfulRole],

  clientConfig: {
    localRegistry: {
      push: "registry.p2c.example",
      pull: "pull.registry.p2c.example",
      user: "jenkins",
      claim: { size: "50Gi" },
      tlsSecret: "registry-tls",
    },
    consumers: {
      jenkins: { credential: "maven-registry", credentials: { "maven-registry": "maven-deploy" } },
      clusters: {
        p2c: {
          container: { address: "registry.p2c.example", credential: "container-registry", anonymousPull: true },
          maven: { repository: "maven-public", credential: "maven-registry" },
        },
      },
      maven: { user: "maven-deploy", mirror: "maven-public", releases: "maven-releases", snapshots: "maven-snapshots" },
    },
    // Only the local registry, as this Nexus contains no images.
    runtime: { allow: ["registry.p2c.example/"] },
  },

  declare({ upstreams, password }) {
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
    new maven.Group("maven-public", {
      group: { memberNames: [releases.name, snapshots.name, central.name] },
    });

    const deploy = new Access("maven-deploy", {
      description: "Builds deploy releases and snapshots",
      privileges: [releases, snapshots].flatMap((repository) => repository.privileges(...push)),
      users: ["maven-deploy"],
      password,
    });

    new AnonymousAccess("anonymous", { enabled: true, userId: "anonymous" });
    new Realms("realms", { active: ["NexusAuthenticatingRealm"] });

    return { passwords: deploy.passwords };
  },
});
