import { describe, expect, it } from "vitest";
import { diffAccess } from "../../src/access/access-diff.ts";
import type { Declaration } from "../../src/estate/estate.ts";
import { declare, docker, group, raw, role, viewing } from "../estate/support.ts";
import { changesBetween, repositories, securityWith, selected, selector, user, wildcard } from "./support.ts";

const anonymous = (enabled: boolean) => declare("anonymous-access", "anonymous", { enabled });
const read = viewing("docker", "apps", "read");
const team = selector("team", 'path =^ "/team/"');
const inTeam = selected("in-team", "team", "files", "READ");

/** What is there before and after, beside the repositories. */
const cases: [string, Declaration[], Declaration[], string[]][] = [
  [
    "a privilege that moves into a nested role is none",
    [role("r", read), user("u", "r")],
    [role("r", [], ["inner"]), role("inner", read), user("u", "r")],
    ["role inner (new): + read on apps"],
  ],
  [
    "a privilege written otherwise is none",
    [role("r", viewing("docker", "apps", "read", "browse", "add", "edit", "delete"))],
    [wildcard("w", "NEXUS:repository-view:docker:apps:*"), role("r", ["w"])],
    [],
  ],
  [
    "a role gains, and so do its users, in one line",
    [role("r", read), user("a", "r"), user("b", "r")],
    [role("r", [...read, ...viewing("docker", "apps", "add", "edit")]), user("a", "r"), user("b", "r")],
    ["user a, user b, role r: + add, edit on apps"],
  ],
  [
    "who has a right by another role already gains nothing",
    [role("r", []), role("other", read), user("u", "r", "other")],
    [role("r", read), role("other", read), user("u", "r", "other")],
    ["role r: + read on apps"],
  ],
  [
    "a wildcard is told with what is to come",
    [role("r", read)],
    [role("r", ["nx-repository-view-docker-*-read"])],
    ["role r: + read on all docker repositories, including future ones"],
  ],
  [
    "all repositories one by one are not all",
    [role("r", [])],
    [role("r", [...viewing("docker", "apps", "read"), ...viewing("docker", "mirror", "read")])],
    ["role r: + read on apps and mirror"],
  ],
  [
    "all of a format and one of another",
    [role("r", [])],
    [role("r", ["nx-repository-view-docker-*-browse", ...viewing("raw", "files", "browse")])],
    ["role r: + browse on all docker repositories, including future ones and files"],
  ],
  [
    "a selector is told as one",
    [team, inTeam, role("r", [])],
    [team, inTeam, role("r", ["in-team"])],
    ['role r: + read on files, limited to the content selector team (`path =^ "/team/"`)'],
  ],
  [
    "a selector that selects something else",
    [team, inTeam, role("r", ["in-team"])],
    [selector("team", 'path =^ "/"'), inTeam, role("r", ["in-team"])],
    [
      'role r: + read on files, limited to the content selector team (`path =^ "/"`); ' +
        '- read on files, limited to the content selector team (`path =^ "/team/"`)',
    ],
  ],
  [
    "a selector of another name that selects the same is none",
    [team, inTeam, role("r", ["in-team"])],
    [selector("crew", 'path =^ "/team/"'), selected("in-team", "crew", "files", "READ"), role("r", ["in-team"])],
    [],
  ],
  [
    "all instead of some is a gain, and no loss",
    [team, inTeam, role("r", ["in-team"])],
    [team, inTeam, role("r", ["in-team", ...viewing("raw", "files", "read")])],
    ["role r: + read on files"],
  ],
  [
    "a user who is locked can do nothing any more",
    [role("r", read), user("u", "r")],
    [role("r", read), declare("user", "u", { roles: ["r"], status: "locked" })],
    ["user u: - read on apps"],
  ],
  [
    "anonymous access is opened",
    [anonymous(false)],
    [anonymous(true)],
    [
      "anonymous (new): + browse, read on all repositories, including future ones; + health check: read; + search: read",
    ],
  ],
  [
    "a new user, and one who goes",
    [role("r", read), user("a", "r")],
    [role("r", read), user("b", "r")],
    ["user a (gone): - read on apps", "user b (new): + read on apps"],
  ],
  [
    "a group that shows more",
    [group("docker-group", "all", "apps"), role("r", viewing("docker", "all", "read"))],
    [group("docker-group", "all", "apps", "mirror"), role("r", viewing("docker", "all", "read"))],
    ["role r: + read on mirror, through the group all"],
  ],
  [
    "reading itself what could be read through a group before",
    [group("docker-group", "all", "apps"), role("r", viewing("docker", "all", "read"))],
    [group("docker-group", "all", "apps"), role("r", [...viewing("docker", "all", "read"), ...read])],
    ["role r: + read on apps"],
  ],
  [
    "the settings of repositories and areas of Nexus",
    [role("r", ["nx-users-read"])],
    [role("r", ["nx-users-all", "nx-repository-admin-*-*-edit", "nx-tasks-run"])],
    [
      "role r: + change the settings of all repositories, including future ones; + tasks: start, stop; + users: everything",
    ],
  ],
  ["everything", [role("r", read)], [role("r", ["nx-all"])], ["role r: + everything"]],
  [
    "the default role is everybody's who logs in",
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

describe("a repository", () => {
  const holders = [role("all", ["nx-repository-view-docker-*-read"]), role("named", [])];

  it("that is new: rights of its own are gains, wildcards are told with it", () => {
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

  it("that goes is told once, not to each who could use it", () => {
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
