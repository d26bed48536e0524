import { expect, it } from "vitest";
import { resolveEndpoint } from "../../src/client-config/endpoint.ts";
import { served } from "./support.ts";

it.each([
  [{ registry: "nexus.example:8443" }, { url: "https://nexus.example:8443", prefix: "" }],
  [
    { registry: "registry.example/inner/more", pathEnabled: true as const },
    { url: "https://registry.example", prefix: "inner/more/" },
  ],
  [
    { registry: "localhost:5000", insecure: true as const },
    { url: "http://localhost:5000", prefix: "" },
  ],
  [{ pathEnabled: true as const }, { url: "http://nexus.example:8081", prefix: "apps/" }],
  [{}, undefined],
])("a repository with %o has the endpoint %o", (more, endpoint) => {
  expect(resolveEndpoint({ url: "http://nexus.example:8081/nexus" }, served("apps", more))).toEqual(endpoint);
});
