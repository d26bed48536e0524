/** Which servers receive the tokens for GitLab, GitHub, Jenkins and Vault: only the service itself. */
import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { JenkinsClient } from "../../src/cli/commands/jenkins/jenkins-client.ts";
import { postNote } from "../../src/cli/commands/review/note/post-note.ts";
import { readVaultSecret } from "../../src/cli/commands/vault/vault-client.ts";
import { type RecordingServer, startRecordingServer } from "../support/recording-server.ts";

const token = "very-secret-token";
const note = { about: "review lab", markdown: "text" };

/** The services, each with a use of it, and the header in which it expects the token. */
const services: readonly [string, string, (url: string) => Promise<unknown>][] = [
  [
    "GitLab",
    "private-token",
    (url) => {
      const ids = { CI_PROJECT_ID: "12", CI_MERGE_REQUEST_IID: "7" };
      return postNote({
        ...note,
        platform: "gitlab",
        environment: { ...ids, CI_API_V4_URL: url, NEXUS_IAC_TOKEN: token },
      });
    },
  ],
  [
    "GitHub",
    "authorization",
    (url) => {
      const ids = { GITHUB_REPOSITORY: "team/app", GITHUB_REF: "refs/pull/7/merge" };
      return postNote({
        ...note,
        platform: "github",
        environment: { ...ids, GITHUB_API_URL: url, GITHUB_TOKEN: token },
      });
    },
  ],
  ["Jenkins", "authorization", (url) => new JenkinsClient({ url, username: "ada", token }).listIds()],
  [
    "GitHub's tokens for Vault",
    "authorization",
    (url) => {
      const requests = { ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/oidc`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token };
      return readVaultSecret("kv/nexus", { VAULT_ADDR: url, ...requests });
    },
  ],
  ["Vault", "x-vault-token", (url) => readVaultSecret("kv/nexus", { VAULT_ADDR: url, VAULT_ID_TOKEN: token })],
];

/** Answers the login of Vault, so that the next request has the Vault token, and refers all other requests to another server. */
function redirectTo(url: string): RequestListener {
  return ({ url: path = "" }, reply) => {
    if (path.includes("/login")) return reply.end(JSON.stringify({ auth: { client_token: token } }));
    return reply.writeHead(307, { location: `${url}${path}` }).end();
  };
}

/** Answers each request with a page whose link to the next page leads to another server. */
function linkTo(url: string): RequestListener {
  return ({ url: path = "" }, reply) => {
    const isLast = /page=2/.test(path);
    const link = `<${url}${path.replace("&page=1", "&page=2")}>; rel="next"`;
    const headers = { "content-type": "application/json", ...(!isLast && { link }) };
    reply.writeHead(path.includes("page=") ? 200 : 201, headers).end("[]");
  };
}

function expectOnlyAt(service: RecordingServer, foreign: RecordingServer, header: string): void {
  expect(service.received.some(({ headers }) => headers[header] !== undefined)).toBe(true);
  expect(foreign.received).toEqual([]);
}

describe("the token of a service", () => {
  it.each(services)("is not sent to the target of a redirect of %s", async (_name, header, use) => {
    const foreign = await startRecordingServer();
    const service = await startRecordingServer(redirectTo(foreign.url));
    await expect(use(service.url)).rejects.toThrow("307");
    expectOnlyAt(service, foreign, header);
  });

  it.each(services.slice(0, 2))("is not sent to the next page at another host of %s", async (_name, header, use) => {
    const foreign = await startRecordingServer();
    const service = await startRecordingServer(linkTo(foreign.url));
    await use(service.url);
    expect(service.received.map(({ path }) => /page=\d$/.exec(path)?.[0])).toEqual(["page=1", "page=2", undefined]);
    expectOnlyAt(service, foreign, header);
  });
});
