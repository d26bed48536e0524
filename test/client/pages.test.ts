/** Lists whose pages do not end: each client ends with one clear error. */
import type { RequestListener } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { promoteFiles } from "../../src/cli/commands/promote/file-promotion.ts";
import { postNote } from "../../src/cli/commands/review/note/post-note.ts";
import { BoundCredentials } from "../../src/client/credentials.ts";
import { readAllPages } from "../../src/client/pages.ts";
import { RegistryClient } from "../../src/client/registry-client.ts";
import { resolveStep } from "../../src/clients/promotion/promotion-step.ts";
import { countComponents } from "../../src/provider/count-components.ts";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import { clientConfigWith, served } from "../client-config/support.ts";
import { startRecordingServer } from "../support/recording-server.ts";

const request = { method: "GET", path: "/v1/list" };
const repeated = "The list does not end: page 2 leads to an earlier one (token ";

it("reads pages until one has no token", async () => {
  const pages = [
    { items: [1, 2], next: "a" },
    { items: [], next: "b" },
    { items: [3], next: null },
  ];
  const tokens: (string | undefined)[] = [];
  const read = async (token: string | undefined) => {
    tokens.push(token);
    return pages[tokens.length - 1] ?? { items: [] };
  };
  expect(await readAllPages(request, read)).toEqual([1, 2, 3]);
  expect(tokens).toEqual([undefined, "a", "b"]);
});

it("ends a list after 10,000 pages", async () => {
  let count = 0;
  const read = async () => ({ items: [count], next: `${++count}` });
  await expect(readAllPages(request, read)).rejects.toThrow(
    'GET /v1/list: 200: The list does not end: it has more than 10000 pages (token "10000")',
  );
  expect(count).toBe(10_000);
});

/** Answers each request with a page that leads to the second one. */
const repeatPages: RequestListener = ({ url = "", headers: { host } }, reply) => {
  const link = `<http://${host}${url.replace(/&page=\d+|&last=\w+/, "")}${url.includes("/v2/") ? "&last=z" : "&page=2"}>; rel="next"`;
  const page = url.includes("/projects/")
    ? []
    : { tags: ["1"], items: [{ path: "a", checksum: { sha256: "0" } }], continuationToken: "z" };
  reply.writeHead(200, { "content-type": "application/json", link }).end(JSON.stringify(page));
};

it.each<[string, (url: string) => Promise<unknown>]>([
  ["tags", (url) => open(new RegistryClient({ url })).listTags("team/app")],
  [
    "components",
    (url) => {
      const session = new Session(resolveSettings({ url, username: "admin", password: "admin123" }, {}), () => {});
      onTestFinished(() => session.client.close());
      return countComponents(session, "apps");
    },
  ],
  [
    "files",
    (url) => {
      const stages = ["dev", "uat"].map((name) => ({ name, repository: name }));
      const repositories = stages.map(({ name }) => served(name, { format: "raw" }));
      const clientConfig = clientConfigWith(repositories, { url, chains: [{ name: "files", format: "raw", stages }] });
      const step = resolveStep(clientConfig, { from: "dev", to: "uat", formats: ["raw"], chain: undefined });
      const credentials = new BoundCredentials({ username: "ci", password: "s3cret" }, [url]);
      return promoteFiles({ clientConfig, step, login: { credentials }, isDryRun: true }, "a");
    },
  ],
  [
    "notes",
    (url) => {
      const environment = { CI_API_V4_URL: url, CI_PROJECT_ID: "1", CI_MERGE_REQUEST_IID: "2", GITLAB_TOKEN: "t" };
      return postNote({ platform: "gitlab", about: "review lab", markdown: "text", environment });
    },
  ],
])("ends a list of %s whose pages lead to an earlier one", async (_name, read) => {
  const { url, received } = await startRecordingServer(repeatPages);
  await expect(read(url)).rejects.toThrow(repeated);
  expect(received).toHaveLength(2);
});

function open<T extends { close(): Promise<void> }>(client: T): T {
  onTestFinished(() => client.close());
  return client;
}
