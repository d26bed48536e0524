import { describe, expect, it } from "vitest";
import { explainAccess } from "../../src/access/access-explanation.ts";
import { createAccessMatrix, type MatrixRow } from "../../src/access/access-matrix.ts";
import type { Declaration } from "../../src/estate/estate.ts";
import { declare, group, role, viewing } from "../estate/support.ts";
import { repositories, securityWith, selected, selector, user, wildcard } from "./support.ts";

function row(id: string, ...declarations: Declaration[]): MatrixRow {
  const found = createAccessMatrix(securityWith(...repositories, ...declarations)).rows.find((one) => one.id === id);
  if (!found) throw new Error(`no row ${id}`);
  return found;
}

describe("the access matrix", () => {
  it("contains repositories sorted by name, and rows for anonymous access, users and roles", () => {
    const open = declare("anonymous-access", "anonymous", { enabled: true });
    const matrix = createAccessMatrix(securityWith(...repositories, open, role("r", []), user("u", "r")));
    expect(matrix.repositories.map(({ name }) => name)).toEqual(["apps", "files", "mirror"]);
    expect(matrix.rows.map(({ type, id }) => `${type} ${id}`)).toEqual([
      "anonymous anonymous",
      "user admin",
      "user anonymous",
      "user u",
      "role nx-admin",
      "role nx-anonymous",
      "role r",
    ]);
    expect(matrix.rows[0]?.cells.apps).toEqual({ all: ["browse", "read"], selected: [], through: [] });
    expect(createAccessMatrix(securityWith(role("r", []))).rows[0]).toMatchObject({ type: "user", id: "admin" });
  });

  it("separates actions on all content from those on selected content, without repeating them", () => {
    const { cells } = row(
      "r",
      selector("team", 'path =^ "/team/"'),
      selected("p", "team", "files", "READ", "EDIT"),
      role("r", ["p", ...viewing("raw", "files", "read")]),
    );
    expect(cells).toEqual({
      files: {
        all: ["read"],
        selected: [{ selector: { name: "team", expression: 'path =^ "/team/"' }, actions: ["edit"] }],
        through: [],
      },
    });
  });

  it("lists the groups through which a member can be read, at any depth", () => {
    const { cells } = row(
      "r",
      group("docker-group", "inner", "apps"),
      group("docker-group", "outer", "inner", "mirror"),
      role("r", viewing("docker", "outer", "read")),
    );
    expect(Object.keys(cells).sort()).toEqual(["apps", "mirror", "outer"]);
    expect(cells.apps).toEqual({ all: [], selected: [], through: ["outer"] });
  });

  it("contains users of external sources, with their source", () => {
    const { rows } = createAccessMatrix(
      securityWith(role("r", []), user("ann", "r"), declare("external-user-ldap", "ann", { roles: ["r", "nx-admin"] })),
    );
    expect(rows.filter(({ id }) => id.startsWith("ann"))).toMatchObject([
      { id: "ann", source: "default", roles: ["r"], rights: { everything: false } },
      { id: "ann (LDAP)", source: "LDAP", rights: { everything: true } },
    ]);
  });

  it("shows no rights for a disabled user", () => {
    const locked = declare("user", "u", { roles: ["nx-admin"], status: "disabled" });
    expect(row("u", locked)).toMatchObject({ active: false, cells: {}, rights: { everything: false } });
  });

  it("lists areas and scripts that a wildcard covers", () => {
    const { rights } = row(
      "r",
      wildcard("w", "nexus:users,script:deploy:read"),
      wildcard("v", "nexus:*:read"),
      role("r", ["w", "v"]),
    );
    expect(rights.duties).toEqual([
      { area: "*", actions: ["read"] },
      { area: "script deploy", actions: ["read"] },
    ]);
  });
});

describe("the explanation of access", () => {
  it("lists each path of roles, with privilege and permission", () => {
    const security = securityWith(
      ...repositories,
      role("outer", [], ["inner"]),
      role("inner", viewing("docker", "apps", "read")),
      role("all", ["nx-repository-view-*-*-*"]),
      user("u", "outer", "all"),
    );
    const [found] = explainAccess(security, "apps", ["read", "edit"], [{ type: "user", id: "u" }]);
    expect(found?.decisions).toEqual([
      {
        action: "read",
        extent: "all",
        ways: [
          { roles: ["all"], privilege: "nx-repository-view-*-*-*", permission: "nexus:repository-view:*:*:*" },
          {
            roles: ["outer", "inner"],
            privilege: "nx-repository-view-docker-apps-read",
            permission: "nexus:repository-view:docker:apps:read",
          },
        ],
      },
      { action: "edit", extent: "all", ways: [expect.objectContaining({ roles: ["all"] })] },
    ]);
  });

  it("leaves out principals without access", () => {
    const security = securityWith(...repositories, role("r", viewing("docker", "apps", "read")));
    expect(explainAccess(security, "apps", ["edit"]).map(({ id }) => id)).toEqual(["admin", "nx-admin"]);
    expect(explainAccess(security, "not-there")).toEqual([]);
  });
});
