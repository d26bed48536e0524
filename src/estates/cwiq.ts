/**
 * Estate cwiq: the shared Nexus of all teams. Artifacts are promoted from dev to uat to prod. Artifacts in uat and prod are
 * immutable, and only the promoter publishes them.
 */
import {
  Access,
  AnonymousAccess,
  docker,
  estate,
  invariants,
  maven,
  npm,
  PromotionChain,
  pull,
  push,
  pypi,
  Realms,
  raw,
  SignOn,
  yum,
} from "nexus-iac";
import { z } from "nexus-iac/zod";

const port = z.int().min(1).max(65535);

/** Artifacts in dev may be overwritten, promoted artifacts may not. */
const storage = {
  dev: { writePolicy: "ALLOW" },
  uat: { writePolicy: "ALLOW_ONCE" },
  prod: { writePolicy: "ALLOW_ONCE" },
} as const;
type Stage = keyof typeof storage;

const text = z.string().min(1);
/**
 * Single sign-on in addition to Nexus's own users: the setting `nexus:signOn`, as JSON or by paths. Set secret values with
 * --secret.
 */
const signOn = z.union([
  // A reverse proxy sends the user id in this header.
  z.strictObject({ header: text }),
  z.strictObject({
    saml: z.strictObject({
      idpMetadata: text,
      usernameAttribute: text.default("username"),
      emailAttribute: text.optional(),
      groupsAttribute: text.optional(),
    }),
  }),
  z.strictObject({
    oauth2: z.strictObject({
      clientId: text,
      clientSecret: text,
      idpAuthorizationUrl: z.url(),
      idpTokenUrl: z.url(),
      idpJwksUrl: z.url(),
      idpJwsAlgorithm: text.default("RS256"),
      usernameClaim: text.default("preferred_username"),
      groupsClaim: text.optional(),
    }),
  }),
]);

const promoted = ["docker", "raw", "yum"].flatMap((format) => [`${format}-hosted-uat`, `${format}-hosted-prod`]);
/** Libraries have no stages: a version is published once for all environments. */
const libraries = ["pypi-hosted", "npm-hosted"];

const images = { images: ["orchestrator/<project>"], noPrefixes: ["cwiq-"] };
const tags = ["main-<sha>", "branch-<slug>-<sha>", "<version>"];

