/** Names and messages of a hostile Nexus, registry or program in the output and in the report files of every command. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createCommandFolder } from "../support/command-folder.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";
import { startRecordingServer } from "../support/recording-server.ts";

/** Clears the screen, reverses the text, and begins lines with commands of GitHub and Azure. */
const hostile = "\u001b[2J\u202Eevil\n::error::injected\n##[error]injected";

/** Matches what a terminal or a CI system would execute, or what reorders a text. */
const effects = /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]|^\s*::|##(?:\[|vso\[)/mu;
/** The same without the commands of CI systems, for files that no CI system reads as a log: pages and programs. */
const effectsInSources = /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const lists: Readonly<Record<string, unknown>> = {
  "/v1/status": {},
  "/v1/security/users": [
    { userId: hostile, firstName: hostile, lastName: hostile, status: "active", source: "default", roles: [hostile] },
  ],
  "/v1/security/roles": [
    { id: hostile, name: hostile, description: hostile, privileges: [hostile], roles: [hostile] },
    { id: "plain", name: "plain", description: hostile, privileges: ["nx-all"], roles: [] },
  ],
  "/v1/security/privileges": [
    { name: hostile, type: "wildcard", pattern: "nexus:*", description: hostile, readOnly: false },
  ],
  "/v1/security/content-selectors": [{ name: hostile, expression: hostile, description: hostile, type: "csel" }],
  "/v1/repositorySettings": [
    {
      name: hostile,
      format: "raw",
      type: "hosted",
      online: true,
      storage: { blobStoreName: hostile, writePolicy: "ALLOW", strictContentTypeValidation: true },
      cleanup: { policyNames: [hostile] },
    },
  ],
};

/** Answers lists with hostile names; all other requests with a hostile message. */
const answer: RequestListener = ({ url = "" }, reply) => {
  const body = lists[new URL(url, "http://nexus.example").pathname.replace("/service/rest", "")];
  reply.writeHead(body ? 200 : 403, { "content-type": "application/json", server: "Nexus/3.94.0-01 (COMMUNITY)" });
  reply.end(JSON.stringify(body ?? { errors: [{ code: "DENIED", message: hostile }], id: "*", message: hostile }));
};

const clientConfigFile = ["--client-config", "config.json"];
const image = (url: string) => `${new URL(url).host}/team/app:1`;
const reports = "reports";

