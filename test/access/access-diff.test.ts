import { describe, expect, it } from "vitest";
import { diffAccess } from "../../src/access/access-diff.ts";
import type { Declaration } from "../../src/estate/estate.ts";
import { declare, docker, group, raw, role, viewing } from "../estate/support.ts";
import { changesBetween, repositories, securityWith, selected, selector, user, wildcard } from "./support.ts";

const anonymous = (enabled: boolean) => declare("anonymous-access", "anonymous", { enabled });
const read = viewing("docker", "apps", "read");
const team = selector("team", 'path =^ "/team/"');
const inTeam = selected("in-team", "team", "files", "READ");

/** Title, declarations before and after (in addition to the repositories), expected changes. */
const cases: [string, Declaration[], Declaration[], string[]][] = [
  [
    "a privilege that moves into a contained role changes no user",
    [role("r", read), user("u", "r")],
    [role("r", [], ["inner"]), role("inner", read), user("u", "r")],
    ["role inner (new): + read on apps"],
  ],
  [
    "an equal privilege in another notation is no change",
    [role("r", viewing("docker", "apps", "read", "browse", "add", "edit", "delete"))],
    [wildcard("w", "NEXUS:repository-view:docker:apps:*"), role("r", ["w"])],
    [],
  ],
  [
    "a role and its users gain the same rights, in one line",
    [role("r", read), user("a", "r"), user("b", "r")],
    [role("r", [...read, ...viewing("docker", "apps", "add", "edit")]), user("a", "r"), user("b", "r")],
    ["user a, user b, role r: + add, edit on apps"],
  ],
  [
    "a user with the right through another role gains nothing",
    [role("r", []), role("other", read), user("u", "r", "other")],
    [role("r", read), role("other", read), user("u", "r", "other")],
    ["role r: + read on apps"],
  ],
  [
    "a wildcard includes future repositories",
    [role("r", read)],
    [role("r", ["nx-repository-view-docker-*-read"])],
    ["role r: + read on all docker repositories, including future ones"],
  ],
  [
    "a list of all repositories does not include future ones",
    [role("r", [])],
    [role("r", [...viewing("docker", "apps", "read"), ...viewing("docker", "mirror", "read")])],
    ["role r: + read on apps and mirror"],
  ],
  [
    "all repositories of a format and one of another format",
    [role("r", [])],
    [role("r", ["nx-repository-view-docker-*-browse", ...viewing("raw", "files", "browse")])],
    ["role r: + browse on all docker repositories, including future ones and files"],
  ],
  [
    "rights through a content selector name the selector",
    [team, inTeam, role("r", [])],
    [team, inTeam, role("r", ["in-team"])],
    ['role r: + read on files, limited to the content selector team (`path =^ "/team/"`)'],
  ],
  [
    "a content selector with another expression is a gain and a loss",
    [team, inTeam, role("r", ["in-team"])],
    [selector("team", 'path =^ "/"'), inTeam, role("r", ["in-team"])],
    [
      'role r: + read on files, limited to the content selector team (`path =^ "/"`); ' +
        '- read on files, limited to the content selector team (`path =^ "/team/"`)',
    ],
  ],
  [
    "a content selector with another name and the same expression is no change",
    [team, inTeam, role("r", ["in-team"])],
    [selector("crew", 'path =^ "/team/"'), selected("in-team", "crew", "files", "READ"), role("r", ["in-team"])],
    [],
  ],
  [
    "all content instead of selected content is a gain without a loss",
    [team, inTeam, role("r", ["in-team"])],
    [team, inTeam, role("r", ["in-team", ...viewing("raw", "files", "read")])],
    ["role r: + read on files"],
  ],
  [
    "a user that is disabled loses all rights",
    [role("r", read), user("u", "r")],
    [role("r", read), declare("user", "u", { roles: ["r"], status: "locked" })],
    ["user u: - read on apps"],
  ],
  [
    "anonymous access is enabled",
    [anonymous(false)],
    [anonymous(true)],
    [
      "anonymous (new): + browse, read on all repositories, including future ones; + health check: read; + search: read",
    ],
  ],
  [
    "a user is added and another is removed",
    [role("r", read), user("a", "r")],
    [role("r", read), user("b", "r")],
    ["user a (gone): - read on apps", "user b (new): + read on apps"],
  ],
  [
    "a group gets another member",
    [group("docker-group", "all", "apps"), role("r", viewing("docker", "all", "read"))],
    [group("docker-group", "all", "apps", "mirror"), role("r", viewing("docker", "all", "read"))],
    ["role r: + read on mirror, through the group all"],
  ],
  [
    "direct reading is added to reading through a group",
    [group("docker-group", "all", "apps"), role("r", viewing("docker", "all", "read"))],
    [group("docker-group", "all", "apps"), role("r", [...viewing("docker", "all", "read"), ...read])],
    ["role r: + read on apps"],
  ],
  [
    "rights on settings of repositories and on areas of Nexus",
    [role("r", ["nx-users-read"])],
    [role("r", ["nx-users-all", "nx-repository-admin-*-*-edit", "nx-tasks-run"])],
    [
      "role r: + change the settings of all repositories, including future ones; + tasks: start, stop; + users: everything",
    ],
  ],
  ["everything", [role("r", read)], [role("r", ["nx-all"])], ["role r: + everything"]],
  [
    "the default role applies to every user that logs in",
    [role("r", read), role("none", []), user("u", "none")],
    [
      role("r", read),
      role("none", []),
      user("u", "none"),
      declare("capability-defaultrole", "d", { properties: { role: "r" } }),
    ],
    ["user u: + read on apps"],
  ],
];

describe("access changes: ", () => {
  it.each(cases)("%s", (_, before, after, expected) => {
    expect(changesBetween([...repositories, ...before], [...repositories, ...after])).toEqual(expected);
  });
});

describe("a changed list of repositories", () => {
  const holders = [role("all", ["nx-repository-view-docker-*-read"]), role("named", [])];

  it("reports explicit rights on a new repository as gains, and lists the principals with a matching wildcard", () => {
    const { changes, appearing } = diffAccess(
      securityWith(...repositories, ...holders),
      securityWith(
        ...repositories,
        docker("new"),
        holders[0] as Declaration,
        role("named", viewing("docker", "new", "edit")),
      ),
    );
    expect(changes).toMatchObject([
      { who: [{ id: "named" }], gains: { content: [{ actions: ["edit"], on: { repositories: ["new"] } }] } },
    ]);
    expect(appearing).toMatchObject([
      {
        repository: { name: "new" },
        by: [
          { who: [{ id: "admin" }, { id: "nx-admin" }] },
          { who: [{ type: "role", id: "all" }], cell: { all: ["read"] } },
          { who: [{ id: "nx-anonymous" }], cell: { all: ["browse", "read"] } },
        ],
      },
    ]);
  });

  it("reports a removed repository once, not as a loss of each principal", () => {
    const readers = (...names: string[]) =>
      role(
        "r",
        names.flatMap((name) => viewing("docker", name, "read")),
      );
    const { changes, disappearing } = diffAccess(
      securityWith(...repositories, readers("apps", "mirror")),
      securityWith(docker("apps"), raw("files"), readers("apps")),
    );
    expect([changes, disappearing]).toEqual([[], ["mirror"]]);
  });
});
