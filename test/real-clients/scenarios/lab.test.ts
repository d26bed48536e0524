// @module-tag pulumi
// @module-tag skopeo
// @module-tag crane
/** Typical use of lab: Jenkins, OpenShift, a developer, the bootstrap host, and a cleanup after thirty days. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInFull } from "../../support/scope.ts";
import { type Client, folder } from "../support/clients.ts";
import type { Outcome } from "../support/home.ts";
import { type Site, siteOf } from "./site.ts";

let lab: Site;
/** The addresses of the registries: `127.0.0.1:PORT`. */
let [apps, mirror, group] = ["", "", ""];

beforeAll(async () => {
  lab = await siteOf("lab", { upstreams: { dockerHub: "https://nowhere.example" } });
  [apps, mirror, group] = ["docker-dev-hosted", "ocp-mirror", "docker-group"].map(
    (repository) => `127.0.0.1:${lab.nexus.connectorPort(repository)}`,
  ) as [string, string, string];
});

afterAll(() => lab?.close());

const jenkins = () => lab.person("nexus-jenkinsbot", apps, mirror);
const openshift = () => lab.person("nexus-openshift", apps);
const bootstrap = () => lab.person("nexus-bootstrap", mirror);
const cluster = () => lab.person("nexus-cluster", mirror);

const done = { code: 0 };
const refused = { code: 1, output: expect.stringMatching(/denied|403|forbidden|not authorized/i) };
const gone = expect.stringMatching(/MANIFEST_UNKNOWN|manifest unknown|not found/i);

function pull(client: Client, image: string): Promise<Outcome> {
  return client.skopeo("copy", `docker://${image}`, `dir:${folder()}`);
}

describeInFull("Jenkins", () => {
  it("pushes a build tag once", async () => {
    const [client, build] = [await jenkins(), `${apps}/demo/app:build-1`];
    expect(await client.push(build, "build 1")).toMatchObject(done);
    const digest = await client.digest(build);
    expect(await client.push(build, "another build 1")).toMatchObject({
      code: 1,
      output: expect.stringContaining("cannot be updated"),
    });
    expect(await client.digest(build)).toBe(digest);
  });

  it("deletes a build", async () => {
    const [client, build] = [await jenkins(), `${apps}/demo/retracted:build-2`];
    expect(await client.push(build, "build 2")).toMatchObject(done);
    expect(await client.skopeo("delete", `docker://${build}`)).toMatchObject(done);
    expect(await client.digest(build)).toEqual(gone);
  });

  it("cannot change the OpenShift mirror", async () => {
    const [client, release] = [await jenkins(), `${mirror}/openshift/untouched:4.20`];
    expect(await (await bootstrap()).push(release, "4.20")).toMatchObject(done);
    expect(await client.push(`${mirror}/openshift/other:4.20`, "other")).toMatchObject(refused);
    expect(await pull(client, release)).toMatchObject(refused);
    expect(await client.skopeo("delete", `docker://${release}`)).toMatchObject(refused);
    expect(await pull(await cluster(), release)).toMatchObject(done);
  });
});

describeInFull("OpenShift", () => {
  it("pulls by digest and cannot push", async () => {
    const [client, app] = [await openshift(), `${apps}/demo/pulled`];
    const pushing = await jenkins();
    expect(await pushing.push(`${app}:build-1`, "pulled")).toMatchObject(done);
    expect(await pull(client, `${app}@${await pushing.digest(`${app}:build-1`)}`)).toMatchObject(done);
    expect(await client.push(`${app}:build-2`, "pushed")).toMatchObject(refused);
  });
});

describeInFull("a developer", () => {
  it("pulls applications only from the group and cannot push", async () => {
    const client = await lab.person("nexus-developer", apps, group);
    expect(await (await jenkins()).push(`${apps}/demo/shared:build-1`, "shared")).toMatchObject(done);
    expect(await pull(client, `${group}/demo/shared:build-1`)).toMatchObject(done);
    expect(await pull(client, `${apps}/demo/shared:build-1`)).toMatchObject(refused);
    expect(await client.push(`${group}/demo/shared:build-2`, "pushed")).toMatchObject({ code: 1 });
  });
});

describeInFull("the cleanup on day 31", () => {
  it("removes images that were not pulled, keeps pulled ones, and leaves the mirror unchanged", async () => {
    const [old, used] = [`${apps}/demo/old:build-1`, `${apps}/demo/used:build-1`];
    const mirrored = `${mirror}/openshift/release:4.19`;
    const pushing = await jenkins();
    expect(await pushing.push(old, "old")).toMatchObject(done);
    expect(await pushing.push(used, "used")).toMatchObject(done);
    expect(await (await bootstrap()).push(mirrored, "mirrored")).toMatchObject(done);

    await lab.nexus.clock.advance({ days: 20 });
    const runtime = await openshift();
    expect(await pull(runtime, used)).toMatchObject(done);
    await lab.nexus.clock.advance({ days: 12 });

    expect(await pull(runtime, old)).toMatchObject({ code: 1, output: gone });
    expect(await pull(runtime, used)).toMatchObject(done);
    expect(await pull(await cluster(), mirrored)).toMatchObject(done);
  });
});
