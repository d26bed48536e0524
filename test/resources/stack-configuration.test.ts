import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseConfiguration, parseIgnorePatterns, parseRotations } from "../../src/resources/stack-configuration.ts";

const spec = {
  settings: { retainDays: z.int().min(1).default(30), label: z.string().optional() },
  upstreams: ["dockerHub"],
};
const upstreams = '{"dockerHub":"https://hub.example"}';

describe("the configuration of a stack", () => {
  it("is parsed by the types of the estate's settings", () => {
    const read = parseConfiguration({ url: "https://nexus.example", upstreams, retainDays: "7", label: "7" }, spec);
    expect(read).toEqual({
      settings: { retainDays: 7, label: "7" },
      upstreams: { dockerHub: "https://hub.example" },
      clients: {},
      passwords: {},
      probe: false,
    });
  });

  it.each([
    ["true", true],
    ["false", false],
    ["write", "write"],
  ])("accepts nexus:probe %s", (probe, read) =>
    expect(parseConfiguration({ upstreams, probe }, spec).probe).toBe(read),
  );

  it("uses the defaults of the estate", () => {
    expect(parseConfiguration({ upstreams }, spec).settings).toEqual({ retainDays: 30, label: undefined });
  });

  it.each([
    [{ upstreams, retainDay: "7" }, 'nexus:retainDay is not a setting; did you mean "retainDays"?'],
    [{ upstreams, pasword: "x" }, 'nexus:pasword is not a setting; did you mean "password"?'],
    [{ upstreams, retainDays: "0" }, "nexus:retainDays: must be at least 1, not 0"],
    [{ upstreams, retainDays: "many" }, "nexus:retainDays: must be a number, not a string"],
    [
      {},
      "nexus:upstreams.dockerHub is not set; set the URL of the upstream with `pulumi config set --path nexus:upstreams.dockerHub https://...`",
    ],
    [{ upstreams: '{"dockerHub":"hub.example"}' }, "nexus:upstreams.dockerHub: must be an http or https URL"],
    [
      { upstreams: '{"dockerHub":"https://hub.example","dockerhub":"x"}' },
      'nexus:upstreams.dockerhub is not a setting; did you mean "dockerHub"?',
    ],
    [{ upstreams, rotations: '{"__proto__":"1"}' }, "nexus:rotations.__proto__: is not a possible name"],
    [{ upstreams, passwords: '{"__proto__":"1"}' }, "nexus:passwords.__proto__: is not a possible name"],
    [{ upstreams, probe: "writes" }, 'nexus:probe: must be true, false or "write"'],
    [{ upstreams, url: "nexus" }, "nexus:url: must be an http or https URL, such as https://nexus.example"],
  ])("is rejected: %o", (texts, message) => {
    expect(() => parseConfiguration(texts as Record<string, string>, spec)).toThrow(message);
  });

  it("does not show a password in an error", () => {
    const texts = { upstreams, passwords: '{"u":""}', pasword: "s3cr3t" };
    expect(() => parseConfiguration(texts, spec)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("s3cr3t") }),
    );
  });
});

describe("nexus:ignore", () => {
  it("accepts patterns of family and name", () => {
    expect(parseIgnorePatterns(["repository/legacy-*", "cleanup policy/a/b"])).toEqual([
      "repository/legacy-*",
      "cleanup policy/a/b",
    ]);
    expect(parseConfiguration({ upstreams, ignore: '["user/*"]' }, spec).settings.retainDays).toBe(30);
  });

  it.each([
    [["repo/x"], 'nexus:ignore[0]: must be such as "repository/legacy-*"; "repo" is not a family'],
    [["user/*", "role"], 'nexus:ignore[1]: must be such as "repository/legacy-*"'],
    ["user/*", "nexus:ignore: must be a list, not a string"],
  ])("is rejected: %o", (patterns, message) => expect(() => parseIgnorePatterns(patterns)).toThrow(message));
});

describe("nexus:rotations", () => {
  it("accepts texts and, as `pulumi config set --path` stores digits as a number, numbers", () => {
    expect(parseRotations({ ci: 2, ada: "2027-01-31" })).toEqual({ ci: "2", ada: "2027-01-31" });
    expect(parseRotations(undefined)).toEqual({});
  });

  it.each([
    [{ ci: true }, "nexus:rotations.ci: must be a text, such as a number or a date"],
    [["ci"], "nexus:rotations: must be an object, not a list"],
    [JSON.parse('{"__proto__":"1"}'), "nexus:rotations.__proto__: is not a possible name of a key or of a user"],
  ])("is rejected: %o", (rotations, message) => expect(() => parseRotations(rotations)).toThrow(message));
});
