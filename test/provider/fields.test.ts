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

describe("differences", () => {
  it("sees only what is declared", () => {
    const live = { name: "a", online: false, storage: { writePolicy: "ALLOW", blobStoreName: "b" } };
    expect(paths(hosted.shape, { name: "a" }, live)).toEqual([]);
    expect(paths(hosted.shape, { name: "a", storage: { writePolicy: "DENY" } }, live)).toEqual(["storage.writePolicy"]);
  });

  it.each<[string, Fields]>([
    ["online", { online: false }],
    ["cleanup.policyNames", { cleanup: { policyNames: [] } }],
    ["httpClient.authentication", { httpClient: { authentication: null } }],
  ])("takes %s for declared anew where it was left out before, also if it says none", (path, declared) => {
    const shape = path.startsWith("httpClient") ? proxy.shape : hosted.shape;
    expect(findDifferences(shape, declared, {}, "declaration").map((one) => one.path)).toEqual([path]);
    expect(findDifferences(shape, declared, declared, "declaration")).toEqual([]);
  });

  it.each<[string, Fields, Fields]>([
    ["null for a declared absence", { cleanup: { policyNames: [] } }, { cleanup: null }],
    ["an absence for an absence", { cleanup: { policyNames: [] } }, {}],
    ["a set in another order", { cleanup: { policyNames: ["a", "b"] } }, { cleanup: { policyNames: ["b", "a"] } }],
    ["a set with an element twice", { cleanup: { policyNames: ["a"] } }, { cleanup: { policyNames: ["a", "a"] } }],
    ["null for false", { docker: { pathEnabled: false } }, { docker: { pathEnabled: null } }],
    [
      "an enum as somebody typed it",
      { storage: { writePolicy: "ALLOW_ONCE" } },
      { storage: { writePolicy: "allow_once" } },
    ],
    ["what only tells how to work", { onConflict: "fail", allowContentLoss: true }, {}],
  ])("takes %s for the same", (_, declared, live) => {
    expect(paths(hosted.shape, declared, live)).toEqual([]);
  });

  it.each<[string, Fields, Fields, string]>([
    [
      "a policy attached by hand",
      { cleanup: { policyNames: [] } },
      { cleanup: { policyNames: ["x"] } },
      "cleanup.policyNames",
    ],
    ["0 for nothing", { docker: { httpPort: 5000 } }, { docker: { httpPort: null } }, "docker.httpPort"],
    ["a part that is gone", { docker: { httpPort: 5000 } }, {}, "docker.httpPort"],
  ])("sees %s", (_, declared, live, path) => {
    expect(paths(hosted.shape, declared, live)).toEqual([path]);
  });

  it("keeps the order of group members", () => {
    const order = (...memberNames: string[]) => ({ group: { memberNames } });
    expect(paths(group.shape, order("a", "b"), order("b", "a"))).toEqual(["group.memberNames"]);
  });

  it("never compares secrets with Nexus, and never shows them", () => {
    const declared = { httpClient: { authentication: { type: "username", username: "u", password: "new" } } };
    const live = { httpClient: { authentication: { type: "username", username: "u" } } };
    expect(findDifferences(proxy.shape, declared, live)).toEqual([]);
    const before = { httpClient: { authentication: { type: "username", username: "u", password: "old" } } };
    expect(findDifferences(proxy.shape, declared, before, "declaration")).toEqual([
      { path: "httpClient.authentication.password", declared: null, live: null },
    ]);
  });
});

describe("what is sent to make something", () => {
  it("is what is declared and what Nexus demands, no more", () => {
    expect(buildCreateBody(hosted.shape, { name: "a", docker: { httpPort: 5000 }, allowContentLoss: true })).toEqual({
      name: "a",
      online: true,
      storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
      docker: { httpPort: 5000, forceBasicAuth: true, v1Enabled: false },
    });
  });

  it("fills in what depends on the identity", () => {
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

describe("what is sent to change something", () => {
  const live = {
    name: "a",
    online: true,
    storage: { blobStoreName: "b", strictContentTypeValidation: true, writePolicy: "ALLOW" },
    docker: { httpPort: 5000, forceBasicAuth: false, v1Enabled: false, ofALaterRelease: 7 },
    alsoOfALaterRelease: { x: 1 },
  };

  it("lays what is declared over what is there", () => {
    const body = buildUpdateBody(hosted.shape, live, { name: "a", storage: { writePolicy: "DENY" } }, []);
    expect(body).toEqual({ ...live, storage: { ...live.storage, writePolicy: "DENY" } });
  });

  it("takes back what is declared no more, as a creation would leave it", () => {
    const before = { name: "a", docker: { httpPort: 5000, forceBasicAuth: false } };
    const withdrawn = findRemovedPaths(hosted.shape, before, { name: "a", docker: {} });
    expect(withdrawn).toEqual(["docker.httpPort", "docker.forceBasicAuth"]);
    const body = buildUpdateBody(hosted.shape, live, { name: "a" }, withdrawn);
    expect(body.docker).toEqual({ httpPort: null, forceBasicAuth: true, v1Enabled: false, ofALaterRelease: 7 });
  });
});

describe("a refresh", () => {
  const read = (declared: Fields, live: Fields) => refreshDeclaredFields(proxy.shape, declared, live);

  it("gives back only what is declared", () => {
    const live = { name: "a", online: true, proxy: { remoteUrl: "https://x.example", contentMaxAge: 1 } };
    expect(read({ name: "a", proxy: { remoteUrl: "https://y.example" } }, live)).toEqual({
      name: "a",
      proxy: { remoteUrl: "https://x.example" },
    });
  });

  it("remembers what is declared and gone", () => {
    expect(read({ cleanup: { policyNames: ["a"] } }, { cleanup: null })).toEqual({ cleanup: { policyNames: null } });
  });

  it("keeps the declared order of a set, and shows what came last", () => {
    const live = { cleanup: { policyNames: ["z", "c", "a"] } };
    expect(read({ cleanup: { policyNames: ["a", "b", "c"] } }, live)).toEqual({
      cleanup: { policyNames: ["a", "c", "z"] },
    });
  });

  it("keeps secrets while what they belong to is there", () => {
    const authentication = { type: "username", username: "u", password: "p" };
    const declared = { httpClient: { authentication } };
    expect(read(declared, { httpClient: { authentication: { type: "username", username: "v" } } })).toEqual({
      httpClient: { authentication: { ...authentication, username: "v" } },
    });
    expect(read(declared, { httpClient: { authentication: null } })).toEqual({
      httpClient: { authentication: { type: null, username: null, password: null } },
    });
  });

  it("keeps a part of nothing but secrets, which Nexus shows or not as it likes", () => {
    const declared = { aptSigning: { keypair: "k" } };
    const { shape } = repositoryKinds.apt.hosted;
    expect(refreshDeclaredFields(shape, declared, { aptSigning: null })).toEqual(declared);
    expect(refreshDeclaredFields(shape, declared, { aptSigning: { keypair: "in clear", passphrase: null } })).toEqual(
      declared,
    );
  });
});
