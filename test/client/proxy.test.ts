import { expect, it } from "vitest";
import { findProxy } from "../../src/client/proxy.ts";

const proxy = "http://proxy.example:3128";

it.each<[string, Record<string, string>, string | undefined]>([
  ["https://nexus.example", { HTTPS_PROXY: proxy }, "proxy.example:3128"],
  ["https://nexus.example", { HTTP_PROXY: proxy }, undefined],
  ["http://nexus.example", { HTTP_PROXY: proxy, HTTPS_PROXY: "http://other.example" }, "proxy.example:3128"],
  ["https://nexus.example", { HTTPS_PROXY: "http://other.example", https_proxy: proxy }, "proxy.example:3128"],
  ["https://nexus.example", { HTTPS_PROXY: "proxy.example:3128" }, "proxy.example:3128"],
  ["https://nexus.example", {}, undefined],
  ["http://localhost:8081", { HTTP_PROXY: proxy }, undefined],
  ["http://127.0.0.1:8081", { HTTP_PROXY: proxy }, undefined],
  ["http://[::1]:8081", { HTTP_PROXY: proxy }, undefined],
])("%s with %j", (origin, environment, host) => {
  expect(findProxy(origin, environment)?.host).toBe(host);
});

it.each<[string, string, boolean]>([
  ["*", "https://nexus.example", false],
  ["nexus.example", "https://nexus.example", false],
  ["example", "https://nexus.example", false],
  [".example", "https://nexus.example", false],
  ["*.example", "https://nexus.example", false],
  ["us.example", "https://nexus.example", true],
  ["other, NEXUS.example", "https://nexus.example", false],
  ["nexus.example:443", "https://nexus.example", false],
  ["nexus.example:8443", "https://nexus.example", true],
  ["10.1.2.3", "https://10.1.2.3:8443", false],
  ["10.0.0.0/8", "https://10.1.2.3:8443", false],
  ["10.0.0.0/8", "https://11.1.2.3", true],
  ["10.0.0.0/99", "https://10.1.2.3", true],
  ["fd00::/8", "https://[fd00::1]", false],
  ["fd00::1", "https://[fd00::1]", false],
])("NO_PROXY %s: %s uses the proxy: %s", (noProxy, origin, isUsed) => {
  expect(findProxy(origin, { HTTPS_PROXY: proxy, NO_PROXY: noProxy }) !== undefined).toBe(isUsed);
});

it("names the variable that is not a URL", () => {
  expect(() => findProxy("https://nexus.example", { HTTPS_PROXY: "socks5://proxy.example" })).toThrow(
    "HTTPS_PROXY is not a URL of a proxy, such as http://proxy.example:3128",
  );
});
