/** Produces every known failure of a client on a Nexus that `pulumi up` created, and diagnoses it. */

import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { collectFacts } from "../../src/cli/commands/doctor/fact-collector.ts";
import { openSession, takeNexusSnapshot } from "../../src/cli/shared/nexus-session.ts";
import { parsePasswordOutputs } from "../../src/cli/shared/passwords.ts";
import { pushImage } from "../../src/client/push-image.ts";
import { RegistryClient } from "../../src/client/registry-client.ts";
import { requireImageReference } from "../../src/client-config/image-reference.ts";
import type { Attempt, Operation } from "../../src/clients/doctor/attempt.ts";
import { type Diagnosis, diagnose } from "../../src/clients/doctor/diagnose.ts";
import { parseError } from "../../src/clients/doctor/error-parsing/parse-error.ts";
import { metadataVariable } from "../../src/estate/program-metadata.ts";
import { readDeclaredProgram } from "../../src/plan/declared-program.ts";
import type { Fields, Json } from "../../src/util/json.ts";
import { freePort } from "../../tools/support/port.ts";
import { createCliEnvironment, type ManualClient } from "../support/stack/test-environment.ts";
import { startTlsProxy } from "../support/tls-proxy.ts";
import { runForStack } from "./support/stack-command.ts";

type Undo = () => Promise<unknown>;
/** A manual change of Nexus. Returns the function that reverts it. */
type Fault = (manual: ManualClient, nexus: EmbeddedNexus) => Promise<Undo>;

interface Case {
  /** `push APPS/demo/app:build-1`; APPS, GROUP, MIRROR, HUB and NEXUS stand for addresses. By default parsed from the error. */
  operation?: string;
  user?: string;
  error?: string;
  fault?: Fault;
  /** The first reported cause. Undefined if the operation works. */
  cause: string | undefined;
  /** Matches its summary, evidence and advice. */
  matches: RegExp;
}

const change =
  (path: string, changed: (live: Fields) => Fields): Fault =>
  async (manual) => {
    const before = await manual.get(path);
    await manual.send("PUT", path, changed(before));
    return () => manual.send("PUT", path, before);
  };
const put =
  (path: string, body: Json, before: Json): Fault =>
  async (manual) => {
    await manual.send("PUT", path, body);
    return () => manual.send("PUT", path, before);
  };
const injectResponse =
  (path: RegExp, status: number, body?: Json): Fault =>
  async (_hand, nexus) => {
    const undo = nexus.injectFault({ path, times: 99, response: { status, ...(body !== undefined && { body }) } });
    return async () => undo();
  };
const all =
  (...faults: Fault[]): Fault =>
  async (manual, nexus) => {
    const undo: Undo[] = [];
    for (const fault of faults) undo.unshift(await fault(manual, nexus));
    return async () => {
      for (const revert of undo) await revert();
    };
  };
const updateBlock = (fields: Fields, part: string, more: Fields): Fields => ({
  ...fields,
  [part]: { ...(fields[part] as Fields), ...more },
});

const apps = "/v1/repositories/docker/hosted/docker-dev-hosted";
const group = "/v1/repositories/docker/group/docker-group";
const hub = "/v1/repositories/docker/proxy/docker-hub";
const bot = "nexus-jenkinsbot";
const runtime = "nexus-runtime";
const anonymous = "/v1/security/anonymous";
const realms = "/v1/security/realms/active";
const allRealms = ["NexusAuthenticatingRealm", "DockerToken"];
const developer = "nexus-developer";

const newPassword: Fault = async (manual) => {
  await manual.setPassword(bot, "by hand");
  return () => manual.setPassword(bot, "jenkins-pass");
};
const routingRule: Fault = all(
  async (manual) => {
    const rule = { name: "no-tools", description: "", mode: "BLOCK", matchers: [".*/tools/.*"] };
    await manual.send("POST", "/v1/routing-rules", rule);
    return () => manual.send("DELETE", "/v1/routing-rules/no-tools");
  },
  change(hub, (live) => ({ ...live, routingRule: "no-tools" })),
);
/** An upstream that refuses connections: after a pull Nexus blocks it automatically for a while. */
const unreachableUpstream: Fault = all(
  change(hub, (live) => updateBlock(live, "proxy", { remoteUrl: "http://127.0.0.1:9/" })),
  async (_hand, nexus) => {
    const headers = { authorization: `Basic ${btoa("admin:admin123")}` };
    await fetch(`${nexus.url}/repository/docker-hub/v2/library/x/manifests/1`, { headers });
    return async () => {};
  },
);
const anonymousWithoutRealm: Fault = all(
  change(anonymous, (live) => ({ ...live, enabled: true })),
  change(group, (live) => updateBlock(live, "docker", { forceBasicAuth: false })),
  put(realms, ["NexusAuthenticatingRealm"], allRealms),
);
const kubelet =
  'Warning  Failed  5s (x3)  kubelet  Failed to pull image "GROUP/demo/app:build-1": rpc error: code = Unknown desc = ' +
  'failed to resolve reference "GROUP/demo/app:build-1": failed to authorize: unexpected status: 401 Unauthorized';

