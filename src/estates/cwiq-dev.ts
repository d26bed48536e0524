/**
 * Estate cwiq-dev: a test environment for the pipelines of cwiq, with one stage for Docker images and proxies for the
 * libraries that builds need. Logins are by user and password only.
 */
import { Access, AnonymousAccess, docker, estate, invariants, npm, pull, push, pypi, Realms } from "nexus-iac";
import { z } from "nexus-iac/zod";

const port = z.int().min(1).max(65535);

export default estate({
  settings: {
    /** Connector ports on the Nexus host: for pushes by CI, and for pulls by all clients. */
    pushPort: port.default(8443),
    pullPort: port.default(8444),
  },
  upstreams: ["dockerHub", "npm", "pypi"],

  invariants: [invariants.noAllPowerfulRole],

  clientConfig: {
    naming: [
      {
        repositories: ["docker-hosted"],
        images: ["orchestrator/<project>"],
        noPrefixes: ["cwiq-"],
        tags: ["main-<sha>", "branch-<slug>-<sha>", "<version>", "latest", "stable"],
      },
    ],
    consumers: {
      gitlab: { user: "nexus-ci", push: "docker-hosted", pull: "docker-group" },
      kubernetes: {
        secrets: [
          {
            name: "nexus-pull",
            namespaces: ["orchestrator"],
            registries: [{ repository: "docker-group", user: "nexus-deployments", group: true }],
          },
        ],
      },
      docker: { user: "nexus-ci", repositories: ["docker-hosted", "docker-group"] },
      npm: { user: "nexus-ci", read: "npm-proxy" },
      pip: { user: "nexus-ci", read: "pypi-proxy" },
    },
  },

  declare({ settings, upstreams, password }) {
    const hosted = new docker.Hosted("docker-hosted", {
      docker: { httpPort: settings.pushPort, forceBasicAuth: true },
      storage: { writePolicy: "ALLOW" },
    });
    const proxy = new docker.Proxy("docker-proxy", {
      docker: { forceBasicAuth: true },
      proxy: { remoteUrl: upstreams.dockerHub },
      dockerProxy: { indexType: "HUB" },
    });
    const group = new docker.Group("docker-group", {
      docker: { httpPort: settings.pullPort, forceBasicAuth: true },
      group: { memberNames: [hosted.name, proxy.name] },
    });

    const libraries = [
      new npm.Proxy("npm-proxy", { proxy: { remoteUrl: upstreams.npm } }),
      new pypi.Proxy("pypi-proxy", { proxy: { remoteUrl: upstreams.pypi } }),
    ];

    const ci = new Access("nexus-ci", {
      description: "CI pushes images and pulls what it builds on",
      privileges: [
        ...hosted.privileges(...push),
        ...[group, ...libraries].flatMap((repository) => repository.privileges(...pull)),
      ],
      users: ["nexus-ci"],
      password,
    });
    const deployments = new Access("nexus-deployments", {
      description: "Deployments pull images",
      privileges: group.privileges(...pull),
      users: ["nexus-deployments"],
      password,
    });

    // Basic authentication only: no anonymous access, and no realm for tokens.
    new AnonymousAccess("anonymous", { enabled: false });
    new Realms("realms", { active: ["NexusAuthenticatingRealm"] });

    return { passwords: { ...ci.passwords, ...deployments.passwords } };
  },
});
