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
import { startTlsProxy } from "../support/tls-proxy.ts";
import { runForStack } from "./support/stack-command.ts";
import { createTestEnvironment, type ManualClient } from "./support/test-environment.ts";

type Undo = () => Promise<unknown>;
/** A manual change of Nexus. Returns the function that reverts it. */
type Spoil = (manual: ManualClient, nexus: EmbeddedNexus) => Promise<Undo>;

interface Case {
  /** `push APPS/demo/app:build-1`; APPS, GROUP, MIRROR, HUB and NEXUS stand for addresses. By default parsed from the error. */
  tried?: string;
  user?: string;
  error?: string;
  spoil?: Spoil;
  /** The first reported cause. Undefined if the operation works. */
  cause: string | undefined;
  /** Matches its summary, evidence and advice. */
  says: RegExp;
}

const change =
  (path: string, changed: (live: Fields) => Fields): Spoil =>
  async (manual) => {
    const before = await manual.get(path);
    await manual.send("PUT", path, changed(before));
    return () => manual.send("PUT", path, before);
  };
const put =
  (path: string, body: Json, before: Json): Spoil =>
  async (manual) => {
    await manual.send("PUT", path, body);
    return () => manual.send("PUT", path, before);
  };
const answering =
  (path: RegExp, status: number, body?: Json): Spoil =>
  async (_hand, nexus) => {
    const undo = nexus.injectFault({ path, times: 99, response: { status, ...(body !== undefined && { body }) } });
    return async () => undo();
  };
const all =
  (...spoils: Spoil[]): Spoil =>
  async (manual, nexus) => {
    const undo: Undo[] = [];
    for (const spoil of spoils) undo.unshift(await spoil(manual, nexus));
    return async () => {
      for (const one of undo) await one();
    };
  };
