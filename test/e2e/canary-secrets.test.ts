/**
 * One secret of each kind, searched for in everything that the commands write. From `-v=7` on the log of Pulumi's engine has
 * the secrets that it exchanges with the provider: only its own lines may contain them.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { clientConfigWith } from "../client-config/support.ts";
import { jenkinsUser, startFakeJenkins } from "../support/fake-jenkins.ts";
import { platformToken, startFakeGitHub, startFakeGitLab } from "../support/fake-platform.ts";
import { clientToken, jwt, startFakeVault } from "../support/fake-vault.ts";
import { newestRelease } from "../support/newest-release.ts";
import { isFull } from "../support/scope.ts";
import { createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";

/** The secrets by kind. Each has characters that URLs, JSON and XML encode. */
const canary = (kind: string) => `canary-${kind}&"+/=s3cret`;
const kinds = [
  "admin",
  "user",
  "upstream",
  "bearer",
  "ldap",
  "smtp",
  "s3",
  "signing",
  "passphrase",
  "webhook",
  "oauth",
  "parameter",
] as const;
const secrets = Object.fromEntries(kinds.map((kind) => [kind, canary(kind)])) as Record<(typeof kinds)[number], string>;

const literal = (kind: (typeof kinds)[number]) => JSON.stringify(secrets[kind]);
const proxy = (name: string, authentication: string) =>
  `new raw.Proxy("${name}", { proxy: { remoteUrl: "https://files.example" }, httpClient: { authentication: { ${authentication} } } });`;

/** A program with a secret of each kind; the number is a part of another field of each object, so that it changes them. */
const program = (n: number) => `
  new User("declared", { roles: ["nx-anonymous"], lastName: "n${n}", password: ${literal("user")} });
  ${proxy("mirror", `type: "username", username: "u${n}", password: ${literal("upstream")}`)}
  new npm.Proxy("packages", { proxy: { remoteUrl: "https://npm.example", contentMaxAge: ${n} }, httpClient: { authentication: { type: "bearerToken", bearerToken: ${literal("bearer")} } } });
  new LdapServer("directory", {
    protocol: "LDAP", host: "ldap${n}.example", searchBase: "dc=example", authScheme: "SIMPLE", authUsername: "cn=nexus",
    authPassword: ${literal("ldap")}, userObjectClass: "person", userIdAttribute: "uid", userRealNameAttribute: "cn",
    userEmailAddressAttribute: "mail",
  });
  new Email("mail", { enabled: true, host: "smtp.example", port: ${24 + n}, username: "nexus", password: ${literal("smtp")}, fromAddress: "nexus@mail.example" });
  new blobStore.S3("bucket", { bucketConfiguration: {
    bucket: { region: "eu-central-1", name: "bucket", expiration: ${n} },
    bucketSecurity: { accessKeyId: "key", secretAccessKey: ${literal("s3")} },
  } });
  new apt.Hosted("debian", { online: ${n === 1}, apt: { distribution: "stable" }, aptSigning: { keypair: ${literal("signing")}, passphrase: ${literal("passphrase")} } });
  new capability.Capability("hook", { type: "webhook.global", notes: "n${n}", properties: { names: "audit", url: "https://hooks.example", secret: ${literal("webhook")} } });
  new OAuth2("sign-on", {
    idpJwsAlgorithm: "RS256", usernameClaim: "n${n}", clientId: "nexus", clientSecret: ${literal("oauth")},
    idpAuthorizationUrl: "https://login.example/auth", idpTokenUrl: "https://login.example/token", idpJwksUrl: "https://login.example/keys",
    tokenRequestCustomParams: { assertion: ${literal("parameter")} },
  });
`;

/** The forms in which a text may contain a secret: as it is, in JSON, in URLs, and in base64 at each of three positions. */
function encodeForms(secret: string): string[] {
  const base64 = ["", "x", "xx"].map((before) => {
    const start = before ? 4 : 0;
    return Buffer.from(before + secret)
      .toString("base64")
      .replaceAll("=", "")
      .slice(start, -2);
  });
  return [
    ...[secret, JSON.stringify(secret).slice(1, -1), JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ...[encodeURIComponent(secret), new URLSearchParams([["", secret]]).toString().slice(1)],
    ...base64.flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]),
  ];
}

