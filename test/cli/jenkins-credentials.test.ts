/** `nexus-iac jenkins-credentials`, started as a command against a fake Jenkins. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import type { ClientConfig } from "../../src/client-config/client-config.ts";
import { clientConfigWith, served } from "../client-config/support.ts";
import { type FakeJenkins, type FakeJenkinsOptions, jenkinsUser, startFakeJenkins } from "../support/fake-jenkins.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";

const password = `<p&'"]]>äss $1 $& 💾`;
const later = "another-one-0123456789";

/** A Maven repository and a registry on another host: two passwords. */
const apart: Partial<ClientConfig> = {
  consumers: {
    jenkins: {
      credential: "maven-registry",
      credentials: { "maven-registry": "deployer", "container-registry": "pusher" },
    },
    clusters: {
      lab: {
        container: { address: "registry.example:5000/team", credential: "container-registry" },
        maven: { repository: "releases", credential: "maven-registry" },
      },
    },
  },
};

/** Both on one host: one password. */
const converged: Partial<ClientConfig> = {
  consumers: {
    clusters: {
      lab: {
        container: { repository: "apps", credential: "container-registry" },
        maven: { repository: "releases", credential: "maven-registry" },
      },
    },
  },
};

/** Undone after all tests, because they run concurrently. */
const leftovers: (() => void)[] = [];
afterAll(() => {
  for (const undo of leftovers) undo();
});

function writeClientConfig(parts: Partial<ClientConfig>): string {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-jenkins-"));
  leftovers.push(() => rmSync(folder, { recursive: true }));
  const repositories = [served("apps", { registry: "nexus.example:8443" }), served("releases", { format: "maven2" })];
  const file = join(folder, "client-config.json");
  writeFileSync(file, JSON.stringify(clientConfigWith(repositories, parts)));
  return file;
}

const byToken = { JENKINS_USER_ID: jenkinsUser.username, JENKINS_API_TOKEN: jenkinsUser.apiToken };

async function scene(parts: Partial<ClientConfig>, made: FakeJenkinsOptions = {}) {
  const jenkins = await startFakeJenkins(made);
  leftovers.push(() => jenkins.stop());
  const clientConfig = writeClientConfig(parts);
  const put = (input: string, args: readonly string[] = [], environment: Record<string, string> = byToken) =>
    runNexusIac(["jenkins-credentials", "--jenkins", jenkins.url, "--client-config", clientConfig, ...args], {
      input,
      environment: { NEXUS_USERNAME: undefined, NEXUS_PASSWORD: undefined, ...environment },
    });
  return { jenkins, clientConfig, put };
}

const heldBy = ({ credentials }: FakeJenkins) =>
  Object.fromEntries([...credentials].map(([id, { username, password }]) => [id, `${username}:${password}`]));

