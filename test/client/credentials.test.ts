import { expect, it } from "vitest";
import { BoundCredentials, getCredentials, UntrustedOriginError } from "../../src/client/credentials.ts";

const user = { username: "ci", password: "s3cret" };
const credentials = new BoundCredentials(user, ["https://nexus.example/nexus", "http://nexus.example:8082"]);
const value = `Basic ${btoa("ci:s3cret")}`;

it.each(["https://nexus.example", "https://NEXUS.example:443/repository/apps", "http://nexus.example:8082/v2/"])(
  "returns credentials for their origin: %s",
  (url) => {
    expect(credentials.valueFor(url)).toBe(value);
  },
);

it.each([
  ["another scheme", "http://nexus.example"],
  ["another scheme of a connector", "https://nexus.example:8082"],
  ["another port", "https://nexus.example:8443"],
  ["another host", "https://nexus.example.evil.example"],
  ["the host as a user name", "https://nexus.example@evil.example"],
  ["a subdomain", "https://apps.nexus.example"],
])("refuses credentials for %s: %s", (_what, url) => {
  expect(() => credentials.valueFor(url)).toThrow(UntrustedOriginError);
});

it("names the servers and the option, and no secret", () => {
  expect(() => credentials.valueFor("http://evil.example/path")).toThrow(
    "Not sending the credentials of ci to http://evil.example, only to https://nexus.example, http://nexus.example:8082. " +
      "If http://evil.example may receive them, add --send-credentials-to http://evil.example",
  );
});

it("binds the user and password of a connection to its URL", () => {
  const bound = getCredentials({ url: "https://nexus.example", ...user });
  expect(bound?.valueFor("https://nexus.example/v2/")).toBe(value);
  expect(() => bound?.valueFor("https://nexus.example:8443")).toThrow(UntrustedOriginError);
  expect(getCredentials({ url: "https://nexus.example", username: "ci" })).toBeUndefined();
});

it("does not show its secrets when it is logged or copied", () => {
  expect(JSON.stringify(credentials)).not.toMatch(/s3cret|Y2k6/);
  expect(JSON.stringify({ ...credentials })).not.toMatch(/s3cret|Y2k6/);
});
