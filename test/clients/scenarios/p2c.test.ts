/** p2c, as its people use it: everybody reads Maven artifacts, one account deploys them. */
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedNexus, startNexus } from "../../../src/embedded/index.ts";
import { DEPLOY, GET, mavenPlugins } from "../../../tools/clients/packages.mjs";
import { Home } from "../support/home.ts";
import { type Site, siteOf } from "./site.ts";

const home = new Home();
let central: EmbeddedNexus;
let p2c: Site;

beforeAll(async () => {
  // Plugins are there already: what is asked for comes from the Nexus under test alone.
  cpSync(await mavenPlugins(), home.file("repository"), { recursive: true });
  central = await startNexus();
  p2c = await siteOf("p2c", { upstreams: { mavenCentral: `${central.url}/repository/maven-releases` } });
  writeFileSync(home.file("lib.jar"), "PK\u0003\u0004");
  writeFileSync(home.file("settings.xml"), await settings());
});

afterAll(async () => {
  await p2c?.close();
  await central?.stop();
  home.remove();
});

/** What `nexus-iac outputs` writes for who deploys. */
async function settings(): Promise<string> {
  const { code, output } = await p2c.command("maven-deploy", "outputs", "--for", "maven", "--out", "-");
  if (code !== 0) throw new Error(output);
  return output;
}

function maven(settings: string, ...args: string[]) {
  const own = ["--batch-mode", "--legacy-local-repository", "-Dstyle.color=never", "--settings", home.file(settings)];
  return home.run("mvn", [...own, `-Dmaven.repo.local=${home.file("repository")}`, ...args]);
}