describe.concurrent("nexus-iac jenkins-credentials", () => {
  it("creates credentials, then updates their passwords with any characters", async () => {
    const { jenkins, put } = await scene(apart);
    const first = await put(`${password}\nmvn\n`);
    expect(first).toEqual({
      status: 0,
      stdout:
        "created container-registry (user pusher) in the global credentials\ncreated maven-registry (user deployer) in the global credentials\n",
      stderr: "",
    });
    expect(heldBy(jenkins)).toEqual({ "container-registry": `pusher:${password}`, "maven-registry": "deployer:mvn" });

    const again = await put(`${later}\n${password}\n`);
    expect(again.stderr).toBe("");
    expect(again.stdout).toMatch(/^updated container-registry .*\nupdated maven-registry /);
    expect(heldBy(jenkins)).toEqual({
      "container-registry": `pusher:${later}`,
      "maven-registry": `deployer:${password}`,
    });
  });

  it("keeps the description of an existing credential", async () => {
    const { jenkins, put } = await scene(apart);
    await put("one\ntwo\n");
    const held = jenkins.credentials.get("maven-registry");
    if (held) held.document = held.document.replace("nexus.example, by nexus-iac", "of the build team");
    await put("three\nfour\n");
    expect(jenkins.credentials.get("maven-registry")?.document).toContain("<description>of the build team<");
    expect(heldBy(jenkins)["maven-registry"]).toBe("deployer:four");
  });

  it("asks once if both registries are on one host", async () => {
    const { jenkins, put } = await scene(converged);
    const { status, stderr } = await put("ci\nsecret-of-both\n");
    expect([status, stderr]).toEqual([0, ""]);
    expect(heldBy(jenkins)).toEqual({
      "container-registry": "ci:secret-of-both",
      "maven-registry": "ci:secret-of-both",
    });
  });

  it("reads JSON, and uses the default ids if the client configuration declares none", async () => {
    const { jenkins, put } = await scene({});
    const { status } = await put(
      JSON.stringify({
        jenkins: { username: jenkinsUser.username, password: jenkinsUser.apiToken },
        "container-registry": { username: "ci", password: "one" },
        "nexus-jenkinsbot": { password: "two" },
      }),
      [],
      {},
    );
    expect(status).toBe(0);
    expect(heldBy(jenkins)).toEqual({
      "container-registry": "ci:one",
      "maven-registry": "ci:one",
      "nexus-jenkinsbot": "nexus-jenkinsbot:two",
    });
  });

  it("sends a crumb in its session for who comes with a password; under a context path, into a folder", async () => {
    const { jenkins, put } = await scene(apart, { contextPath: "/ci", folders: ["team", "team/my app"] });
    const withPassword = { JENKINS_USER_ID: jenkinsUser.username, JENKINS_API_TOKEN: jenkinsUser.password };
    const { status, stdout } = await put("one\ntwo\n", ["--folder", "team/my app"], withPassword);
    expect([status, stdout]).toEqual([0, expect.stringContaining("in the folder team/my app\n")]);
    expect(Object.keys(heldBy(jenkins))).toEqual(["team/my app container-registry", "team/my app maven-registry"]);
    expect(jenkins.requests).toContain("POST /job/team/job/my app/credentials/store/folder/domain/_/createCredentials");
  });

  it("starts a new session if Jenkins has lost the old one", async () => {
    const { jenkins, put } = await scene(apart);
    jenkins.losesSessions = true;
    const withPassword = { JENKINS_USER_ID: jenkinsUser.username, JENKINS_API_TOKEN: jenkinsUser.password };
    expect(await put("one\ntwo\n", [], withPassword)).toMatchObject({ status: 0, stderr: "" });
    expect(heldBy(jenkins)).toEqual({ "container-registry": "pusher:one", "maven-registry": "deployer:two" });
    expect(jenkins.requests.filter((one) => one === "GET /crumbIssuer/api/json")).toHaveLength(2);
  });

  it.each<["create" | "update", Response | "reset", RegExp]>([
    [
      "create",
      html(500, "Oops"),
      /^Jenkins failed to create maven-registry: 500\. See the log of Jenkins\. The change may have taken effect/,
    ],
    [
      "update",
      html(502, "Bad Gateway"),
      /^Jenkins failed to update maven-registry: 502\. See the log of Jenkins\. The change may/,
    ],
    ["create", "reset", /^Cannot reach Jenkins at .*\. The change may have taken effect/],
  ])("reports an uncertain change, and completes it in the next run: %s", async (what, afterwards, words) => {
    const { jenkins, put } = await scene(apart);
    if (what === "update") await put("old\nold\n");
    jenkins.responsesAfterWrite.set("maven-registry", afterwards);
    const { status, stdout, stderr } = await put("one\ntwo\n");
    expect([status, stdout, stderr]).toEqual([
      1,
      `${what}d container-registry (user pusher) in the global credentials\n`,
      expect.stringMatching(words),
    ]);
    expect(stderr).toContain("Run this command again\n");
    expect(await put("one\ntwo\n")).toMatchObject({ status: 0, stdout: expect.stringContaining("updated maven-reg") });
    expect(heldBy(jenkins)).toEqual({ "container-registry": "pusher:one", "maven-registry": "deployer:two" });
  });

  it("works with a Jenkins without crumbs", async () => {
    const { jenkins, put } = await scene(apart, { crumbs: false });
    expect((await put("one\ntwo\n")).status).toBe(0);
    expect(jenkins.credentials.size).toBe(2);
  });

  it("prints the plan with --dry-run and asks for no password", async () => {
    const { jenkins, put } = await scene(apart);
    await put("one\ntwo\n");
    jenkins.credentials.delete("maven-registry");
    const before = jenkins.requests.length;
    const { status, stdout } = await put("", ["--dry-run"]);
    expect([status, stdout]).toEqual([
      0,
      "would update container-registry (user pusher, registry.example) in the global credentials\n" +
        "would create maven-registry (user deployer, nexus.example) in the global credentials\n",
    ]);
    expect(jenkins.requests.slice(before).filter((one) => one.startsWith("POST"))).toEqual([]);
  });

  it("updates a credential that was created concurrently", async () => {
    const { jenkins, put } = await scene(apart);
    await put("one\ntwo\n");
    const { length } = jenkins.requests;
    jenkins.nextResponses.push(Response.json({ crumb: "c", crumbRequestField: "Jenkins-Crumb" }));
    jenkins.nextResponses.push(Response.json({ credentials: [] }));
    jenkins.nextResponses.push(new Response(null, { status: 404 }));
    const { stdout } = await put("three\nfour\n");
    expect(stdout).toMatch(/^updated container-registry/);
    expect(jenkins.requests.slice(length).filter((one) => one.startsWith("POST"))).toHaveLength(3);
    expect(heldBy(jenkins)["container-registry"]).toBe("pusher:three");
  });

  it.each<[string, readonly string[], Record<string, string>, RegExp]>([
    [
      "a wrong token",
      [],
      { ...byToken, JENKINS_API_TOKEN: "wrong-token" },
      /refused to issue a crumb: 401\. The user or the API/,
    ],
    [
      "an unknown folder",
      ["--folder", "team/none"],
      byToken,
      /Folder team\/none not found in http:.*, or the user cannot see/,
    ],
  ])("reports %s before it asks for anything else", async (_, args, environment, words) => {
    const { put } = await scene(apart);
    const { status, stderr } = await put("", args, environment);
    expect([status, stderr]).toEqual([1, expect.stringMatching(words)]);
  });

  it.each<[string, () => Response, RegExp]>([
    [
      "no valid crumb",
      () => html(403, "No valid crumb was included in the request"),
      /The crumb was not accepted\. Use an API token/,
    ],
    [
      "no right",
      () => html(403, "ada is missing the Credentials/View permission"),
      /403\. The user needs Credentials\//,
    ],
    ["a login page", () => new Response("", { status: 302, headers: { location: "/login" } }), /302\. It redirects/],
    ["an error that echoes", () => html(400, `could not parse ${password}`), /400\. See the log of Jenkins/],
    ["something else", () => html(200, "a shop"), /Unexpected response from .*\. Is it a Jenkins/],
  ])("reports a refused request with advice: %s", async (_, answer, words) => {
    const { jenkins, put } = await scene(apart);
    jenkins.nextResponses.push(Response.json({ crumb: "c", crumbRequestField: "Jenkins-Crumb" }), answer());
    const { status, stderr } = await put(`${password}\n${password}\n`);
    expect([status, stderr]).toEqual([1, expect.stringMatching(words)]);
    expect(jenkins.credentials.size).toBe(0);
  });

  it("refuses a credential of another type before anything is changed", async () => {
    const { jenkins, put } = await scene(apart);
    jenkins.credentials.set("maven-registry", { document: "<StringCredentialsImpl/>", username: "", password: "" });
    const { status, stderr } = await put("one\ntwo\n");
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^Credential maven-registry in Jenkins is not of type "Username with password"/),
    ]);
    expect(jenkins.credentials.size).toBe(1);
  });

  it("needs an answer to each question, and refuses control characters", async () => {
    const { jenkins, put } = await scene(apart);
    expect(await put("one\n")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^No answer for: Password of deployer for maven-registry \(nexus.example\)/),
    });
    expect((await put("one\n\u001b[2J\n")).stderr).toMatch(/The password for .* contains a control character/);
    const odd = await put('{"container-registry": {"password": "s3cret", "pass": 1}}');
    expect([odd.stderr, odd.stderr.includes("s3cret")]).toEqual([expect.stringMatching(/is not a JSON object/), false]);
    expect(jenkins.credentials.size).toBe(0);
  });

  it("exits with 64 without a URL, or with credentials in it", async () => {
    const urls = ["https://ada:secret@jenkins.example", "https://:secret@jenkins.example", "jenkins"];
    for (const jenkins of [[], ...urls.map((url) => ["--jenkins", url])]) {
      const { status, stderr } = await runNexusIac(["jenkins-credentials", ...jenkins]);
      expect([status, stderr.includes("secret")]).toEqual([64, false]);
    }
  });

  it("never prints a secret", async () => {
    const { jenkins, put } = await scene(apart);
    const runs = [await put(`${password}\n${later}\n`), await put(`${later}\n${password}\n`, ["--dry-run"])];
    jenkins.nextResponses.push(html(403, `${password} ${jenkinsUser.apiToken}`));
    runs.push(await put(`${password}\n${later}\n`));
    for (const { stdout, stderr } of runs)
      for (const secret of [password, later, jenkinsUser.apiToken]) expect(stdout + stderr).not.toContain(secret);
  });
});

