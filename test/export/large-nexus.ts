import { NexusClient } from "../../src/client/nexus-client.ts";
import { expandPath, type Kind } from "../../src/model/kind.ts";
import { repositoryKinds } from "../../src/model/kinds/repository/repository-kinds.ts";
import { buildCreateBody } from "../../src/model/request-body.ts";
import type { Fields } from "../../src/util/json.ts";
import { getKind, type ServerLogin } from "../support/resource-stack.ts";

const many = 300;
const teams = ["payments", "search", "mobile", "data platform"];

/** Creates 300 repositories of all formats with roles, users, policies and tasks, and returns the number of objects. */
export async function seedLargeNexus(server: ServerLogin): Promise<number> {
  const client = new NexusClient(server);
  await client.get("/v1/status");
  let created = 0;
  const make = async (kind: Kind, fields: Fields) => {
    const [method, path = ""] = kind.endpoints(client.server).create.split(" ");
    const body = kind.toNexus(buildCreateBody(kind.shape, fields), "create", client.server);
    await client.send({ method: method as "POST" | "PUT", path: expandPath(path, fields), body });
    created++;
  };
  const realms = (await client.get("/v1/security/realms/available")).body as { id: string }[];
  await client.send({ method: "PUT", path: "/v1/security/realms/active", body: realms.map(({ id }) => id) });

  for (const name of ["fast", "slow"])
    await make(getKind("blob-store-file"), { name, softQuota: { type: "spaceUsedQuota", limit: 1_000_000 } });
  for (const format of ["raw", "docker", "maven2", "npm", "*"])
    await make(getKind("cleanup-policy"), {
      name: `${format.replace("*", "any")}-old`,
      format,
      criteriaLastDownloaded: 90,
    });
  for (const name of ["no-internal", "releases only"].map((text) => text.replaceAll(" ", "-")))
    await make(getKind("routing-rule"), { name, mode: "BLOCK", matchers: ["^/com/company/.*", "^/internal/.*"] });
  const repositories = await makeRepositories(make);

  await make(getKind("content-selector"), {
    name: "team-paths",
    expression: 'path =^ "/team/"',
    description: 'A "team\'s"',
  });
  await make(getKind("script"), {
    name: "hello",
    content: `def a = "\${1 + 1}"\nreturn \`a\`\n${"// \\ long enough\n".repeat(5)}`,
  });
  await make(getKind("privilege-wildcard"), { name: "all-raw", pattern: "nexus:repository-view:raw:*:read" });
  await make(getKind("privilege-repository-content-selector"), {
    name: "team-files",
    format: "raw",
    repository: "raw-hosted-0",
    contentSelector: "team-paths",
    actions: ["READ", "EDIT"],
  });
  await make(getKind("privilege-script"), { name: "run-hello", scriptName: "hello", actions: ["RUN"] });
  await make(getKind("privilege-application"), { name: "see users", domain: "users", actions: ["READ"] }).catch(
    () => {},
  );

  const view = ([name, format]: [string, string], ...actions: string[]) =>
    actions.map((action) => `nx-repository-view-${format}-${name}-${action}`);
  for (const [index, team] of teams.entries()) {
    const own = repositories.filter((_, number) => number % teams.length === index);
    const [first, ...others] = own;
    await make(getKind("role"), {
      roleId: `${team}-dev`,
      description: `Developers of ${team}`,
      privileges: [
        ...(first ? view(first, "browse", "read", "add", "edit", "delete") : []),
        ...others.flatMap((one) => view(one, "browse", "read")),
        "all-raw",
        "nx-search-read",
      ],
    });
    await make(getKind("role"), {
      roleId: `${team}-ci`,
      name: `CI of ${team}`,
      privileges: own.slice(0, 2).flatMap((one) => view(one, "browse", "read", "add", "edit")),
      roles: [`${team}-dev`],
    });
    for (const person of ["ann", "bob"])
      await make(getKind("user"), {
        userId: `${person}@${team.replace(" ", "")}.example`,
        firstName: person,
        lastName: "O'Neil",
        roles: [`${team}-dev`],
        password: "their-own-1",
      });
    await make(getKind("user"), {
      userId: `${team.replace(" ", "-")}-bot`,
      roles: [`${team}-ci`],
      password: "a-bots-1",
    });
    await make(getKind("user"), {
      userId: `${team.replace(" ", "-")}-reader`,
      roles: [`${team}-dev`],
      password: "a-readers-1",
      status: "disabled",
    });
  }
  await make(getKind("task-blobstore-compact"), {
    name: "compact",
    schedule: { daily: "02:00" },
    properties: { blobstoreName: "fast" },
  });
  await make(getKind("task-repository-docker-gc"), {
    name: "gc",
    schedule: { weekly: ["MONDAY", "FRIDAY"], at: "03:00" },
    properties: { repositoryName: "*" },
  });
  await make(getKind("task"), {
    name: "export",
    type: "repository.export",
    schedule: { cron: "0 0 3 * * ?" },
    properties: { repositoryName: "raw-hosted-0", targetDir: "/backup" },
  });
  await make(getKind("capability-baseurl"), { properties: { url: "https://nexus.example" } });
  await make(getKind("capability-webhook-repository"), {
    properties: { repository: "raw-hosted-0", names: ["asset"], url: "https://hooks.example", secret: "s3cr3t" },
  });
  await make(getKind("email"), {
    enabled: true,
    host: "mail.example",
    port: 25,
    fromAddress: "nexus@company.example",
    username: "nexus",
    password: "m41l",
  });
  await client.close();
  return created;
}

