// @module-tag pulumi
// @module-tag skopeo
// @module-tag crane
/** Typical use of cwiq: CI pushes to one port, clients pull anonymously from another, and the promoter promotes. */

import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ask } from "../../../embedded-nexus/test/support/nexuses.ts";
import { createDockerHosted } from "../../../embedded-nexus/test/support/registries.ts";
import { freePort } from "../../../tools/support/port.ts";
import { describeInFull } from "../../support/scope.ts";
import { Client, folder } from "../support/clients.ts";
import type { Outcome } from "../support/home.ts";
import { type Site, siteOf } from "./site.ts";

let hub: EmbeddedNexus;
let cwiq: Site;
/** `127.0.0.1:PORT`: the push address of CI, the pull address of all clients, and Nexus itself. */
let [pushing, pulling, main] = ["", "", ""];

beforeAll(async () => {
  hub = await startNexus();
  // All clients pull from it by token.
  await createDockerHosted(hub, "public", {}, { forceBasicAuth: false });
  await ask(hub, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DockerToken"]);
  const [pushPort, pullPort] = [await freePort(), await freePort()];
  const nowhere = "https://nowhere.example";
  const dockerHub = `http://127.0.0.1:${hub.connectorPort("public")}`;
  const upstreams = { dockerHub, epel: nowhere, mavenCentral: nowhere, npm: nowhere, pypi: nowhere };
  cwiq = await siteOf("cwiq", { upstreams, pushPort, pullPort, imagesByPath: true }, { connectors: "asked" });
  [pushing, pulling, main] = [`127.0.0.1:${pushPort}`, `127.0.0.1:${pullPort}`, new URL(cwiq.nexus.url).host];
});

afterAll(async () => {
  await cwiq?.close();
  await hub?.stop();
});

const ci = () => cwiq.person("nexus-ci", pushing, pulling, main);
const deployment = () => cwiq.person("nexus-deployments", pushing, pulling);
const promoter = () => cwiq.person("nexus-promoter", main);
const promote = (image: string, from: string, to: string) =>
  cwiq.command("nexus-promoter", "promote", image, "--from", from, "--to", to);

const done = { code: 0 };
const failed = { code: 1 };

function pull(client: Client, image: string): Promise<Outcome> {
  return client.skopeo("copy", `docker://${image}`, `dir:${folder()}`);
}

describeInFull("an image", () => {
  it("is pushed to one port and pulled from another", async () => {
    const [builder, runtime, image] = [await ci(), await deployment(), "orchestrator/server:main-0a1b2c3"];
    expect(await builder.push(`${pushing}/${image}`, "main")).toMatchObject(done);
    expect(await pull(runtime, `${pulling}/${image}`)).toMatchObject(done);
    expect(await runtime.push(`${pushing}/${image}`, "not theirs")).toMatchObject(failed);
    expect(await builder.push(`${pulling}/orchestrator/server:main-0a1b2c4`, "to the group")).toMatchObject(failed);
  });

  it("is promoted to prod stage by stage, unchanged and immutable", async () => {
    const [builder, runtime, promoting] = [await ci(), await deployment(), await promoter()];
    const image = "orchestrator/agent:1.0.0";
    const inProd = `${main}/docker-hosted-prod/${image}`;
    expect(await builder.push(`${pushing}/${image}`, "1.0.0")).toMatchObject(done);
    const digest = await builder.digest(`${pushing}/${image}`);
    expect(await promote(image, "dev", "prod")).not.toMatchObject(done);
    expect(await promote(image, "dev", "uat")).toMatchObject(done);
    expect(await promote(image, "uat", "prod")).toMatchObject(done);
    expect(await promoting.digest(inProd)).toBe(digest);

    // The tag in dev may change; the one in prod stays, and the group serves it.
    expect(await builder.push(`${pushing}/${image}`, "another 1.0.0")).toMatchObject(done);
    expect(await builder.digest(`${pushing}/${image}`)).not.toBe(digest);
    expect(await runtime.digest(`${pulling}/${image}`)).toBe(digest);
    expect(await promote(image, "dev", "uat")).not.toMatchObject(done);
    expect(await promoting.push(inProd, "another 1.0.0")).toMatchObject(failed);
    expect(await builder.push(inProd, "another 1.0.0")).toMatchObject(failed);
    expect(await promoting.skopeo("delete", `docker://${inProd}`)).toMatchObject(failed);
    expect(await promoting.digest(inProd)).toBe(digest);
  });

  it("of the public registry is fetched once and stays available after that stops", async () => {
    const [publisher, runtime] = [new Client(), await deployment()];
    const registry = `127.0.0.1:${hub.connectorPort("public")}`;
    await publisher.login(registry);
    expect(await publisher.push(`${registry}/library/hello:1`, "hello")).toMatchObject(done);
    expect(await pull(runtime, `${pulling}/hello:1`)).toMatchObject(done);
    await hub.stop();
    expect(await pull(runtime, `${pulling}/hello:1`)).toMatchObject(done);
  });
});