/** Returns the kinds of the secrets that a text contains. */
const findKinds = (text: string) =>
  kinds.filter((kind) => encodeForms(secrets[kind]).some((form) => text.includes(form)));

const readFiles = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.includes("node_modules"))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, text: readFileSync(path, "latin1") }));

it("are in no output, state, stack file, report, temporary file or argument, except in the log of Pulumi's engine from -v=7 on", async () => {
  const temporary = mkdtempSync(join(tmpdir(), "nexus-iac-canary-"));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const { stack, nexus } = await createCliEnvironment(
    { program: program(1) },
    {
      nexus: { adminPassword: secrets.admin, edition: "PRO", release: newestRelease },
      secrets: { password: secrets.admin },
      environment: { TMPDIR: temporary },
    },
  );
  const outputs: { path: string; text: string }[] = [];
  const run = async (name: string, work: () => Promise<{ code: number; output: string }>) => {
    const result = await work();
    expect(result.code, result.output.slice(-3000)).toBe(0);
    expect(findKinds(result.output), name).not.toContain("admin");
    const isVerbose = name.includes("-v 9");
    outputs.push({ path: name, text: isVerbose ? removeEngineLog(result.output) : result.output });
  };
  const runFailing = async (name: string, work: () => Promise<{ code: number; output: string }>) => {
    const { code, output } = await work();
    expect(code, output).not.toBe(0);
    expect(output).toContain("nexus:timeout");
    outputs.push({ path: name, text: output });
  };
  const runReport = async (...args: string[]) => {
    const { status, stdout, stderr } = await stack.nexusIac([...args, "--stack", "test", "--out", "reports"]);
    expect(status, stderr).toBe(0);
    outputs.push({ path: args.join(" "), text: stdout + stderr });
  };
  const stopWatching = watchProcesses((text) => outputs.push({ path: "arguments of a process", text }));
  onTestFinished(stopWatching);

  await run("up --debug", () => stack.up("--debug"));
  await run("preview -v 6", () => stack.preview("-v", "6", "--logtostderr", "--debug"));
  await run("up -v 9", () => stack.up("-v", "9", "--logtostderr"));
  await run("refresh -v 9", () => stack.refresh("-v", "9", "--logtostderr"));
  stack.program(createProgram(program(2)));
  await run("preview --json", () => stack.preview("--json", "--diff"));
  await run("preview -v 9", () => stack.preview("-v", "9", "--logtostderr"));
  await runReport("review");
  await stack.configure({ timeout: 2 });
  const endTimeouts = nexus.injectFault({ path: /email|ldap|users|oauth2/, times: 1000, delayMs: 3_000 });
  await runFailing("up with timeouts", () => stack.up("--debug"));
  endTimeouts();
  await stack.configure({ timeout: undefined });
  await run("up of changes -v 9", () => stack.up("-v", "9", "--logtostderr", "--debug"));
  await run("destroy -v 9", () => stack.destroy("-v", "9", "--logtostderr", "--debug"));

  const leaks = [...outputs, ...readFiles(stack.folder), ...readFiles(temporary)]
    .filter(({ path }) => !path.endsWith("program.ts"))
    .flatMap(({ path, text }) => findKinds(text).map((kind) => `${kind} in ${path.replace(stack.folder, "")}`));
  expect([...new Set(leaks)]).toEqual([]);
  expect(outputs.map(({ path }) => path)).toContain("arguments of a process");
});

