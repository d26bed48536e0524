import { describe, expect, it } from "vitest";
import { findDifferences } from "../../src/model/comparison.ts";
import { refreshDeclaredFields } from "../../src/model/declared-fields.ts";
import { repositoryKinds } from "../../src/model/kinds/repository/repository-kinds.ts";
import { role } from "../../src/model/kinds/role.ts";
import { user } from "../../src/model/kinds/user.ts";
import { buildCreateBody, buildUpdateBody, findRemovedPaths } from "../../src/model/request-body.ts";
import type { Fields } from "../../src/util/json.ts";

const hosted = repositoryKinds.docker.hosted;
const proxy = repositoryKinds.maven.proxy;
const group = repositoryKinds.maven.group;
const paths = (shape: typeof hosted.shape, declared: Fields, live: Fields) =>
  findDifferences(shape, declared, live).map(({ path }) => path);

describe("findDifferences", () => {
  it("compares declared fields only", () => {
    const live = { name: "a", online: false, storage: { writePolicy: "ALLOW", blobStoreName: "b" } };
    expect(paths(hosted.shape, { name: "a" }, live)).toEqual([]);
    expect(paths(hosted.shape, { name: "a", storage: { writePolicy: "DENY" } }, live)).toEqual(["storage.writePolicy"]);
  });

  it.each<[string, Fields]>([
    ["online", { online: false }],
    ["cleanup.policyNames", { cleanup: { policyNames: [] } }],
    ["httpClient.authentication", { httpClient: { authentication: null } }],
  ])("reports %s as changed if it was not declared before, even if its value is empty", (path, declared) => {
    const shape = path.startsWith("httpClient") ? proxy.shape : hosted.shape;
    expect(findDifferences(shape, declared, {}, "declaration").map((difference) => difference.path)).toEqual([path]);
    expect(findDifferences(shape, declared, declared, "declaration")).toEqual([]);
  });

  it.each<[string, Fields, Fields]>([
    ["null and a declared empty list", { cleanup: { policyNames: [] } }, { cleanup: null }],
    ["a missing field and a declared empty list", { cleanup: { policyNames: [] } }, {}],
    [
      "an unordered list in another order",
      { cleanup: { policyNames: ["a", "b"] } },
      { cleanup: { policyNames: ["b", "a"] } },
    ],
    [
      "an unordered list with a duplicate",
      { cleanup: { policyNames: ["a"] } },
      { cleanup: { policyNames: ["a", "a"] } },
    ],
    ["null and false", { docker: { pathEnabled: false } }, { docker: { pathEnabled: null } }],
    [
      "an enum value in lower case",
      { storage: { writePolicy: "ALLOW_ONCE" } },
      { storage: { writePolicy: "allow_once" } },
    ],
    ["controls, which are not sent to Nexus", { onConflict: "fail", allowContentLoss: true }, {}],
  ])("treats as equal: %s", (_, declared, live) => {
    expect(paths(hosted.shape, declared, live)).toEqual([]);
  });

  it.each<[string, Fields, Fields, string]>([
    [
      "a policy that was added in Nexus",
      { cleanup: { policyNames: [] } },
      { cleanup: { policyNames: ["x"] } },
      "cleanup.policyNames",
    ],
    [
      "a port that was removed in Nexus",
      { docker: { httpPort: 5000 } },
      { docker: { httpPort: null } },
      "docker.httpPort",
    ],
    ["a block that was removed in Nexus", { docker: { httpPort: 5000 } }, {}, "docker.httpPort"],
  ])("reports %s", (_, declared, live, path) => {
    expect(paths(hosted.shape, declared, live)).toEqual([path]);
  });

  it("compares group members in order", () => {
    const order = (...memberNames: string[]) => ({ group: { memberNames } });
    expect(paths(group.shape, order("a", "b"), order("b", "a"))).toEqual(["group.memberNames"]);
  });

  it("does not compare secrets with Nexus, and never returns their values", () => {
    const declared = { httpClient: { authentication: { type: "username", username: "u", password: "new" } } };
    const live = { httpClient: { authentication: { type: "username", username: "u" } } };
    expect(findDifferences(proxy.shape, declared, live)).toEqual([]);
    const before = { httpClient: { authentication: { type: "username", username: "u", password: "old" } } };
    expect(findDifferences(proxy.shape, declared, before, "declaration")).toEqual([
      { path: "httpClient.authentication.password", declared: null, live: null },
    ]);
  });
});