export default estate({
  settings: {
    /** Connector ports on the Nexus host: for pushes by CI, and for pulls by all clients. */
    pushPort: port.default(8443),
    pullPort: port.default(8444),
    /** Makes images of uat and prod, which have no connectors, accessible by path for promotion. Needs Nexus 3.83 or later. */
    imagesByPath: z.boolean().default(false),
    signOn: signOn.optional(),
  },
  upstreams: ["dockerHub", "epel", "mavenCentral", "npm", "pypi"],

  invariants: [
    ...[...promoted, ...libraries].map((repository) => invariants.immutable(repository)),
    ...promoted.map((repository) => invariants.writtenBy(repository, "nexus-promoter")),
    ...promoted.map((repository) => invariants.nothingOn(repository, "nexus-ci")),
    ...libraries.map((repository) => invariants.writtenBy(repository, "nexus-ci")),
    invariants.notIn("yum-group-uat", "yum-hosted-dev"),
    invariants.notIn("yum-group-prod", "yum-hosted-dev"),
    invariants.notIn("yum-group-prod", "yum-hosted-uat"),
    invariants.noAllPowerfulRole,
  ],

  clientConfig: {
    pipelines: { installPaths: ["install/**"] },
    naming: [
      // Moving tags are allowed only in dev.
      { ...images, repositories: ["docker-hosted-dev"], tags: [...tags, "latest", "stable"] },
      { ...images, repositories: ["docker-hosted-uat", "docker-hosted-prod"], tags },
    ],
    consumers: {
      gitlab: { user: "nexus-ci", push: "docker-hosted-dev", pull: "docker-group" },
      kubernetes: {
        secrets: [
          {
            name: "nexus-pull",
            namespaces: ["orchestrator"],
            registries: [{ repository: "docker-group", user: "nexus-deployments", group: true }],
          },
        ],
        vault: { store: "vault", path: "nexus/cwiq/<user>" },
      },
      clusters: {
        cwiq: {
          container: { repository: "docker-group", credential: "container-registry" },
          maven: { repository: "maven-public", credential: "maven-registry" },
        },
      },
      docker: { user: "nexus-ci", repositories: ["docker-hosted-dev", "docker-group"] },
      maven: { user: "nexus-ci", mirror: "maven-public", snapshots: "maven-snapshots" },
      npm: { user: "nexus-ci", read: "npm-group", publish: "npm-hosted" },
      pip: { user: "nexus-ci", read: "pypi-group", publish: "pypi-hosted" },
    },
    // Everybody pulls from the group, public images too.
    runtime: { allow: ["repository:docker-group"] },
  },

  declare({ settings, upstreams, password }) {
    const dockerDev = new docker.Hosted("docker-hosted-dev", {
      docker: { httpPort: settings.pushPort },
      storage: storage.dev,
    });
    const byPath = settings.imagesByPath ? { docker: { pathEnabled: true } } : {};
    const dockerUat = new docker.Hosted("docker-hosted-uat", { ...byPath, storage: storage.uat });
    const dockerProd = new docker.Hosted("docker-hosted-prod", { ...byPath, storage: storage.prod });
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

    const rawDev = new raw.Hosted("raw-hosted-dev", { storage: storage.dev });
    const rawUat = new raw.Hosted("raw-hosted-uat", { storage: storage.uat });
    const rawProd = new raw.Hosted("raw-hosted-prod", { storage: storage.prod });
    const rawGroup = new raw.Group("raw-group", {
      group: { memberNames: [rawProd.name, rawUat.name, rawDev.name] },
    });

    // A host gets the packages of its own stage, and EPEL.
    const epel = new yum.Proxy("yum-proxy-epel", { proxy: { remoteUrl: upstreams.epel } });
    const yumAt = (stage: Stage) => {
      const hosted = new yum.Hosted(`yum-hosted-${stage}`, { storage: storage[stage] });
      const group = new yum.Group(`yum-group-${stage}`, { group: { memberNames: [hosted.name, epel.name] } });
      return { hosted, group };
    };
    const [yumDev, yumUat, yumProd] = [yumAt("dev"), yumAt("uat"), yumAt("prod")];

    PromotionChain.of("docker", { dev: dockerDev, uat: dockerUat, prod: dockerProd });
    PromotionChain.of("raw", { dev: rawDev, uat: rawUat, prod: rawProd });
    PromotionChain.of("yum", { dev: yumDev.hosted, uat: yumUat.hosted, prod: yumProd.hosted });

    const pypiHosted = new pypi.Hosted("pypi-hosted", { storage: { writePolicy: "ALLOW_ONCE" } });
    const pypiProxy = new pypi.Proxy("pypi-proxy", { proxy: { remoteUrl: upstreams.pypi } });
    const pypiGroup = new pypi.Group("pypi-group", { group: { memberNames: [pypiHosted.name, pypiProxy.name] } });

    const npmHosted = new npm.Hosted("npm-hosted", { storage: { writePolicy: "ALLOW_ONCE" } });
    const npmProxy = new npm.Proxy("npm-proxy", { proxy: { remoteUrl: upstreams.npm } });
    const npmGroup = new npm.Group("npm-group", { group: { memberNames: [npmHosted.name, npmProxy.name] } });

    const dev = [dockerDev, rawDev, yumDev.hosted, snapshots];
    const beyondDev = [dockerUat, dockerProd, rawUat, rawProd, yumUat.hosted, yumProd.hosted, releases];
    const published = [pypiHosted, npmHosted];
    const groups = [dockerGroup, mavenPublic, rawGroup, yumDev.group, yumUat.group, yumProd.group, pypiGroup, npmGroup];

    const ci = new Access("nexus-ci", {
      description: "CI publishes libraries, and all else to dev, and reads what is published",
      privileges: [
        ...[...dev, ...published].flatMap((repository) => repository.privileges(...push)),
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
    const people = settings.signOn && new SignOn("sign-on", settings.signOn);
    new Realms("realms", {
      active: ["NexusAuthenticatingRealm", "DockerToken", "NpmToken", ...(people?.realms ?? [])],
    });

    return { passwords: { ...ci.passwords, ...promoter.passwords, ...deployments.passwords } };
  },
});
