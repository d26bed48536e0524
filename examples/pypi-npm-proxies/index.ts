import { estate, npm, pypi, Realms, RoutingRule } from "nexus-iac";

export default estate({
  upstreams: ["npm", "pypi"],
  declare({ upstreams }) {
    const ownNpm = new RoutingRule("own-npm-packages", { mode: "BLOCK", matchers: ["^/@company/.*"] });
    const ownPypi = new RoutingRule("own-pypi-packages", { mode: "BLOCK", matchers: ["^/simple/company-.*"] });

    const npmHosted = new npm.Hosted("npm-hosted", { storage: { writePolicy: "ALLOW_ONCE" } });
    const npmProxy = new npm.Proxy("npm-proxy", {
      proxy: { remoteUrl: upstreams.npm },
      routingRuleName: ownNpm.name,
    });
    const npmAll = new npm.Group("npm-all", { group: { memberNames: [npmHosted.name, npmProxy.name] } });

    const pypiHosted = new pypi.Hosted("pypi-hosted", { storage: { writePolicy: "ALLOW_ONCE" } });
    const pypiProxy = new pypi.Proxy("pypi-proxy", {
      proxy: { remoteUrl: upstreams.pypi },
      pypi: { indexPath: "simple" },
      routingRuleName: ownPypi.name,
    });
    const pypiAll = new pypi.Group("pypi-all", { group: { memberNames: [pypiHosted.name, pypiProxy.name] } });

    // npm login needs the realm NpmToken.
    new Realms("realms", { active: ["NexusAuthenticatingRealm", "NpmToken"] });

    return { npm: npmAll.url, pypi: pypiAll.url };
  },
});
