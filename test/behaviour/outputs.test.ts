import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { createTestEnvironment } from "../support/stack/test-environment.ts";

it("gives the URL of a repository, and the registry of a Docker repository with a connector or its path", async () => {
  const { stack, nexus } = await createTestEnvironment({
    program: `
      const files = new raw.Hosted("files");
      const apps = new docker.Hosted("apps", { name: "team-apps", docker: { httpPort: 5002 } });
      const paths = new docker.Hosted("paths", { docker: { pathEnabled: true } });
      const hidden = new docker.Hosted("hidden");
      const late = new docker.Hosted("late", { docker: pulumi.output({ httpPort: Promise.resolve(5003) }) });
      const member = new docker.Group("member", { group: { memberNames: [apps.name] }, docker: { httpPort: 5004 } });
      export const urls = [files.url, apps.url];
      export const registries = [files, apps, paths, hidden, late, member].map(({ registry }) => registry.apply((address) => address ?? "none"));`,
  });
  expect((await stack.preview()).code).toBe(0);
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const { host, hostname } = new URL(nexus.url);
  expect(await stack.readOutputs()).toEqual({
    urls: [`${nexus.url}/repository/files/`, `${nexus.url}/repository/team-apps/`],
    registries: ["none", `${hostname}:5002`, `${host}/paths`, "none", `${hostname}:5003`, `${hostname}:5004`],
  });
  for (const { outputs } of await stack.readResources())
    for (const name of ["url", "registry"]) expect(outputs).not.toHaveProperty(name);
});

it("takes the registry of a repository from nexus:clients, but not for another Provider", async () => {
  const other = await startNexus();
  onTestFinished(() => other.stop());
  const { stack, nexus } = await createTestEnvironment(
    {
      program: `
        export default estate({
          declare() {
            const password = new pulumi.Config("nexus").requireSecret("password");
            const other = new Provider("other", { url: pulumi.output("${other.url}/"), username: "admin", password });
            const stackApps = new docker.Hosted("apps", { docker: { httpPort: 5002 } });
            const otherApps = new docker.Hosted("other-apps", { name: "apps", docker: { httpPort: 5003 } }, { provider: other });
            return { stack: [stackApps.registry, stackApps.url], other: [otherApps.registry, otherApps.url] };
          },
        })();`,
    },
    { config: { clients: { registries: { apps: "https://registry.example" } } } },
  );
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  expect(await stack.readOutputs()).toEqual({
    stack: ["registry.example", `${nexus.url}/repository/apps/`],
    other: [`${new URL(other.url).hostname}:5003`, `${other.url}/repository/apps/`],
  });
});

it("creates a resource that uses the URL of a repository after it, and not if that fails", async () => {
  const { stack, nexus, recordRequests } = await createTestEnvironment({
    program: `
      const upstream = new raw.Hosted("upstream");
      new raw.Proxy("mirror", { proxy: { remoteUrl: upstream.url } });`,
  });
  nexus.injectFault({ method: "POST", path: /raw\/hosted/, response: { status: 400 } });
  const requests = await recordRequests(() => stack.up());
  expect(requests.filter((request) => request.startsWith("POST"))).toEqual(["POST /v1/repositories/raw/hosted"]);
  expect((await stack.up()).counts).toEqual({ created: 2, unchanged: 1 });
});
