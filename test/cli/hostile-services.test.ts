/** Mutated responses of GitLab, GitHub, Jenkins, Vault and registries: each gives a result or a clear error. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JenkinsClient } from "../../src/cli/commands/jenkins/jenkins-client.ts";
import { postNote } from "../../src/cli/commands/review/note/post-note.ts";
import { readVaultSecret } from "../../src/cli/commands/vault/vault-client.ts";
import { RegistryClient } from "../../src/client/registry-client.ts";
import type { Json } from "../../src/util/json.ts";
import { UserError } from "../../src/util/user-error.ts";
import { chooseBy, mutateResponse } from "../support/hostile-responses.ts";
import { propertyRuns } from "../support/property-runs.ts";

const marker = "<!-- nexus-iac: review%20lab -->\n";
const ids = { CI_PROJECT_ID: "12", CI_MERGE_REQUEST_IID: "7" };
const pullRequest = { GITHUB_REPOSITORY: "team/app", GITHUB_REF: "refs/pull/7/merge" };
const note = { about: "review lab", markdown: "text" };
const author = { id: 3, type: "Bot" };

const responses: Readonly<Record<string, Json>> = {
  "/user": author,
  "/projects/12/merge_requests/7/notes": [
    { id: 1, body: `${marker}mine`, author },
    { id: 2, body: `${marker}of another user`, author: { id: 4 } },
  ],
  "/repos/team/app/issues/7/comments": [
    { id: 1, body: `${marker}mine`, user: author },
    { id: 2, body: `${marker}of another user`, user: { id: 4, type: "User" } },
  ],
  "/crumbIssuer/api/json": { crumb: "c", crumbRequestField: "Jenkins-Crumb" },
  "/credentials/store/system/domain/_/api/json": { credentials: [{ id: "nexus" }] },
  "POST /v1/auth/jwt/login": { auth: { client_token: "very-secret", lease_duration: 300 } },
  "/v1/secret/data/nexus": { data: { data: { NEXUS_USERNAME: "ada", NEXUS_PASSWORD: "very-secret" }, metadata: {} } },
  "/v2/_catalog": { repositories: ["a", "b"] },
  "/v2/a/tags/list": { name: "a", tags: ["1", "2"] },
  "/v2/a/manifests/1": { schemaVersion: 2, config: { digest: "sha256:a" }, layers: [{ digest: "sha256:b" }] },
};

let url = "";
const writes: string[] = [];
let mutate: (json: Json) => Buffer;
const hostileHeaders = ["http://[", "%", "//x", "", "/v2/a/x?n=1", "\u00e4", "sha256:"];
let header = "";
/** Statuses that are not repeated, and in addition those that are, with a Retry-After that no client waits for. */
const statuses = [204, 301, 302, 307, 400, 401, 403, 404, 409, 418, 429, 503];
const strangeHeaders: readonly Record<string, string>[] = [
  ...["", "text/html", "application/json; charset=utf-7", ";", "x".repeat(5_000)].map((type) => ({
    "content-type": type,
  })),
  ...[
    'Bearer realm="',
    'Bearer realm="http://127.0.0.1:1/token",service=',
    ",,,",
    `Bearer ${'a="'.repeat(2_000)}`,
    "Basic",
  ].map((challenge) => ({ "www-authenticate": challenge })),
  ...["text/plain", "http://127.0.0.1:1/", "//127.0.0.1:1/v2/"].map((location) => ({ location })),
];
let failure: { status: number; headers: Record<string, string> } | undefined;
const server = createServer((request, reply) => {
  const { pathname } = new URL(request.url ?? "", "http://service.example");
  const json = responses[request.method === "GET" ? pathname : `${request.method} ${pathname}`];
  request.resume();
  if (request.method !== "GET" && request.method !== "HEAD") writes.push(pathname);
  const isUpload = pathname.endsWith("/blobs/uploads/");
  const headers = {
    "content-type": "application/json",
    ...(header && { location: header, "docker-content-digest": header, "content-length": undefined }),
    ...(header && !/page=|n=1$/.test(request.url ?? "") && { link: `<${header}>; rel="next"` }),
  };
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) reply.setHeader(name, value);
  if (failure) {
    for (const [name, value] of Object.entries(failure.headers)) reply.setHeader(name, value);
    return reply.writeHead(failure.status, { "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" }).end("very-secret");
  }
  if (json === undefined) return reply.writeHead(isUpload ? 202 : request.method === "POST" ? 201 : 200).end("{}");
  return reply.writeHead(200).end(mutate(json));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function withRegistry(use: (registry: RegistryClient) => Promise<unknown>): Promise<void> {
  const registry = new RegistryClient({ url, username: "ada", password: "very-secret" });
  try {
    await use(registry);
  } finally {
    await registry.close();
  }
}

async function withJenkins(use: (jenkins: JenkinsClient) => Promise<unknown>): Promise<void> {
  const jenkins = new JenkinsClient({ url, username: "ada", token: "very-secret" });
  try {
    await use(jenkins);
  } finally {
    await jenkins.close();
  }
}

const uses: Readonly<Record<string, () => Promise<unknown>>> = {
  GitLab: () =>
    postNote({
      ...note,
      platform: "gitlab",
      environment: { ...ids, CI_API_V4_URL: url, GITLAB_TOKEN: "very-secret" },
    }),
  GitHub: () =>
    postNote({
      ...note,
      platform: "github",
      environment: { ...pullRequest, GITHUB_API_URL: url, GITHUB_TOKEN: "very-secret" },
    }),
  Jenkins: () => withJenkins((jenkins) => jenkins.listIds()),
  Vault: () => readVaultSecret("secret/data/nexus", { VAULT_ADDR: url, VAULT_ID_TOKEN: "very-secret" }),
  "the list of images": () => withRegistry((registry) => registry.listImages()),
  "a list of tags": () => withRegistry((registry) => registry.listTags("a")),
  "a manifest": () => withRegistry((registry) => registry.getManifest("a", "1")),
  "an upload": () => withRegistry((registry) => registry.checkUploadAllowed("a")),
};

describe("a mutated response", () => {
  it.each(Object.entries(uses))(
    "of %s gives a result or a clear error",
    async (_name, use) => {
      await fc.assert(
        fc.asyncProperty(fc.noBias(fc.noShrink(fc.infiniteStream(fc.nat()))), async (numbers) => {
          const choose = chooseBy(numbers);
          let mutation = "none";
          header = choose(["", "", ...hostileHeaders]) ?? "";
          const status = choose([200, 200, 200, choose(statuses) ?? 404]) ?? 200;
          failure = status === 200 ? undefined : { status, headers: choose(strangeHeaders) ?? {} };
          writes.length = 0;
          mutate = (json) => {
            if (!choose([true, true, false])) return Buffer.from(JSON.stringify(json));
            const mutated = mutateResponse(json, choose);
            mutation = mutated.mutation;
            return mutated.body;
          };
          try {
            await use();
          } catch (error) {
            const message = error instanceof Error ? error.message : String(error);
            const isClear =
              error instanceof UserError && !/very-secret|is not a function|Cannot (read|conv)/.test(message);
            if (!isClear)
              throw new Error(
                `${mutation}, header "${header}", ${JSON.stringify(failure)?.slice(0, 200)}: ${message}`,
                { cause: error },
              );
          }
          expect(writes.filter((path) => /undefined|NaN|null/.test(path))).toEqual([]);
        }),
        propertyRuns(6_000, 60),
      );
    },
    600_000,
  );
});

it("of a platform with neither the author of a note nor the owner of the token leads to no change of the note", async () => {
  header = "";
  failure = undefined;
  writes.length = 0;
  mutate = (json) =>
    Buffer.from(JSON.stringify(Array.isArray(json) ? [{ id: 9, body: `${marker}of another user` }] : {}));
  await expect(uses.GitLab?.()).rejects.toThrow(
    "Unexpected response of GitLab to the request to name the owner of the token: id is not an integer",
  );
  expect(writes).toEqual([]);
});
