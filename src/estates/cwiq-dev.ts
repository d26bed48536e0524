/** cwiq-dev: where cwiq's pipelines are tried out. One Docker stage; users and passwords, nothing else. */
import { Access, AnonymousAccess, docker, estate, invariants, pull, push, Realms } from "nexus-iac";
import { z } from "zod";

const port = z.int().min(1).max(65535);

export default estate({
  settings: {
    /** Connector ports on the Nexus host: CI pushes to one, everybody pulls from the other. */
    pushPort: port.default(8443),
    pullPort: port.default(8444),
  },
  upstreams: ["dockerHub"],

  invariants: [invariants.noAllPowerfulRole],

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

    const ci = new Access("nexus-ci", {
      description: "CI pushes images and pulls what it builds on",
      privileges: [...hosted.privileges(...push), ...group.privileges(...pull)],
      users: ["nexus-ci"],
      password,
    });
    const deployments = new Access("nexus-deployments", {
      description: "Deployments pull images",
      privileges: group.privileges(...pull),
      users: ["nexus-deployments"],
      password,
    });

    // Basic authentication only: no anonymous access, no tokens.
    new AnonymousAccess("anonymous", { enabled: false });
    new Realms("realms", { active: ["NexusAuthenticatingRealm"] });

    return { passwords: { ...ci.passwords, ...deployments.passwords } };
  },
});
