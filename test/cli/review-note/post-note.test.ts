import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { noteMarker } from "../../../src/cli/commands/review/note/note-body.ts";
import type { CiVariables } from "../../../src/cli/commands/review/note/platform.ts";
import { type PlatformName, postNote } from "../../../src/cli/commands/review/note/post-note.ts";
import {
  type FakePlatform,
  otherAuthor,
  ownAuthor,
  platformToken,
  startFakeGitHub,
  startFakeGitLab,
} from "../../support/fake-platform.ts";
import { authorityFile, startTlsProxy, startWebPageServer } from "../../support/tls-proxy.ts";

const about = "review lab";
const ours = (text: string) => `${noteMarker(about)}\n${text}\n`;

const inGitLab = ({ url }: { url: string }): CiVariables => ({
  CI_API_V4_URL: url,
  CI_PROJECT_ID: "12",
  CI_MERGE_REQUEST_IID: "7",
  NEXUS_IAC_TOKEN: platformToken,
});

const inGitHub = ({ url }: { url: string }): CiVariables => ({
  GITHUB_API_URL: url,
  GITHUB_REPOSITORY: "acme/estate",
  GITHUB_REF: "refs/pull/7/merge",
  GITHUB_TOKEN: platformToken,
});

interface Case {
  platform: PlatformName;
  place: string;
  fake(): Promise<FakePlatform>;
  variables(server: { url: string }): CiVariables;
  change(id: number): string;
  create: string;
}

const gitlab: Case = {
  platform: "gitlab",
  place: "merge request !7",
  fake: startFakeGitLab,
  variables: inGitLab,
  change: (id) => `PUT /projects/12/merge_requests/7/notes/${id}`,
  create: "POST /projects/12/merge_requests/7/notes",
};

const github: Case = {
  platform: "github",
  place: "pull request #7",
  fake: startFakeGitHub,
  variables: inGitHub,
  change: (id) => `PATCH /repos/acme/estate/issues/comments/${id}`,
  create: "POST /repos/acme/estate/issues/7/comments",
};

