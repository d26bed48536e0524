import { describe, expect, it } from "vitest";
import { type ClientDeclarations, createClientConfig } from "../../src/estate/declared-client-config.ts";
import { validateClientConfig } from "../../src/estate/rules/client-references.ts";
import { declare, docker, estateOf, group, raw } from "./support.ts";

const noClients: ClientDeclarations = { clients: {}, clientConfig: {}, chains: [] };
const apps = docker("apps", { docker: { httpPort: 5002 }, storage: { writePolicy: "allow_once", latestPolicy: true } });
const estate = estateOf([
  apps,
  docker("by-path", { docker: { pathEnabled: true } }),
  docker("secure", { docker: { httpPort: 5003, httpsPort: 5443 } }),
  group("docker-group", "all", "apps", "by-path"),
  raw("files", { cleanup: { policyNames: ["old"] } }),
  declare("cleanup-policy", "old", { format: "raw", criteriaLastDownloaded: 30 }),
]);
const create = (url: string, clientDeclarations = noClients) =>
  createClientConfig("lab", url, estate, clientDeclarations);
const repository = (name: string, ...args: Parameters<typeof create>) =>
  create(...args).repositories.find((candidate) => candidate.name === name);

describe("the client configuration of an estate", () => {
  it("contains the address of each repository; Docker repositories have the port of their connector", () => {
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
    expect(create("https://nexus.example").cleanupPolicies).toEqual([{ name: "old", lastDownloaded: 30 }]);
  });

  it("marks registries with plain HTTP", () => {
    expect(repository("apps", "http://localhost:8081")).toMatchObject({ registry: "localhost:5002", insecure: true });
    expect(repository("secure", "http://localhost:8081")).not.toHaveProperty("insecure");
  });

  it("uses the addresses in nexus:clients", () => {
    const clients = {
      url: "https://all.example",
      registries: { apps: "apps.example", secure: "http://localhost:5000" },
    };
    const declarations = { ...noClients, clients };
    expect(repository("files", "https://nexus.example", declarations)?.url).toBe(
      "https://all.example/repository/files",
    );
    expect(repository("apps", "https://nexus.example", declarations)).toMatchObject({ registry: "apps.example" });
    expect(repository("secure", "https://nexus.example", declarations)).toMatchObject({
      registry: "localhost:5000",
      insecure: true,
    });
  });

  it("is rejected if it names repositories that are not declared", () => {
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