it("tokens of GitLab, GitHub, Jenkins and Vault are in no output, report, temporary file, argument or environment of another process", async () => {
  const temporary = mkdtempSync(join(tmpdir(), "nexus-iac-canary-"));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const [gitlab, github, vault, jenkins] = await Promise.all([
    startFakeGitLab(),
    startFakeGitHub(),
    startFakeVault(),
    startFakeJenkins(),
  ]);
  onTestFinished(() => jenkins.stop());
  vault.secrets["kv/nexus"] = { CANARY_READ: "true" };
  const { stack } = await createCliEnvironment({ program: "" }, { environment: { TMPDIR: temporary } });
  writeFileSync(join(stack.folder, "client-config.json"), JSON.stringify(clientConfigWith([])));
  const tokens: Readonly<Record<string, string>> = {
    platform: platformToken,
    jenkins: jenkinsUser.apiToken,
    identity: jwt,
    vault: clientToken,
  };
  const findTokens = (text: string) =>
    Object.keys(tokens).filter((name) => encodeForms(tokens[name] ?? "").some((form) => text.includes(form)));

  const outputs: { path: string; text: string }[] = [];
  const run = async (args: readonly string[], expected: number, environment: Record<string, string>, input = "") => {
    const stopWatching = watchProcesses((argumentTexts, variables) => {
      // Other tests use the same tokens.
      if (!variables.includes(temporary)) return;
      outputs.push({ path: `arguments of a process of ${args[0]}`, text: argumentTexts });
      // nexus-iac itself has the token. Pulumi downloads plugins with that of GitHub.
      if (!argumentTexts.includes("/cli/main.js") && !("GITHUB_TOKEN" in environment))
        outputs.push({ path: `environment of a process of ${args[0]}`, text: variables });
    });
    try {
      const { status, stdout, stderr } = await stack.nexusIac(args, { environment, input });
      expect(status, stderr).toBe(expected);
      outputs.push({ path: args.join(" "), text: stdout + stderr });
    } finally {
      stopWatching();
    }
  };
  const echo = () => new Response(Object.values(tokens).join(" "), { status: 403 });

  const review = ["review", "--stack", "test", "--out", "reports", "--post"];
  const inGitLab = { CI_API_V4_URL: gitlab.url, CI_PROJECT_ID: "12", CI_MERGE_REQUEST_IID: "7" };
  const inGitHub = { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "acme/estate", GITHUB_REF: "refs/pull/7/merge" };
  const fillJenkins = ["jenkins-credentials", "--jenkins", jenkins.url, "--client-config", "client-config.json"];
  const inJenkins = { JENKINS_USER_ID: jenkinsUser.username, JENKINS_API_TOKEN: jenkinsUser.apiToken };
  const answers = JSON.stringify({
    "container-registry": { username: "ci", password: "one" },
    "nexus-jenkinsbot": { password: "two" },
  });
  const readVault = ["with-vault", "kv/nexus", "--", process.execPath, "-e", "setTimeout(() => {}, 300)"];
  const inVault = { VAULT_ADDR: vault.url, VAULT_ID_TOKEN: jwt };
  // Each service refuses a request with a response that repeats the tokens, except Vault, which has no secret then.
  for (const isRefused of isFull ? [false, true] : [true]) {
    const code = isRefused ? 1 : 0;
    if (isRefused) for (const { nextResponses } of [gitlab, github, jenkins]) nextResponses.push(echo());
    if (isRefused) delete vault.secrets["kv/nexus"];
    await run([...review, "gitlab"], code, { ...inGitLab, NEXUS_IAC_TOKEN: platformToken });
    await run([...review, "github"], code, { ...inGitHub, GITHUB_TOKEN: platformToken });
    await run(fillJenkins, code, inJenkins, answers);
    await run(readVault, code, inVault);
  }

  const leaks = [...outputs, ...readFiles(stack.folder), ...readFiles(temporary)].flatMap(({ path, text }) =>
    findTokens(text).map((name) => `${name} in ${path.replace(stack.folder, "")}`),
  );
  expect([...new Set(leaks)]).toEqual([]);
  for (const part of ["arguments", "environment"])
    expect(outputs.map(({ path }) => path)).toContain(`${part} of a process of review`);
});

/** Removes the lines that Pulumi's engine logs: JSON, or a level and a time before the message. */
function removeEngineLog(output: string): string {
  return output
    .split("\n")
    .filter((line) => !/^\{"time":|^[IWE]\d{4} /.test(line.trim()))
    .join("\n");
}

/** Reports the arguments and the environments of new processes, where the system has /proc. */
function watchProcesses(report: (argumentTexts: string, variables: string) => void): () => void {
  const known = new Set(readdirSync("/proc"));
  const timer = setInterval(() => {
    for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && !known.has(name)))
      try {
        const [argumentTexts = "", variables = ""] = ["cmdline", "environ"].map((file) =>
          readFileSync(`/proc/${id}/${file}`, "latin1"),
        );
        report(argumentTexts, variables);
        known.add(id);
      } catch {
        // The process has ended, or belongs to another user.
      }
  }, 50);
  return () => clearInterval(timer);
}