const inPart = (fields: Fields, part: string, more: Fields): Fields => ({
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

const newPassword: Spoil = async (manual) => {
  await manual.setPassword(bot, "by hand");
  return () => manual.setPassword(bot, "jenkins-pass");
};
const ruled: Spoil = all(
  async (manual) => {
    const rule = { name: "no-tools", description: "", mode: "BLOCK", matchers: [".*/tools/.*"] };
    await manual.send("POST", "/v1/routing-rules", rule);
    return () => manual.send("DELETE", "/v1/routing-rules/no-tools");
  },
  change(hub, (live) => ({ ...live, routingRule: "no-tools" })),
);
/** An upstream that refuses connections: after a pull Nexus blocks it automatically for a while. */
const goneUpstream: Spoil = all(
  change(hub, (live) => inPart(live, "proxy", { remoteUrl: "http://127.0.0.1:9/" })),
  async (_hand, nexus) => {
    const headers = { authorization: `Basic ${btoa("admin:admin123")}` };
    await fetch(`${nexus.url}/repository/docker-hub/v2/library/x/manifests/1`, { headers });
    return async () => {};
  },
);
const open: Spoil = all(
  change(anonymous, (live) => ({ ...live, enabled: true })),
  change(group, (live) => inPart(live, "docker", { forceBasicAuth: false })),
  put(realms, ["NexusAuthenticatingRealm"], allRealms),
);
const kubelet =
  'Warning  Failed  5s (x3)  kubelet  Failed to pull image "GROUP/demo/app:build-1": rpc error: code = Unknown desc = ' +
  'failed to resolve reference "GROUP/demo/app:build-1": failed to authorize: unexpected status: 401 Unauthorized';

const cases: Case[] = [
  { tried: "pull APPS/demo/app:build-1", user: runtime, cause: undefined, says: /^$/ },
  { tried: "push APPS/myapp:build-1", user: bot, cause: "image-name", says: /APPS\/demo\/myapp:build-1/ },
  {
    tried: "push GROUP/demo/app:build-9",
    user: bot,
    cause: "write-to-group-or-proxy",
    says: /APPS\/demo\/app:build-9/,
  },
  { tried: "put NEXUS/repository/docker-hub/x", user: bot, cause: "write-to-group-or-proxy", says: /is a proxy/ },
  { tried: "push NEXUS/demo/app:build-9", user: bot, cause: "wrong-address", says: /APPS\/demo\/app:build-9/ },
  { tried: "pull demo/app:build-1", user: bot, cause: "wrong-address", says: /names no registry/ },
  { tried: "pull mirror.invalid/demo/app:build-1", user: bot, cause: "wrong-address", says: /no repository of this/ },
  { tried: "put http://APPS/repository/files/a.txt", cause: "wrong-address", says: /serves Docker only[\s\S]*NEXUS/ },
  { tried: "get http://NEXUS/repository/filse/a.txt", cause: "wrong-address", says: /did you mean "files"/ },
  { tried: "pull MIRROR/ocp/release:1", user: "nexus-cluster", cause: "plain-http", says: /speaks plain HTTP/ },
  { tried: "pull HUB/library/app:1", user: developer, cause: "certificate", says: /not trusted/ },
  {
    tried: "pull APPS/demo/app:build-1",
    user: runtime,
    spoil: change(apps, (live) => ({ ...live, online: false })),
    cause: "repository-offline",
    says: /npm run drift -- --stack lab --heal/,
  },
  { tried: "pull APPS/demo/app:build-1", cause: "no-credentials", says: /anonymous access is off/ },
  { tried: "push APPS/demo/app:build-9", user: "nexus-jenkinsbott", cause: "no-such-user", says: /nexus-jenkinsbot"/ },
  {
    tried: "push APPS/demo/app:build-9",
    user: bot,
    spoil: async (manual) => {
      const path = `/v1/security/users/${bot}`;
      const [live] = (await manual.get(`/v1/security/users?userId=${bot}`)) as unknown as Fields[];
      await manual.send("PUT", path, { ...live, status: "disabled" });
      return () => manual.send("PUT", path, { ...live });
    },
    cause: "user-disabled",
    says: /status of nexus-jenkinsbot in Nexus: disabled[\s\S]*--heal/,
  },
  {
    tried: "push APPS/demo/app:build-9",
    user: bot,
    spoil: newPassword,
    cause: "wrong-password",
    says: /differs from the one in the stack's outputs/,
  },
  { error: kubelet, user: developer, cause: "wrong-password", says: /from before a rotation/ },
  { tried: "push APPS/demo/app:build-9", user: runtime, cause: "missing-privilege", says: /"nexus-docker-dev-pull"/ },
  { tried: "delete APPS/demo/app:build-1", user: runtime, cause: "missing-privilege", says: /hosted-delete/ },
  {
    tried: "pull APPS/demo/app:build-1",
    user: developer,
    cause: "missing-privilege",
    says: /GROUP\/demo\/app:build-1/,
  },
  {
    tried: "push APPS/demo/app:build-9",
    user: bot,
    spoil: change("/v1/security/roles/nexus-jenkins-ci", (live) => ({
      ...live,
      privileges: (live.privileges as string[]).filter((name) => !name.endsWith("-edit")),
    })),
    cause: "missing-privilege",
    says: /lacks nx-repository-view-docker-docker-dev-hosted-edit, which the program grants[\s\S]*--heal/,
  },
  { tried: "push APPS/demo/app:build-1", user: bot, cause: "immutable", says: /ALLOW_ONCE/ },
  {
    tried: "put http://NEXUS/repository/files/a.txt",
    user: "admin",
    cause: "immutable",
    says: /a\.txt already exists/,
  },
  {
    error:
      "Error: writing manifest: uploading manifest build-1 to APPS/demo/app: blob upload invalid, " +
      "docker-dev-hosted/v2/demo/app/manifests/build-1 cannot be updated; docker push APPS/demo/app:build-1",
    user: bot,
    cause: "immutable",
    says: /push another tag/,
  },
  {
    tried: "push APPS/demo/app:build-9",
    user: bot,
    spoil: change(apps, (live) => inPart(live, "storage", { writePolicy: "DENY" })),
    cause: "immutable",
    says: /DENY[\s\S]*--heal/,
  },
  {
    tried: "push APPS/demo/app:build-9",
    user: bot,
    spoil: answering(/status\/writable/, 503),
    cause: "frozen",
    says: /read-only/,
  },
  { tried: "pull GROUP/demo/app:build-1", spoil: open, cause: "realm-missing", says: /DockerToken/ },
  {
    tried: "pull GROUP/tools/app:1",
    user: developer,
    spoil: change(hub, (live) => inPart(live, "httpClient", { blocked: true })),
    cause: "upstream-blocked",
    says: /docker-hub is blocked/,
  },
  { tried: "pull GROUP/tools/app:1", user: developer, spoil: ruled, cause: "routing-rule", says: /blocks \.\*\/tools/ },
  {
    tried: "pull GROUP/tools/app:1",
    user: developer,
    spoil: goneUpstream,
    cause: "upstream-unreachable",
    says: /Auto Blocked[\s\S]*docker-hub fetches from/,
  },
  { tried: "pull APPS/library/app:1", user: runtime, cause: "pull-from-hosted", says: /GROUP\/library\/app:1/ },
  { tried: "pull APPS/demo/app:build-7", user: runtime, cause: "not-there", says: /tags of demo\/app: build-1/ },
  { tried: "pull APPS/demo/ap:build-1", user: runtime, cause: "not-there", says: /use demo\/app/ },
  { tried: "get http://NEXUS/repository/files/b.txt", user: "admin", cause: "not-there", says: /files has no b\.txt/ },
  {
    tried: "push APPS/demo/app:build-9",
    user: bot,
    spoil: answering(/v1\/blobstores$/, 200, [{ name: "default", type: "File", availableSpaceInBytes: 4096 }]),
    cause: "blob-store",
    says: /is full[\s\S]*BlobstoreCompact/,
  },
  {
    tried: "push APPS/demo/app:build-9",
    user: bot,
    spoil: answering(/quota-status/, 200, {
      isViolation: true,
      message: "Blob store default is over",
      blobStoreName: "default",
    }),
    cause: "blob-store",
    says: /exceeds its quota; Nexus itself only warns/,
  },
  {
    tried: "push APPS/demo/app:build-9",
    user: bot,
    error: "denied: 403 Forbidden",
    spoil: put("/v1/security/ip-allowlist/mode", { mode: "ENFORCE" }, { mode: "DISABLED" }),
    cause: "ip-allow-list",
    says: /mode ENFORCE/,
  },
  {
    tried: "pull APPS/demo/app:build-1",
    user: runtime,
    spoil: async (manual, nexus) => {
      nexus.clock.advance({ days: 31 });
      const { items } = await manual.get("/v1/tasks?type=repository.cleanup");
      await manual.send("POST", `/v1/tasks/${String((items as Fields[])[0]?.id)}/run`);
      return async () => {};
    },
    cause: "aged-out",
    says: /docker-dev-hosted-retain-30d \(not downloaded for 30 days\)[\s\S]*Cleanup service last ran/,
  },
];

it("reports the cause of each failure and what to do", async () => {
  const [appsPort, mirrorPort, groupPort] = [await freePort(), await freePort(), await freePort()];
  const places: Record<string, string> = {
    APPS: `127.0.0.1:${appsPort}`,
    GROUP: `127.0.0.1:${groupPort}`,
    MIRROR: `127.0.0.2:${mirrorPort}`,
  };
  const upstream = await startNexus();
  onTestFinished(() => upstream.stop());
  const front = await startTlsProxy(`http://127.0.0.1:${appsPort}`);
  onTestFinished(() => front.stop());
  const { nexus, manual, stack } = await createTestEnvironment(
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
  Object.assign(places, {
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

  const pushing = new RegistryClient({
    url: `http://127.0.0.1:${appsPort}`,
    username: bot,
    password: passwords[bot] ?? "",
  });
  await pushImage(pushing, "demo/app", "build-1", []);
  await pushing.close();
  await manual.send("POST", "/v1/repositories/raw/hosted", {
    name: "files",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: false, writePolicy: "ALLOW_ONCE" },
  });
  const basic = `Basic ${btoa("admin:admin123")}`;
  await fetch(`${nexus.url}/repository/files/a.txt`, { method: "PUT", body: "a", headers: { authorization: basic } });

  const placed = (text: string) => text.replace(/\b(APPS|GROUP|MIRROR|HUB|NEXUS)\b/g, (name) => places[name] ?? name);
  const session = () => openSession({ url: nexus.url, username: "admin", password: "admin123" }, {});
  const diagnosed = async ({ tried, user, error }: Case): Promise<Diagnosis> => {
    const text = user === "admin" ? "admin123" : passwords[user ?? ""];
    const looked = await takeNexusSnapshot(async () => session());
    const known = {
      ...{ stack: "lab", declared, looked },
      ...(text !== undefined && { password: { text, from: "the stack's outputs" } }),
    };
    const facts = await collectFacts(attemptOf(placed, tried, user, error), known);
    await looked.session?.client.close();
    return diagnose(facts);
  };

  const wrong: string[] = [];
  for (const one of cases) {
    const undo = await one.spoil?.(manual, nexus);
    const { causes: found, works } = await diagnosed(one);
    await undo?.();
    const [first] = found;
    const said = [first?.summary, ...(first?.evidence ?? []), ...(first?.advice ?? [])].join("\n");
    const says = new RegExp(placed(one.says.source));
    if (first?.cause !== one.cause || !says.test(said) || works !== (one.cause === undefined))
      wrong.push(`${one.tried ?? one.error}: not ${one.cause} ${says} but ${JSON.stringify(found, null, 1)}`);
  }
  expect(wrong.join("\n")).toBe("");

  const run = await runForStack(stack, [
    "doctor",
    "--stack",
    "lab",
    "--user",
    runtime,
    "--push",
    placed("APPS/demo/app:build-9"),
  ]);
  expect(run.code, run.output).toBe(0);
  expect(run.output).toMatch(
    /^push .* as nexus-runtime\nrepeated from here: POST .*: 403 .*\n\nCAUSE: nexus-runtime lacks nx-repository-view-docker-/,
  );
  expect(run.output).toMatch(/Ruled out:\n(?: {2}.*\n)* {2}repository-offline/);
});

function attemptOf(
  placed: (text: string) => string,
  tried: string | undefined,
  user: string | undefined,
  error: string | undefined,
): Attempt {
  const read = error === undefined ? undefined : parseError(placed(error));
  const [deed = read?.operation, target] = tried === undefined ? [] : placed(tried).split(" ");
  const named = target?.includes("/repository/")
    ? { url: target.includes("://") ? target : `http://${target}` }
    : target === undefined
      ? undefined
      : { image: requireImageReference(target) };
  const asked = named ?? read?.target;
  if (!asked || !deed) throw new Error(`nothing was tried in ${error}`);
  return {
    operation: deed as Operation,
    target: asked,
    ...(user !== undefined && { user }),
    ...(read && { reportedError: read.error }),
  };
}
