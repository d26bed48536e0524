/** The descriptions of kinds and fields. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as exported from "../../src/index.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { fieldMetadata, secret } from "../../src/model/field-metadata.ts";
import { defineKind } from "../../src/model/kind.ts";
import { formatEditions, formatNotes, formatType } from "../../src/reference/field-text.ts";
import {
  describeKind,
  describeKinds,
  type FieldDescription,
  findKindDescription,
  suggestKind,
} from "../../src/reference/kind-descriptions.ts";
import { describeType } from "../../src/reference/value-types.ts";

const all = describeKinds();
const kind = (name: string) => {
  const found = findKindDescription(name);
  if (!found) throw new Error(`no kind ${name}`);
  return found;
};
const field = (name: string, path: string): FieldDescription => {
  const found = kind(name).fields.find((candidate) => candidate.path === path);
  if (!found) throw new Error(`no field ${path} of ${name}`);
  return found;
};

describe("every kind", () => {
  it("is described, in the order of the catalogue", () => {
    expect(all.map((described) => described.kind)).toEqual([...catalogue.keys()]);
  });

  it("has a class that the package exports", () => {
    const missing = all.filter(({ class: name }) => {
      const found = name
        .split(".")
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], exported);
      return typeof found !== "function";
    });
    expect(missing).toEqual([]);
  });

  it("has a description, and so has each field", () => {
    const undocumented = all.flatMap((described) => [
      ...(described.description ? [] : [described.kind]),
      ...described.fields.filter(({ description }) => !description).map(({ path }) => `${described.kind} ${path}`),
    ]);
    expect(undocumented).toEqual([]);
  });

  it("has endpoints of a method and a path", () => {
    const malformed = all
      .flatMap(({ endpoints }) => endpoints)
      .filter((endpoint) => !/^(GET|POST|PUT|DELETE) \S+$/.test(endpoint));
    expect(malformed).toEqual([]);
  });
});

describe("a kind", () => {
  it("shows its releases, editions and all its endpoints", () => {
    expect(kind("go.hosted")).toMatchObject({
      kind: "go-hosted",
      class: "go.Hosted",
      since: "3.93.0",
      editions: ["OSS", "COMMUNITY", "PRO"],
      holdsContent: true,
    });
    expect(kind("CleanupPolicy").endpoints).toContain("POST /internal/cleanup-policies");
    expect(kind("CleanupPolicy").endpoints).toContain("POST /v1/cleanup-policies");
    expect(kind("user").endpoints).toContain("PUT /v1/security/users/{userId}/change-password");
    expect(kind("email")).toMatchObject({ setting: true });
  });

  it("is found by name and by class, ignoring case, and is suggested for a similar name", () => {
    for (const name of ["docker-hosted", "docker.Hosted", "Docker.hosted"])
      expect(kind(name).kind).toBe("docker-hosted");
    expect(findKindDescription("dockerhosted")).toBeUndefined();
    expect(suggestKind("doker-hosted")).toBe("docker-hosted");
    expect(suggestKind("CleanupPolicies")).toBe("CleanupPolicy");
    expect(suggestKind("x")).toBeUndefined();
  });
});

describe("a field", () => {
  it.each<[string, string, object]>([
    ["docker-hosted", "name", { type: "string", identity: true, maxLength: 200 }],
    ["docker-hosted", "docker.httpPort", { type: "integer", minimum: 1, maximum: 65535 }],
    ["docker-hosted", "docker.pathEnabled", { since: "3.83.0" }],
    ["docker-hosted", "docker.subdomain", { edition: "PRO" }],
    ["docker-hosted", "storage.writePolicy", { values: ["ALLOW", "ALLOW_ONCE", "DENY"], default: "ALLOW_ONCE" }],
    ["docker-hosted", "storage.blobStoreName", { refersTo: "blob store", losesContent: expect.any(String) }],
    ["docker-hosted", "cleanup.policyNames", { set: true, required: true, refersTo: "cleanup policy" }],
    ["docker-hosted", "onConflict", { control: true, values: ["adopt", "fail"] }],
    ["docker-proxy", "httpClient.authentication", { type: "object", nullable: true }],
    ["docker-proxy", "httpClient.authentication.password", { secret: true }],
    ["docker-proxy", "dockerProxy.ecrAuth.enabled", { since: "3.94.0" }],
    ["docker-proxy", "replication.preemptivePullEnabled", { edition: "PRO", required: true }],
    ["user", "emailAddress", { type: "string" }],
    ["realms", "active", { type: "list of string", minItems: 1, required: true }],
  ])("%s %s is described with its properties", (name, path, expected) => {
    expect(field(name, path)).toMatchObject(expected);
  });

  it("omits a default that depends on other fields, the default of a block, and the release of its kind", () => {
    expect(field("role", "name")).not.toHaveProperty("default");
    expect(field("docker-hosted", "storage")).not.toHaveProperty("default");
    expect(field("oci-hosted", "oci.pathEnabled")).not.toHaveProperty("since");
    expect(field("docker-hosted", "docker.httpPort")).not.toHaveProperty("required");
  });
});

describe("describeType", () => {
  it.each<[z.ZodType, object]>([
    [z.record(z.string(), z.int()), { type: "map of integer" }],
    [z.union([z.string(), z.boolean()]), { type: "string or boolean" }],
    [z.literal("one"), { type: "string", values: ["one"] }],
    [z.array(z.enum(["a", "b"])).max(3), { type: "list of string", values: ["a", "b"], maxItems: 3 }],
    [z.number(), { type: "number" }],
  ])("describes type %#", (schema, expected) => expect(describeType(schema)).toEqual(expected));
});

describe("text", () => {
  it.each<[string, string, string]>([
    ["docker-hosted", "docker.httpPort", "integer, 1 to 65535"],
    ["docker-hosted", "storage.writePolicy", 'ALLOW | ALLOW_ONCE | DENY; default on creation: "ALLOW_ONCE"'],
    ["docker-hosted", "cleanup.policyNames", "set of string; required; refers to: cleanup policy"],
    ["docker-proxy", "httpClient.authentication", "object, or null"],
    [
      "privilege-script",
      "actions",
      "set of BROWSE | READ | EDIT | ADD | DELETE | RUN | ALL, at least 1 element; required",
    ],
    ["user", "password", "string; secret"],
  ])("of %s %s has type and notes", (name, path, text) => {
    const description = field(name, path);
    expect([formatType(description), ...formatNotes(description)].join("; ")).toBe(text);
  });

  it("of editions lists them or names the missing one", () => {
    expect(formatEditions(kind("raw-hosted"))).toBe("all");
    expect(formatEditions(kind("npm-hosted"))).toBe("all except Core");
    expect(formatEditions({ ...kind("npm-hosted"), editions: ["PRO"] })).toBe("Pro");
  });
});

describe("a kind with alternatives, lists of objects and secrets in lists", () => {
  const schema = z.strictObject({
    name: z.string().register(fieldMetadata, { identity: true }),
    schedule: z.union([
      z.literal("manual"),
      z.strictObject({ weekly: z.array(z.string()), at: z.string() }),
      z.strictObject({ daily: z.boolean(), at: z.string() }),
    ]),
    keys: z.array(z.strictObject({ key: z.string(), of: z.string().optional() })).optional(),
    words: z.array(secret()).optional(),
  });
  const endpoints = { list: "/v1/things", create: "POST /v1/things", update: "PUT /v1/things/{name}" } as const;
  const things = defineKind({ name: "thing", token: "nexus:Thing", noun: "thing", family: "role", schema, endpoints });

  it("has the fields of all alternatives and requires those that every alternative requires", () => {
    const { fields, ...rest } = describeKind(things, {
      kinds: {},
      fields: { schedule: "When.", "thing name": "Its name." },
    });
    expect(rest).toEqual({
      kind: "thing",
      class: "Thing",
      noun: "thing",
      description: "",
      endpoints: ["GET /v1/things", "POST /v1/things", "PUT /v1/things/{name}"],
      editions: ["CORE", "OSS", "COMMUNITY", "PRO"],
    });
    expect(fields.slice(0, -1)).toEqual([
      { path: "name", type: "string", description: "Its name.", identity: true },
      { path: "schedule", type: "string or object", description: "When.", required: true },
      { path: "schedule.weekly", type: "list of string", description: "" },
      { path: "schedule.at", type: "string", description: "", required: true },
      { path: "schedule.daily", type: "boolean", description: "" },
      { path: "keys", type: "list of object", description: "" },
      { path: "keys[].key", type: "string", description: "", required: true },
      { path: "keys[].of", type: "string", description: "" },
      { path: "words", type: "list of string", description: "", secret: true },
    ]);
  });
});
