import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { resolveSettings } from "../../src/provider/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "nexus-iac-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const stack = { url: "https://nexus.example", username: "admin", password: "configured" };

describe("resolveSettings", () => {
  it("reads the configuration of the stack", () => {
    expect(resolveSettings({ ...stack, parallel: "4", retryFor: "60", release: "3.77.0-08 CORE" }, {})).toEqual({
      missing: [],
      connection: {
        ...stack,
        parallel: 4,
        retry: { retryFor: 60_000 },
        server: { release: "3.77.0", edition: "CORE" },
      },
      server: { release: "3.77.0", edition: "CORE" },
      offline: false,
      onConflict: "adopt",
      keepAdopted: false,
      deleteContent: false,
      takePorts: false,
    });
  });

  it("prefers credentials of the environment, and uses its URL only if none is configured", () => {
    const environment = { NEXUS_USERNAME: "ci", NEXUS_PASSWORD: "rotated" };
    expect(resolveSettings(stack, environment).connection).toMatchObject({ username: "ci", password: "rotated" });
    expect(resolveSettings({}, { NEXUS_URL: "http://x.example" }).connection).toMatchObject({
      url: "http://x.example",
    });
    expect(resolveSettings(stack, { NEXUS_URL: "https://nexus.example/" }).connection?.url).toBe(stack.url);
  });

  it("reads the initial password from the environment, the stack or a file when it is needed", () => {
    const file = join(folder, "admin.password");
    const of = (texts: object, environment = {}) =>
      resolveSettings({ ...stack, ...texts }, environment).initialPassword;
    expect(of({})).toBeUndefined();
    expect(of({ initialPassword: "a" }, { NEXUS_INITIAL_PASSWORD: "b" })?.()).toBe("b");
    const later = of({ initialPasswordFile: file });
    expect(later).toThrow(`Nexus refuses nexus:password, and nexus:initialPasswordFile ${file} cannot be read`);
    writeFileSync(file, "made by Nexus\n");
    expect(later?.()).toBe("made by Nexus");
  });

  it("rejects NEXUS_URL of another stack", () => {
    expect(() => resolveSettings(stack, { NEXUS_URL: "https://lab.example" })).toThrow(
      "NEXUS_URL is https://lab.example, but nexus:url of this stack is https://nexus.example",
    );
  });

  it("returns no connection without a URL, so that previews continue", () => {
    expect(resolveSettings({}, {}).connection).toBeUndefined();
  });

  it.each([
    [{ url: "nexus.example" }, "nexus:url must be an http or https URL, such as https://nexus.example"],
    [
      { url: "https://x.example/nexus/service/rest/v1/" },
      'nexus:url must be the address of Nexus itself, https://x.example/nexus, without "/service/rest/v1/"',
    ],
    [{ url: "https://x.example/repository/files" }, 'https://x.example, without "/repository/files"'],
    [{ username: "" }, "nexus:username must not be empty"],
    [{ insecure: "yes" }, 'nexus:insecure must be "true" or "false"'],
    [{ parallel: "200" }, "nexus:parallel must be from 1 to 64"],
    [{ parallel: "many" }, "nexus:parallel must be a whole number"],
    [{ release: "latest" }, 'nexus:release must be a release, such as "3.94.0" or "3.94.0 PRO"'],
    [{ url: "https://x.example", caFile: "/does/not/exist.pem" }, "nexus:caFile /does/not/exist.pem cannot be read"],
  ])("rejects %o", (texts, message) => {
    expect(() => resolveSettings(texts, {})).toThrow(message);
  });

  it("rejects a CA file without a certificate", () => {
    const file = join(folder, "key.pem");
    writeFileSync(file, "-----BEGIN PRIVATE KEY-----");
    expect(() => resolveSettings({ url: "https://x.example", caFile: file }, {})).toThrow("contains no certificate");
  });
});