const cases: Case[] = [
  { operation: "pull APPS/demo/app:build-1", user: runtime, cause: undefined, matches: /^$/ },
  { operation: "push APPS/myapp:build-1", user: bot, cause: "image-name", matches: /APPS\/demo\/myapp:build-1/ },
  {
    operation: "push GROUP/demo/app:build-9",
    user: bot,
    cause: "write-to-group-or-proxy",
    matches: /APPS\/demo\/app:build-9/,
  },
  {
    operation: "put NEXUS/repository/docker-hub/x",
    user: bot,
    cause: "write-to-group-or-proxy",
    matches: /is a proxy/,
  },
  { operation: "push NEXUS/demo/app:build-9", user: bot, cause: "wrong-address", matches: /APPS\/demo\/app:build-9/ },
  { operation: "pull demo/app:build-1", user: bot, cause: "wrong-address", matches: /names no registry/ },
  {
    operation: "pull mirror.invalid/demo/app:build-1",
    user: bot,
    cause: "wrong-address",
    matches: /no repository of this/,
  },
  {
    operation: "put http://APPS/repository/files/a.txt",
    cause: "wrong-address",
    matches: /serves Docker only[\s\S]*NEXUS/,
  },
  { operation: "get http://NEXUS/repository/filse/a.txt", cause: "wrong-address", matches: /did you mean "files"/ },
  { operation: "pull MIRROR/ocp/release:1", user: "nexus-cluster", cause: "plain-http", matches: /speaks plain HTTP/ },
  { operation: "pull HUB/library/app:1", user: developer, cause: "certificate", matches: /not trusted/ },
  {
    operation: "pull APPS/demo/app:build-1",
    user: runtime,
    fault: change(apps, (live) => ({ ...live, online: false })),
    cause: "repository-offline",
    matches: /npm run drift -- --stack lab --heal/,
  },
  { operation: "pull APPS/demo/app:build-1", cause: "no-credentials", matches: /anonymous access is off/ },
  {
    operation: "push APPS/demo/app:build-9",
    user: "nexus-jenkinsbott",
    cause: "no-such-user",
    matches: /nexus-jenkinsbot"/,
  },
  {
    operation: "push APPS/demo/app:build-9",
    user: bot,
    fault: async (manual) => {
      const path = `/v1/security/users/${bot}`;
      const [live] = (await manual.get(`/v1/security/users?userId=${bot}`)) as unknown as Fields[];
      await manual.send("PUT", path, { ...live, status: "disabled" });
      return () => manual.send("PUT", path, { ...live });
    },
    cause: "user-disabled",
    matches: /status of nexus-jenkinsbot in Nexus: disabled[\s\S]*--heal/,
  },
  {
    operation: "push APPS/demo/app:build-9",
    user: bot,
    fault: newPassword,
    cause: "wrong-password",
    matches: /differs from the one in the stack's outputs/,
  },
  { error: kubelet, user: developer, cause: "wrong-password", matches: /from before a rotation/ },
  {
    operation: "push APPS/demo/app:build-9",
    user: runtime,
    cause: "missing-privilege",
    matches: /"nexus-docker-dev-pull"/,
  },
  { operation: "delete APPS/demo/app:build-1", user: runtime, cause: "missing-privilege", matches: /hosted-delete/ },
  {
    operation: "pull APPS/demo/app:build-1",
    user: developer,
    cause: "missing-privilege",
    matches: /GROUP\/demo\/app:build-1/,
  },
  {
    operation: "push APPS/demo/app:build-9",
    user: bot,
    fault: change("/v1/security/roles/nexus-jenkins-ci", (live) => ({
      ...live,
      privileges: (live.privileges as string[]).filter((name) => !name.endsWith("-edit")),
    })),
    cause: "missing-privilege",
    matches: /lacks nx-repository-view-docker-docker-dev-hosted-edit, which the program grants[\s\S]*--heal/,
  },
  { operation: "push APPS/demo/app:build-1", user: bot, cause: "immutable", matches: /ALLOW_ONCE/ },
  {
    operation: "put http://NEXUS/repository/files/a.txt",
    user: "admin",
    cause: "immutable",
    matches: /a\.txt already exists/,
  },
  {
    error:
      "Error: writing manifest: uploading manifest build-1 to APPS/demo/app: blob upload invalid, " +
      "docker-dev-hosted/v2/demo/app/manifests/build-1 cannot be updated; docker push APPS/demo/app:build-1",
    user: bot,
    cause: "immutable",
    matches: /push another tag/,
  },
  {
    operation: "push APPS/demo/app:build-9",
    user: bot,
    fault: change(apps, (live) => updateBlock(live, "storage", { writePolicy: "DENY" })),
    cause: "immutable",
    matches: /DENY[\s\S]*--heal/,
  },
  {
    operation: "push APPS/demo/app:build-9",
    user: bot,
    fault: injectResponse(/status\/writable/, 503),
    cause: "frozen",
    matches: /read-only/,
  },
  {
    operation: "pull GROUP/demo/app:build-1",
    fault: anonymousWithoutRealm,
    cause: "realm-missing",
    matches: /DockerToken/,
  },
  {
    operation: "pull GROUP/tools/app:1",
    user: developer,
    fault: change(hub, (live) => updateBlock(live, "httpClient", { blocked: true })),
    cause: "upstream-blocked",
    matches: /docker-hub is blocked/,
  },
  {
    operation: "pull GROUP/tools/app:1",
    user: developer,
    fault: routingRule,
    cause: "routing-rule",
    matches: /blocks \.\*\/tools/,
  },
  {
    operation: "pull GROUP/tools/app:1",
    user: developer,
    fault: unreachableUpstream,
    cause: "upstream-unreachable",
    matches: /Auto Blocked[\s\S]*docker-hub fetches from/,
  },
  { operation: "pull APPS/library/app:1", user: runtime, cause: "pull-from-hosted", matches: /GROUP\/library\/app:1/ },
  { operation: "pull APPS/demo/app:build-7", user: runtime, cause: "not-there", matches: /tags of demo\/app: build-1/ },
  { operation: "pull APPS/demo/ap:build-1", user: runtime, cause: "not-there", matches: /use demo\/app/ },
  {
    operation: "get http://NEXUS/repository/files/b.txt",
    user: "admin",
    cause: "not-there",
    matches: /files has no b\.txt/,
  },
  {
    operation: "push APPS/demo/app:build-9",
    user: bot,
    fault: injectResponse(/v1\/blobstores$/, 200, [{ name: "default", type: "File", availableSpaceInBytes: 4096 }]),
    cause: "blob-store",
    matches: /is full[\s\S]*BlobstoreCompact/,
  },
  {
    operation: "push APPS/demo/app:build-9",
    user: bot,
    fault: injectResponse(/quota-status/, 200, {
      isViolation: true,
      message: "Blob store default is over",
      blobStoreName: "default",
    }),
    cause: "blob-store",
    matches: /exceeds its quota; Nexus itself only warns/,
  },
  {
    operation: "push APPS/demo/app:build-9",
    user: bot,
    error: "denied: 403 Forbidden",
    fault: put("/v1/security/ip-allowlist/mode", { mode: "ENFORCE" }, { mode: "DISABLED" }),
    cause: "ip-allow-list",
    matches: /mode ENFORCE/,
  },
  {
    operation: "pull APPS/demo/app:build-1",
    user: runtime,
    fault: async (manual, nexus) => {
      nexus.clock.advance({ days: 31 });
      const { items } = await manual.get("/v1/tasks?type=repository.cleanup");
      await manual.send("POST", `/v1/tasks/${String((items as Fields[])[0]?.id)}/run`);
      return async () => {};
    },
    cause: "aged-out",
    matches: /docker-dev-hosted-retain-30d \(not downloaded for 30 days\)[\s\S]*Cleanup service last ran/,
  },
];

