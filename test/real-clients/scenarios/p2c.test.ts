// @module-tag pulumi
// @module-tag maven
/** Typical use of p2c: anonymous clients read Maven artifacts, and one account deploys them. */
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEPLOY, fetchMavenPlugins, GET } from "../../../tools/clients/maven.mjs";
import { describeInFull } from "../../support/scope.ts";
import { Home } from "../support/home.ts";
import { type Site, siteOf } from "./site.ts";

const home = new Home();
let central: EmbeddedNexus;
let p2c: Site;

beforeAll(async () => {
  // The plugins are in the local repository already, so all downloads come from the tested Nexus.
  cpSync(await fetchMavenPlugins(), home.file("repository"), { recursive: true });
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

/** The output of `nexus-iac outputs` for the deploying account. */
async function settings(): Promise<string> {
  const { code, output } = await p2c.command("maven-deploy", "outputs", "--for", "maven", "--out", "-");
  if (code !== 0) throw new Error(output);
  return output;
}

function maven(settings: string, ...args: string[]) {
  const own = ["--batch-mode", "--legacy-local-repository", "-Dstyle.color=never", "--settings", home.file(settings)];
  return home.run("mvn", [...own, `-Dmaven.repo.local=${home.file("repository")}`, ...args]);
}

const deploy = (file: string, version: string) =>
  maven(
    file,
    DEPLOY,
    `-Durl=${p2c.nexus.url}/repository/maven-releases`,
    "-DrepositoryId=maven-releases",
    `-Dfile=${home.file("lib.jar")}`,
    ...["-DgroupId=com.example", "-DartifactId=lib", `-Dversion=${version}`, "-Dpackaging=jar"],
  );

const read = (file: string, artifact: string) =>
  maven(file, GET, `-Dartifact=${artifact}`, `-DremoteRepositories=${p2c.nexus.url}/repository/maven-public`);

const here = (artifact: string, version: string) =>
  home.file("repository", "com", "example", artifact, version, `${artifact}-${version}.jar`);

describeInFull("p2c", () => {
  it("accepts a release once, only from the deploying account, and serves it to all clients", async () => {
    writeFileSync(home.file("anonymous.xml"), "<settings/>");
    expect(await deploy("anonymous.xml", "1.0")).toMatchObject({ code: 1, output: expect.stringContaining("401") });
    expect(await deploy("settings.xml", "1.0")).toMatchObject({ code: 0 });
    expect(await deploy("settings.xml", "1.0")).toMatchObject({
      code: 1,
      output: expect.stringContaining("cannot be updated"),
    });

    for (const file of ["anonymous.xml", "settings.xml"]) {
      rmSync(home.file("repository", "com", "example"), { recursive: true, force: true });
      expect(await read(file, "com.example:lib:1.0")).toMatchObject({ code: 0 });
      expect(existsSync(here("lib", "1.0"))).toBe(true);
    }
  });

  it("serves artifacts of the upstream to all clients, also after that stops", async () => {
    const folder = `${central.url}/repository/maven-releases/com/example/public/2.0`;
    const authorization = `Basic ${btoa("admin:admin123")}`;
    const pom =
      "<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>public</artifactId><version>2.0</version></project>";
    for (const [file, body] of [
      ["public-2.0.pom", pom],
      ["public-2.0.jar", "PK\u0003\u0004"],
    ] as const)
      expect((await fetch(`${folder}/${file}`, { method: "PUT", headers: { authorization }, body })).status).toBe(201);
    const artifact = "com.example:public:2.0";
    expect(await read("anonymous.xml", artifact)).toMatchObject({ code: 0 });
    await central.stop();
    rmSync(home.file("repository", "com", "example", "public"), { recursive: true, force: true });
    expect(await read("anonymous.xml", artifact)).toMatchObject({ code: 0 });
    expect(existsSync(here("public", "2.0"))).toBe(true);
  });
});