// Not concurrent: runs in this process replace its environment, which a new process would inherit.
it("asks at a terminal without showing the input", { tags: ["linux"] }, async () => {
  const { jenkins, clientConfig } = await scene(apart);
  const command = resolve(import.meta.dirname, "../../src/cli/main.ts");
  const args = `jenkins-credentials --jenkins ${jenkins.url} --client-config ${clientConfig}`;
  const line = `'${process.execPath}' '${command}' ${args}`;
  const child = spawn("script", ["-qec", line, "/dev/null"], { stdio: ["pipe", "pipe", "inherit"] });
  // Each answer is typed after its question.
  const answers: [question: RegExp, answer: string][] = [
    [/User in Jenkins: $/, jenkinsUser.username],
    [/API token of ada in Jenkins: $/, jenkinsUser.apiToken],
    [/Password of pusher for container-registry \(registry\.example\): $/, later],
    [/Password of deployer for maven-registry \(nexus\.example\): $/, password],
  ];
  let shown = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    shown += text;
    if (answers[0]?.[0].test(stripVTControlCharacters(shown))) child.stdin.write(`${answers.shift()?.[1]}\r`);
  });
  expect(await new Promise((done) => child.on("close", done)), shown).toBe(0);
  expect(heldBy(jenkins)).toEqual({
    "container-registry": `pusher:${later}`,
    "maven-registry": `deployer:${password}`,
  });
  for (const secret of [later, password, jenkinsUser.apiToken]) expect(shown).not.toContain(secret);
});

function html(status: number, words: string): Response {
  return new Response(`<html><body>${words}</body></html>`, { status, headers: { "content-type": "text/html" } });
}