describe.each([gitlab, github])("a note on $platform", ({ platform, place, fake, variables, change, create }) => {
  async function scene() {
    const held = await fake();
    const environment = variables(held);
    return { held, post: (markdown: string, of = about) => postNote({ platform, about: of, markdown, environment }) };
  }

  it("is created once and then updated", async () => {
    const { held, post } = await scene();
    expect(await post("first")).toBe(`Created a note on ${place}`);
    expect(await post("second")).toBe(`Updated the note on ${place}`);
    expect(held.notes).toEqual([{ id: 1000, body: ours("second"), author: ownAuthor }]);
    expect(held.requests.filter((one) => !one.startsWith("GET "))).toEqual([create, change(1000)]);
  });

  it("exists once for each stack", async () => {
    const { held, post } = await scene();
    for (const text of ["one", "two"]) for (const stack of ["lab", "lab-2"]) await post(text, `review ${stack}`);
    expect(held.notes.map(({ body }) => body.split("\n")[1])).toEqual(["two", "two"]);
  });

  it("is found among hundreds of other notes", async () => {
    const { held, post } = await scene();
    held.notes = Array.from({ length: 350 }, (_, id) => ({ id, body: `comment ${id}`, author: otherAuthor }));
    held.notes.splice(120, 1, { id: 120, body: ours("old"), author: ownAuthor });
    await post("new");
    expect(held.notes).toHaveLength(350);
    expect(held.notes[120]?.body).toBe(ours("new"));
    expect(held.requests.filter((one) => one.startsWith("GET ") && !one.endsWith("/user"))).toHaveLength(4);
  });

  it("ignores a note with our marker by another author", async () => {
    const { held, post } = await scene();
    held.notes = [{ id: 1, body: ours("nothing to see here"), author: otherAuthor }];
    await post("first");
    await post("second");
    expect(held.notes.map(({ body }) => body)).toEqual([ours("nothing to see here"), ours("second")]);
  });

  it("is created again if the old one cannot be changed", async () => {
    const { held, post } = await scene();
    held.notes = [{ id: 3, body: ours("old"), author: ownAuthor }];
    held.readOnlyNotes.add(3);
    expect(await post("new")).toBe(`Created a note on ${place}`);
    expect(held.notes.map(({ body }) => body)).toEqual([ours("old"), ours("new")]);
  });

  it("is truncated for a long report", async () => {
    const { held, post } = await scene();
    await post(`${"Übermut tut selten gut. 🦆\n".repeat(60_000)}`);
    expect(held.notes[0]?.body).toContain("**Truncated:**");
  });

  it("is written after a retry if the platform is busy", async () => {
    const { held, post } = await scene();
    held.nextResponses.push(new Response("busy", { status: 503, headers: { "retry-after": "0" } }));
    await post("text");
    expect(held.notes).toHaveLength(1);
  });

  it.each([
    [
      401,
      { message: "401 Unauthorized" },
      /refused to list the notes of .*: 401: "401 Unauthorized"\. The token in \w+TOKEN is not accepted$/,
    ],
    [403, { message: "403 Forbidden" }, /refused .*: 403: "403 Forbidden"\. The token in \w+TOKEN needs /],
    [404, { message: "Not Found" }, /refused .*: 404: "Not Found"\. The token in \w+TOKEN needs /],
    [400, { message: { note: ["is\u202e too\nlong"] } }, /: 400: "\{"note":\["is too\\nlong"\]\}"$/],
    [301, "", /: 301: It redirects/],
  ])("reports a refused request with advice: %i", async (status, body, words) => {
    const { held, post } = await scene();
    held.nextResponses.push(Response.json(body, { status, headers: { location: "https://elsewhere.example/" } }));
    await expect(post("text")).rejects.toThrow(words);
    expect(held.requests).toHaveLength(1);
  });

  it("never prints the token, even if a response echoes it", async () => {
    const { held, post } = await scene();
    held.nextResponses.push(Response.json({ message: `no such token: ${platformToken}` }, { status: 400 }));
    held.nextResponses.push(new Response(`<html>You sent ${platformToken}</html>`, { status: 502 }));
    for (const _ of [1, 2]) {
      const error: Error = await post("text").then(
        () => new Error("written"),
        (reason) => reason,
      );
      expect(`${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain(platformToken);
    }
  });

  it("refuses an HTML page instead of an API response", async () => {
    const page = await startWebPageServer("Sign in");
    onTestFinished(() => page.stop());
    const posted = postNote({ platform, about, markdown: "text", environment: variables(page) });
    await expect(posted).rejects.toThrow(/^Unexpected response of .* to the request to list the notes of/);
  });

  it("refuses a certificate that the machine does not trust", async () => {
    const front = await startTlsProxy((await fake()).url);
    onTestFinished(() => front.stop());
    const posted = postNote({ platform, about, markdown: "text", environment: variables(front) });
    await expect(posted).rejects.toThrow(/^Cannot reach .* at https:.*certificate/);
  });

  it.each(Object.keys(variables({ url: "" })))("needs %s", async (name) => {
    const held = await fake();
    const posted = postNote({
      platform,
      about,
      markdown: "text",
      environment: { ...variables(held), [name]: undefined },
    });
    await expect(posted).rejects.toThrow(new RegExp(name));
    expect(held.requests).toEqual([]);
  });
});

describe("GitLab", () => {
  it("is trusted with the certificates of CI_SERVER_TLS_CA_FILE", async () => {
    const held = await startFakeGitLab();
    const front = await startTlsProxy(held.url);
    onTestFinished(() => front.stop());
    const environment = { ...inGitLab({ url: `${front.url}/api/v4` }), CI_SERVER_TLS_CA_FILE: authorityFile };
    await postNote({ platform: "gitlab", about, markdown: "text", environment });
    expect(held.notes).toHaveLength(1);
  });

  it("accepts GITLAB_TOKEN too", async () => {
    const held = await startFakeGitLab();
    const { NEXUS_IAC_TOKEN, ...others } = inGitLab(held);
    const environment = { ...others, GITLAB_TOKEN: NEXUS_IAC_TOKEN };
    await postNote({ platform: "gitlab", about, markdown: "text", environment });
    expect(held.notes).toHaveLength(1);
  });
});

describe("GitHub", () => {
  it("reads the number of the pull request from the event", async () => {
    const held = await startFakeGitHub();
    const folder = mkdtempSync(join(tmpdir(), "nexus-iac-event-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "event.json");
    writeFileSync(file, JSON.stringify({ pull_request: { number: 7 } }));
    const environment = { ...inGitHub(held), GITHUB_REF: "refs/heads/main", GITHUB_EVENT_PATH: file };
    await postNote({ platform: "github", about, markdown: "text", environment });
    expect(held.notes).toHaveLength(1);
  });

  it("needs a pull request in the event or the ref", async () => {
    const environment = { ...inGitHub({ url: "http://127.0.0.1:1" }), GITHUB_REF: "refs/heads/main" };
    const posted = postNote({ platform: "github", about, markdown: "text", environment });
    await expect(posted).rejects.toThrow("This workflow does not run for a pull request");
  });
});