/** Creates hosted, proxy and group repositories of every format, and returns their names and formats. */
async function makeRepositories(make: (kind: Kind, fields: Fields) => Promise<void>): Promise<[string, string][]> {
  const names: [string, string][] = [];
  const kinds = Object.entries(repositoryKinds as Record<string, Record<string, Kind>>);
  for (let round = 0; names.length < many; round++)
    for (const [format, { hosted, proxy, group }] of kinds) {
      const [h, p, g] = ["hosted", "proxy", "group"].map((type) => `${format}-${type}-${round}`) as [
        string,
        string,
        string,
      ];
      const storage = { blobStoreName: round % 2 ? "fast" : "slow" };
      if (hosted)
        await make(hosted, {
          name: h,
          storage: { ...storage, writePolicy: round % 3 ? "ALLOW_ONCE" : "ALLOW" },
          ...cleanup(hosted),
          ...keys(format, "hosted"),
          ...port(format, round),
        });
      if (proxy)
        await make(proxy, {
          name: p,
          storage,
          proxy: { remoteUrl: `https://${format}-${round}.example/` },
          ...(round % 2 && { routingRuleName: "no-internal" }),
          ...(round % 5 === 1 && {
            httpClient: { authentication: { type: "username", username: "u", password: "upstream-1" } },
          }),
          ...(format === "apt" && { apt: { distribution: "bookworm" } }),
          ...keys(format, "proxy"),
        });
      const members = [...(hosted ? [h] : []), ...(proxy ? [p] : [])];
      if (group) await make(group, { name: g, storage, group: { memberNames: members }, ...keys(format, "group") });
      for (const [kind, name] of [
        [hosted, h],
        [proxy, p],
        [group, g],
      ] as const)
        if (kind) names.push([name, kind.repository?.format ?? ""]);
    }
  return names;
}

function cleanup(kind: Kind): Fields {
  const format = kind.repository?.format ?? "";
  const own = ["raw", "docker", "maven2", "npm"].includes(format) ? [`${format}-old`] : [];
  return { cleanup: { policyNames: [...own, "any-old"] } };
}

function port(format: string, round: number): Fields {
  return format === "docker" ? { docker: { httpPort: 20_000 + round } } : {};
}

/** Returns the signing keys that repositories of some formats require. */
function keys(format: string, type: string): Fields {
  const key = { keypair: "a key", passphrase: "a phrase" };
  if (format === "apt" && type === "hosted") return { apt: { distribution: "bookworm" }, aptSigning: key };
  if (format === "terraform" && type === "hosted") return { terraformSigning: key };
  if (format === "alpine" && type !== "hosted") return { alpineSigning: key };
  return {};
}
