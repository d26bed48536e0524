// @module-tag maven
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
import { DEPLOY, fetchMavenPlugins, GET } from "../../tools/clients/maven.mjs";
import { itInFull } from "../support/scope.ts";
import { type Estate, estateOf } from "./support/estate.ts";
import { Home } from "./support/home.ts";

const home = new Home();
let estate: Estate;

beforeAll(async () => {
  estate = await estateOf("maven", { maven: { versionPolicy: "MIXED", layoutPolicy: "STRICT" } });
  // The plugins are in the local repository already, so all downloads come from the tested Nexus.
  cpSync(await fetchMavenPlugins(), home.file("repository"), { recursive: true });
  writeFileSync(home.file("app.jar"), "PK\u0003\u0004");
});

afterAll(async () => {
  await estate.nexus.stop();
  home.remove();
});

/** Redefines central, which Maven knows by default without snapshots. */
const CENTRAL =
  "<profiles><profile><id>nexus</id><repositories><repository><id>central</id><url>http://central</url>" +
  "<snapshots><enabled>true</enabled></snapshots></repository></repositories></profile></profiles>" +
  "<activeProfiles><activeProfile>nexus</activeProfile></activeProfiles>";

/** Writes a settings.xml with one mirror for all downloads, and optionally with credentials for it. */
function maven(repository: string, password: string | undefined, ...args: string[]) {
  const login = `<server><id>nexus</id><username>admin</username><password>${password}</password></server>`;
  const mirror = `<mirror><id>nexus</id><mirrorOf>*</mirrorOf><url>${estate.at(repository)}</url></mirror>`;
  const servers = `<servers>${password === undefined ? "" : login}</servers>`;
  const settings = home.file(`${repository}-${password}.xml`);
  writeFileSync(settings, `<settings>${servers}<mirrors>${mirror}</mirrors>${CENTRAL}</settings>`);
  const usual = ["--batch-mode", "--legacy-local-repository", "-Dstyle.color=never", "--settings", settings];
  return home.run("mvn", [...usual, `-Dmaven.repo.local=${home.file("repository")}`, ...args]);
}

const deploy = (version: string, password: string | undefined) =>
  maven(
    ...[
      "group",
      password,
      DEPLOY,
      `-Durl=${estate.at("hosted")}`,
      "-DrepositoryId=nexus",
      `-Dfile=${home.file("app.jar")}`,
    ],
    ...["-DgroupId=org.acme", "-DartifactId=app", `-Dversion=${version}`, "-Dpackaging=jar"],
  );

const get = (repository: string, version: string, password?: string) =>
  maven(repository, password, GET, `-Dartifact=org.acme:app:${version}`);

const here = (version: string) => home.file("repository", "org", "acme", "app", version, `app-${version}.jar`);

itInFull(
  "Maven deploys a release once, only with credentials, and downloads it with and without credentials",
  async () => {
    const [denied, release] = await Promise.all([deploy("0.9", undefined), deploy("1.0", "admin123")]);
    // Sequential: parallel deployments may send each other's incomplete metadata from the local repository.
    const snapshot = await deploy("1.1-SNAPSHOT", "admin123");
    expect(denied).toMatchObject({ code: 1, output: expect.stringContaining("401") });
    expect([release.code, snapshot.code], release.output + snapshot.output).toEqual([0, 0]);

    rmSync(home.file("repository", "org", "acme"), { recursive: true, force: true });
    const [again, anonymous, loggedIn] = await Promise.all([
      deploy("1.0", "admin123"),
      get("group", "1.0"),
      get("proxy", "1.1-SNAPSHOT", "admin123"),
    ]);
    expect(again).toMatchObject({
      code: 1,
      output: expect.stringContaining("400 hosted/org/acme/app/1.0/app-1.0.jar cannot be updated"),
    });
    expect([anonymous.code, loggedIn.code], anonymous.output + loggedIn.output).toEqual([0, 0]);
    expect([existsSync(here("1.0")), existsSync(here("1.1-SNAPSHOT"))]).toEqual([true, true]);
  },
);