/** The arguments of each command. */
const commands: readonly (readonly [string, (url: string) => readonly string[]])[] = [
  ["review", () => ["review", "--stack", "lab", "--out", reports]],
  ["review --plan", (url) => ["review", "--plan", "plan.json", "--send-credentials-to", url, "--out", reports]],
  ["drift", () => ["drift", "--stack", "lab", "--out", reports]],
  ["completion", () => ["completion", "bash"]],
  ["status", () => ["status", "--stack", "lab", "--drift"]],
  ["status --url", (url) => ["status", "--url", url]],
  ["access of a stack", () => ["access", "--stack", "lab"]],
  ["access", (url) => ["access", "--url", url]],
  ["access --user", (url) => ["access", "--url", url, "--user", hostile]],
  ["access --repository", (url) => ["access", "--url", url, "--repository", hostile]],
  ["access --json", (url) => ["access", "--url", url, "--json"]],
  ["access of an unknown user", (url) => ["access", "--url", url, "--user", "unknown"]],
  ["export", (url) => ["export", "--url", url, "--out", reports]],
  ["init", (url) => ["init", reports, "--from", "nexus", "--url", url]],
  ["init --from terraform", () => ["init", reports, "--from", "terraform", "terraform.json"]],
  ["init --from ansible", () => ["init", reports, "--from", "ansible", "ansible.json"]],
  ["diff", (url) => ["diff", url, "plan.json"]],
  ["probe", () => ["probe", "--stack", "lab", "--out", `${reports}/probe.json`, "--junit", `${reports}/probe.xml`]],
  ["probe --dry-run", () => ["probe", "--stdin", "--dry-run"]],
  ["probe --stdin", () => ["probe", "--stdin", "--out", `${reports}/probe.json`, "--junit", `${reports}/probe.xml`]],
  ["doctor", (url) => ["doctor", "--url", url, "--user", hostile, "--pull", image(url)]],
  ["doctor of a stack", (url) => ["doctor", "--stack", "lab", "--get", `${url}/repository/files/a.txt`]],
  [
    "doctor --error",
    (url) => ["doctor", "--url", url, "--error", `npm error 401 Unauthorized - GET ${url}/${hostile}`],
  ],
  ["promote", () => ["promote", "a.txt", "--format", "raw", "--from", "dev", "--to", "uat", ...clientConfigFile]],
  ["keep-alive", (url) => ["keep-alive", "images.txt", ...clientConfigFile, "--send-credentials-to", url]],
  ["images", () => ["images", "--cluster", "pods.json", ...clientConfigFile, "--look", "--out", reports]],
  ["client-config", () => ["client-config", "--stack", "lab"]],
  ["outputs", () => ["outputs", "--for", "docker", "--stack", "lab", "--out", reports]],
  ["rotate", () => ["rotate", "--user", hostile, "--stack", "lab", "--dry-run"]],
  ["jenkins-credentials", (url) => ["jenkins-credentials", "--jenkins", url, "--folder", hostile, ...clientConfigFile]],
  ["local-registry", () => ["local-registry", ...clientConfigFile]],
  ["lint-image", () => ["lint-image", hostile, ...clientConfigFile]],
  ["lint-pipeline", () => ["lint-pipeline", "Jenkinsfile", ...clientConfigFile]],
  ["kinds", () => ["kinds", hostile]],
  ["with-vault", (url) => ["with-vault", `secret/${hostile}`, "--", url]],
];

/** The commands whose output has no hostile text: what they print is checked all the same. */
const quiet = new Set(["completion", "outputs", "jenkins-credentials", "lint-pipeline", "with-vault"]);

it.each(commands)("have no effect in the output and the files of %s", async (name, args) => {
  const { url } = await startRecordingServer(answer);
  const cwd = createCommandFolder(url, hostile);
  const { stdout, stderr } = await runNexusIac(args(url), {
    cwd,
    input: args(url).includes("--stdin") ? readFileSync(join(cwd, "stdin.json"), "utf8") : "{}",
    environment: {
      ...{
        NEXUS_USERNAME: "admin",
        NEXUS_PASSWORD: "admin123",
        NEXUS_URL: url,
        PATH: `${join(cwd, "bin")}:${process.env.PATH}`,
      },
      ...{ VAULT_ADDR: url, VAULT_ID_TOKEN: "token", JENKINS_USER_ID: "ada", JENKINS_API_TOKEN: "token" },
    },
  });
  // Proves that the command received a hostile text.
  expect(/U\+202E|\\u202e|%E2%80%AE/i.test(stdout + stderr), stdout + stderr).toBe(!quiet.has(name));
  expect(stdout).not.toMatch(effects);
  expect(stderr).not.toMatch(effects);
  const paths = readdirSync(cwd, { recursive: true, encoding: "utf8" }).filter((path) => path.startsWith(reports));
  for (const path of paths.filter((path) => statSync(join(cwd, path)).isFile()))
    expect(readFileSync(join(cwd, path), "utf8"), path).not.toMatch(
      /\.(?:html|ts)$/.test(path) ? effectsInSources : effects,
    );
});

it("cover all commands", async () => {
  const { stdout } = await runNexusIac(["--help"]);
  const names = [...stdout.matchAll(/^ {2}([a-z][a-z-]+) /gm)]
    .map(([, name]) => name)
    .filter((name) => name !== "help");
  expect(new Set(commands.map(([, args]) => args("http://nexus.example")[0]))).toEqual(new Set(names));
});
