/** cwiq, as its people use it: CI pushes to one port, everybody pulls from another, and the promoter promotes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedNexus, startNexus } from "../../../src/embedded/index.ts";
import { Workspace } from "../../e2e/support/workspace.ts";
import { nexusIac } from "../../support/command.ts";
import { freePorts } from "../../support/free-ports.ts";
import { imageFolder } from "./image.ts";
import { Person } from "./people.ts";

const folder = mkdtempSync(join(tmpdir(), "nexus-iac-cwiq-"));
let hub: EmbeddedNexus;
let nexus: EmbeddedNexus;
let stack: Workspace;
let passwords: Record<string, string>;
let ci: Person;
let deployment: Person;
let promoter: Person;
let push: string;
let pull: string;
const done = { code: 0 };

/** A Nexus with official images, `hello` among them. */
async function publicRegistry(): Promise<EmbeddedNexus> {
  const upstream = await startNexus();
  const headers = { authorization: `Basic ${btoa("admin:admin123")}`, "content-type": "application/json" };
  const body = JSON.stringify({
    name: "public",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
    docker: { httpPort: 5000, forceBasicAuth: false, v1Enabled: false },
  });
  const made = await fetch(`${upstream.url}/service/rest/v1/repositories/docker/hosted`, {
    method: "POST",
    headers,
    body,
  });
  expect(made.status).toBe(201);
  const realms = JSON.stringify(["NexusAuthenticatingRealm", "DockerToken"]);
  await fetch(`${upstream.url}/service/rest/v1/security/realms/active`, { method: "PUT", headers, body: realms });
  return upstream;
}

/** Runs `nexus-iac` with the stack's handbook, as the promoter. */
async function promote(...args: string[]) {
  const environment = { NEXUS_USERNAME: "nexus-promoter", NEXUS_PASSWORD: passwords["nexus-promoter"] };
  const asked = ["promote", ...args, "--handbook", join(folder, "handbook.json")];
  const { status, stdout, stderr } = await nexusIac(asked, { cwd: folder, environment });
  return { code: status, output: stdout + stderr };
}

beforeAll(async () => {
  hub = await publicRegistry();
  const [pushPort, pullPort] = (await freePorts(2)) as [number, number];
  [push, pull] = [`127.0.0.1:${pushPort}`, `127.0.0.1:${pullPort}`];
  nexus = await startNexus({ connectors: "asked" });
  const nowhere = "https://nowhere.example";
  const dockerHub = `http://127.0.0.1:${hub.connectorPort("public")}`;
  stack = await Workspace.open({
    stack: "cwiq",
    config: {
      url: nexus.url,
      username: "admin",
      upstreams: { dockerHub, epel: nowhere, mavenCentral: nowhere, npm: nowhere, pypi: nowhere },
      pushPort,
      pullPort,
    },
    secrets: { password: "admin123" },
  });
  const { code, output } = await stack.up();
  if (code !== 0) throw new Error(output);
  ({ passwords } = (await stack.outputs()) as { passwords: Record<string, string> });
  const written = await nexusIac(["handbook", "--stack", "cwiq", "--out", join(folder, "handbook.json")], {
    cwd: stack.folder,
    environment: stack.environment,
  });
  if (written.status !== 0) throw new Error(written.stderr);
  [ci, deployment, promoter] = ["nexus-ci", "nexus-deployments", "nexus-promoter"].map(
    (user) => new Person(user, passwords),
  ) as [Person, Person, Person];
});

afterAll(async () => {
  stack?.close();
  await Promise.all([nexus?.stop(), hub?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe("an image", () => {
  it("is pushed to one port and pulled from the other", async () => {
    const build = imageFolder("main");
    expect(await ci.push(build.from, `${push}/orchestrator/server:main-0a1b2c3`)).toMatchObject(done);
    expect(await deployment.pull(`${pull}/orchestrator/server:main-0a1b2c3`)).toMatchObject(done);
    expect(await deployment.push(build.from, `${push}/orchestrator/server:main-0a1b2c4`)).toMatchObject({ code: 1 });
    expect(await ci.push(build.from, `${pull}/orchestrator/server:main-0a1b2c4`)).toMatchObject({ code: 1 });
  });

  it("is promoted to prod stage by stage, and is there as it was pushed, for good", async () => {
    const image = "orchestrator/agent:1.0.0";
    const build = imageFolder("1.0.0");
    expect(await ci.push(build.from, `${push}/${image}`)).toMatchObject(done);
    expect(await promote(image, "--from", "dev", "--to", "prod")).not.toMatchObject(done);
    expect(await promote(image, "--from", "dev", "--to", "uat")).toMatchObject(done);
    expect(await promote(image, "--from", "uat", "--to", "prod")).toMatchObject(done);
    expect(await promoter.digest(`${new URL(nexus.url).host}/docker-hosted-prod/${image}`)).toBe(build.digest);

    // dev may change; what is in prod is what everybody gets, and stays.
    const changed = imageFolder("another 1.0.0");
    expect(await ci.push(changed.from, `${push}/${image}`)).toMatchObject(done);
    expect(await deployment.digest(`${pull}/${image}`)).toBe(build.digest);
    expect(await promote(image, "--from", "dev", "--to", "uat")).not.toMatchObject(done);
    const prod = `${new URL(nexus.url).host}/docker-hosted-prod/${image}`;
    expect(await promoter.push(changed.from, prod)).toMatchObject({ code: 1 });
    expect(await ci.push(changed.from, prod)).toMatchObject({ code: 1 });
    expect(await promoter.delete(prod)).toMatchObject({ code: 1 });
    expect(await promoter.digest(prod)).toBe(build.digest);
  });

  it("of the public registry is fetched once, and stays when that is gone", async () => {
    const hello = imageFolder("hello");
    const publisher = new Person("admin", { admin: "admin123" });
    const published = `127.0.0.1:${hub.connectorPort("public")}/library/hello:1`;
    expect(await publisher.push(hello.from, published)).toMatchObject(done);
    expect(await deployment.digest(`${pull}/hello:1`)).toBe(hello.digest);
    expect(await deployment.pull(`${pull}/hello:1`)).toMatchObject(done);
    await hub.stop();
    expect(await deployment.pull(`${pull}/hello:1`)).toMatchObject(done);
  });
});