it("reports the cause of each failure and what to do", async () => {
  const [appsPort, mirrorPort, groupPort] = [await freePort(), await freePort(), await freePort()];
  const addresses: Record<string, string> = {
    APPS: `127.0.0.1:${appsPort}`,
    GROUP: `127.0.0.1:${groupPort}`,
    MIRROR: `127.0.0.2:${mirrorPort}`,
  };
  const upstream = await startNexus();
  onTestFinished(() => upstream.stop());
  const front = await startTlsProxy(`http://127.0.0.1:${appsPort}`);
  onTestFinished(() => front.stop());
  const { nexus, manual, stack } = await createCliEnvironment(
    { estate: "lab" },
    {
      nexus: { connectors: "asked" },
      config: {
        ...{ appsPort, mirrorPort, groupPort },
        upstreams: { dockerHub: upstream.url },
        clients: {
          registries: {
            "docker-hub": new URL(front.url).host,
            "ocp-mirror": `127.0.0.1:${mirrorPort}`,
          },
        },
      },
      secrets: { "passwords.nexus-jenkinsbot": "jenkins-pass" },
    },
  );
  Object.assign(addresses, {
    MIRROR: `127.0.0.1:${mirrorPort}`,
    HUB: new URL(front.url).host,
    NEXUS: new URL(nexus.url).host,
  });
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const plan = await stack.pulumiWith(
    { [metadataVariable]: "1" },
    "preview",
    "--json",
    "--show-sames",
    "--stack",
    stack.stack,
  );
  const declared = readDeclaredProgram(plan.output);
  const passwords = parsePasswordOutputs(await stack.readOutputs());

  const registry = new RegistryClient({
    url: `http://127.0.0.1:${appsPort}`,
    username: bot,
    password: passwords[bot] ?? "",
  });
  await pushImage(registry, "demo/app", "build-1", []);
  await registry.close();
  await manual.send("POST", "/v1/repositories/raw/hosted", {
    name: "files",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: false, writePolicy: "ALLOW_ONCE" },
  });
  const basic = `Basic ${btoa("admin:admin123")}`;
  await fetch(`${nexus.url}/repository/files/a.txt`, { method: "PUT", body: "a", headers: { authorization: basic } });

  const insertAddresses = (text: string) =>
    text.replace(/\b(APPS|GROUP|MIRROR|HUB|NEXUS)\b/g, (name) => addresses[name] ?? name);
  const session = () => openSession({ url: nexus.url, username: "admin", password: "admin123" }, {});
  const diagnoseCase = async ({ operation, user, error }: Case): Promise<Diagnosis> => {
    const text = user === "admin" ? "admin123" : passwords[user ?? ""];
    const nexusRead = await takeNexusSnapshot(async () => session());
    const known = {
      ...{ stack: "lab", declared, nexusRead },
      ...(text !== undefined && { password: { text, from: "the stack's outputs" } }),
    };
    const facts = await collectFacts(createAttempt(insertAddresses, operation, user, error), known);
    await nexusRead.session?.client.close();
    return diagnose(facts);
  };

  const failures: string[] = [];
  for (const testCase of cases) {
    const undo = await testCase.fault?.(manual, nexus);
    const { causes, works } = await diagnoseCase(testCase);
    await undo?.();
    const [first] = causes;
    const text = [first?.summary, ...(first?.evidence ?? []), ...(first?.advice ?? [])].join("\n");
    const pattern = new RegExp(insertAddresses(testCase.matches.source));
    if (first?.cause !== testCase.cause || !pattern.test(text) || works !== (testCase.cause === undefined))
      failures.push(
        `${testCase.operation ?? testCase.error}: expected ${testCase.cause} ${pattern}, got ${JSON.stringify(causes, null, 1)}`,
      );
  }
  expect(failures.join("\n")).toBe("");

  const run = await runForStack(stack, [
    "doctor",
    "--stack",
    "lab",
    "--user",
    runtime,
    "--push",
    insertAddresses("APPS/demo/app:build-9"),
  ]);
  expect(run.code, run.output).toBe(0);
  expect(run.output).toMatch(
    /^push .* as nexus-runtime\nrepeated from here: POST .*: 403 .*\n\nCAUSE: nexus-runtime lacks nx-repository-view-docker-/,
  );
  expect(run.output).toMatch(/Ruled out:\n(?: {2}.*\n)* {2}repository-offline/);
});

function createAttempt(
  insertAddresses: (text: string) => string,
  attempt: string | undefined,
  user: string | undefined,
  error: string | undefined,
): Attempt {
  const read = error === undefined ? undefined : parseError(insertAddresses(error));
  const [operation = read?.operation, address] = attempt === undefined ? [] : insertAddresses(attempt).split(" ");
  const named = address?.includes("/repository/")
    ? { url: address.includes("://") ? address : `http://${address}` }
    : address === undefined
      ? undefined
      : { image: requireImageReference(address) };
  const target = named ?? read?.target;
  if (!target || !operation) throw new Error(`no operation in ${error}`);
  return {
    operation: operation as Operation,
    target,
    ...(user !== undefined && { user }),
    ...(read && { reportedError: read.error }),
  };
}