describe("buildCreateBody", () => {
  it("contains the declared fields and those that Nexus requires", () => {
    expect(buildCreateBody(hosted.shape, { name: "a", docker: { httpPort: 5000 }, allowContentLoss: true })).toEqual({
      name: "a",
      online: true,
      storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
      docker: { httpPort: 5000, forceBasicAuth: true, v1Enabled: false },
    });
  });

  it("derives required fields from the identity", () => {
    expect(buildCreateBody(role.shape, { roleId: "r" })).toEqual({
      roleId: "r",
      name: "r",
      description: "r",
      privileges: [],
      roles: [],
    });
    expect(buildCreateBody(user.shape, { userId: "a b", roles: ["r"] })).toMatchObject({
      emailAddress: "a-b@localhost",
    });
  });
});

describe("buildUpdateBody", () => {
  const live = {
    name: "a",
    online: true,
    storage: { blobStoreName: "b", strictContentTypeValidation: true, writePolicy: "ALLOW" },
    docker: { httpPort: 5000, forceBasicAuth: false, v1Enabled: false, ofANewerRelease: 7 },
    alsoOfANewerRelease: { x: 1 },
  };

  it("changes declared fields and keeps all others", () => {
    const body = buildUpdateBody(hosted.shape, live, { name: "a", storage: { writePolicy: "DENY" } }, []);
    expect(body).toEqual({ ...live, storage: { ...live.storage, writePolicy: "DENY" } });
  });

  it("resets removed fields to their creation defaults", () => {
    const before = { name: "a", docker: { httpPort: 5000, forceBasicAuth: false } };
    const removed = findRemovedPaths(hosted.shape, before, { name: "a", docker: {} });
    expect(removed).toEqual(["docker.httpPort", "docker.forceBasicAuth"]);
    const body = buildUpdateBody(hosted.shape, live, { name: "a" }, removed);
    expect(body.docker).toEqual({ httpPort: null, forceBasicAuth: true, v1Enabled: false, ofANewerRelease: 7 });
  });
});

describe("refreshDeclaredFields", () => {
  const read = (declared: Fields, live: Fields) => refreshDeclaredFields(proxy.shape, declared, live);

  it("returns declared fields only", () => {
    const live = { name: "a", online: true, proxy: { remoteUrl: "https://x.example", contentMaxAge: 1 } };
    expect(read({ name: "a", proxy: { remoteUrl: "https://y.example" } }, live)).toEqual({
      name: "a",
      proxy: { remoteUrl: "https://x.example" },
    });
  });

  it("returns null for a declared field that was removed in Nexus", () => {
    expect(read({ cleanup: { policyNames: ["a"] } }, { cleanup: null })).toEqual({ cleanup: { policyNames: null } });
  });

  it("keeps the declared order of an unordered list, and appends new elements", () => {
    const live = { cleanup: { policyNames: ["z", "c", "a"] } };
    expect(read({ cleanup: { policyNames: ["a", "b", "c"] } }, live)).toEqual({
      cleanup: { policyNames: ["a", "c", "z"] },
    });
  });

  it("keeps a secret as long as its block exists", () => {
    const authentication = { type: "username", username: "u", password: "p" };
    const declared = { httpClient: { authentication } };
    expect(read(declared, { httpClient: { authentication: { type: "username", username: "v" } } })).toEqual({
      httpClient: { authentication: { ...authentication, username: "v" } },
    });
    expect(read(declared, { httpClient: { authentication: null } })).toEqual({
      httpClient: { authentication: { type: null, username: null, password: null } },
    });
  });

  it("keeps a block that consists of secrets, whether Nexus returns it or not", () => {
    const declared = { aptSigning: { keypair: "k" } };
    const { shape } = repositoryKinds.apt.hosted;
    expect(refreshDeclaredFields(shape, declared, { aptSigning: null })).toEqual(declared);
    expect(refreshDeclaredFields(shape, declared, { aptSigning: { keypair: "in clear", passphrase: null } })).toEqual(
      declared,
    );
  });
});
