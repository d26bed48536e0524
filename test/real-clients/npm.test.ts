import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
import { itInFull } from "../support/scope.ts";
import { type Estate, estateOf } from "./support/estate.ts";
import { Home } from "./support/home.ts";

const home = new Home();
let estate: Estate;

beforeAll(async () => {
  estate = await estateOf("npm");
});

afterAll(async () => {
  await estate.nexus.stop();
  home.remove();
});

/** Runs npm in its own folder with an .npmrc that has a registry, and optionally credentials for it. */
async function npm(folder: string, repository: string, credentials: string | undefined, ...args: string[]) {
  const registry = estate.at(repository);
  const login = credentials && `${registry.replace("http:", "")}:${credentials}\n`;
  writeFileSync(
    home.file(folder, ".npmrc"),
    `registry=${registry}\ncache=${home.file("cache", folder)}\n${login ?? ""}`,
  );
  const quiet = ["--no-update-notifier", "--no-fund", "--no-audit"];
  const { code, output } = await home.run("npm", [...args, ...quiet], {}, home.file(folder));
  return { code, output };
}

function packageIn(folder: string, manifest: object): void {
  mkdirSync(home.file(folder), { recursive: true });
  writeFileSync(home.file(folder, "package.json"), JSON.stringify(manifest));
}

itInFull("npm publishes, tags and installs with hosted, proxy and group repositories", async () => {
  const admin = `_auth=${btoa("admin:admin123")}`;
  packageIn("library", { name: "@acme/library", version: "1.0.0", main: "index.js" });
  writeFileSync(home.file("library", "index.js"), "module.exports = 1;\n");
  expect(await npm("library", "hosted", undefined, "publish")).toMatchObject({ code: 1 });
  expect(await npm("library", "hosted", admin, "publish")).toMatchObject({ code: 0 });
  packageIn("library", { name: "@acme/library", version: "1.1.0", main: "index.js" });
  expect(await npm("library", "hosted", admin, "publish", "--tag", "next")).toMatchObject({ code: 0 });
  const tags = await npm("library", "group", undefined, "dist-tag", "ls", "@acme/library");
  expect(tags.output).toContain("latest: 1.0.0\nnext: 1.1.0");

  const install = async (repository: string) => {
    packageIn(repository, { name: "user", version: "1.0.0" });
    expect(await npm(repository, repository, undefined, "install", "@acme/library@next")).toMatchObject({ code: 0 });
    const lock = JSON.parse(readFileSync(home.file(repository, "package-lock.json"), "utf8")) as {
      packages: Record<string, { resolved: string }>;
    };
    return lock.packages["node_modules/@acme/library"]?.resolved;
  };
  const repositories = ["hosted", "proxy", "group"];
  expect(await Promise.all(repositories.map(install))).toEqual(
    repositories.map((repository) => `${estate.at(repository)}@acme/library/-/library-1.1.0.tgz`),
  );
});

itInFull("npm logs in with a token while the realm is active", async () => {
  await estate.ask("PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "NpmToken"]);
  const body = JSON.stringify({ name: "admin", password: "admin123" });
  const login = await fetch(`${estate.at("hosted")}-/user/org.couchdb.user:admin`, { method: "PUT", body });
  const { token } = (await login.json()) as { token: string };
  packageIn("login", { name: "login", version: "1.0.0" });
  expect((await npm("login", "hosted", `_authToken=${token}`, "whoami")).output).toContain("admin");
  expect(await npm("login", "hosted", `_authToken=${token}`, "publish")).toMatchObject({ code: 0 });
  const wrong = await npm("login", "hosted", "_authToken=NpmToken.of-no-user", "whoami");
  expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining("E401") });
});
