import { describe, expect, it } from "vitest";
import { type ClientDeclarations, createClientConfig } from "../../src/estate/declared-client-config.ts";
import { validateClientConfig } from "../../src/estate/rules/client-references.ts";
import { declare, docker, estateOf, group, raw } from "./support.ts";

const nothing: ClientDeclarations = { clients: {}, clientConfig: {}, chains: [] };
const apps = docker("apps", { docker: { httpPort: 5002 }, storage: { writePolicy: "allow_once", latestPolicy: true } });
const estate = estateOf([
  apps,
  docker("by-path", { docker: { pathEnabled: true } }),
  docker("secure", { docker: { httpPort: 5003, httpsPort: 5443 } }),
  group("docker-group", "all", "apps", "by-path"),
  raw("files", { cleanup: { policyNames: ["old"] } }),
  declare("cleanup-policy", "old", { format: "raw", criteriaLastDownloaded: 30 }),
]);
const told = (url: string, clientDeclarations = nothing) => createClientConfig("lab", url, estate, clientDeclarations);
const repository = (name: string, ...of: Parameters<typeof told>) =>
  told(...of).repositories.find((one) => one.name === name);

describe("the client configuration of an estate", () => {
  it("says how each repository is reached: Docker's by their connectors on Nexus's host", () => {
    expect(repository("apps", "https://nexus.example/")).toEqual({
      name: "apps",
      format: "docker",
      type: "hosted",
      url: "https://nexus.example/repository/apps",
      registry: "nexus.example:5002",
      writePolicy: "ALLOW_ONCE",
      latestPolicy: true,
    });
    expect(repository("secure", "https://nexus.example")).toMatchObject({ registry: "nexus.example:5443" });
    expect(repository("by-path", "https://nexus.example")).toMatchObject({ pathEnabled: true });
    expect(repository("by-path", "https://nexus.example")).not.toHaveProperty("registry");
    expect(repository("all", "https://nexus.example")).toMatchObject({ type: "group", members: ["apps", "by-path"] });
    expect(told("https://nexus.example").cleanupPolicies).toEqual([{ name: "old", lastDownloaded: 30 }]);
  });

  it("says which registries speak plain HTTP", () => {
    expect(repository("apps", "http://localhost:8081")).toMatchObject({ registry: "localhost:5002", insecure: true });
    expect(repository("secure", "http://localhost:8081")).not.toHaveProperty("insecure");
  });

  it("takes the addresses that the stack says", () => {
    const clients = {
      url: "https://all.example",
      registries: { apps: "apps.example", secure: "http://localhost:5000" },
    };
    const said = { ...nothing, clients };
    expect(repository("files", "https://nexus.example", said)?.url).toBe("https://all.example/repository/files");
    expect(repository("apps", "https://nexus.example", said)).toMatchObject({ registry: "apps.example" });
    expect(repository("secure", "https://nexus.example", said)).toMatchObject({
      registry: "localhost:5000",
      insecure: true,
    });
  });

  it("is refused where it names what there is not", () => {
    const wrong: ClientDeclarations = {
      clients: { registries: { app: "apps.example" } },
      clientConfig: {
        naming: [{ repositories: ["app"], images: ["<image>"], tags: ["<nmber>"] }],
        runtime: { allow: ["repository:files", "elsewhere.example/"], mirrors: ["mirror"] },
      },
      chains: [
        {
          name: "images",
          format: "docker",
          stages: [
            { name: "dev", repository: "appps" },
            { name: "prod", repository: "apps" },
          ],
        },
      ],
    };
    expect(validateClientConfig(estate, wrong).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'nexus:clients.registries.app: Docker repository "app" is not declared; did you mean "apps"?',
      'clientConfig.naming[0].repositories[0]: Docker repository "app" is not declared; did you mean "apps"?',
      'clientConfig.runtime.mirrors[0]: Docker repository "mirror" is not declared',
      'clientConfig.runtime.allow[0]: Docker repository "files" is not declared',
      'stage "dev" of promotion chain "images": repository "appps" is not declared; did you mean "apps"?',
      'clientConfig.naming[0]: "<nmber>" contains the unknown placeholder <nmber>; did you mean "number"?',
    ]);
  });
});
