// @module-tag pip
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
import { itInFull } from "../support/scope.ts";
import { type Estate, estateOf } from "./support/estate.ts";
import { Home } from "./support/home.ts";

const home = new Home();
let estate: Estate;

beforeAll(async () => {
  estate = await estateOf("pypi");
});

afterAll(async () => {
  await estate.nexus.stop();
  home.remove();
});

/** Creates a wheel with one module. */
async function wheel(version: string): Promise<File> {
  const information = `acme_tool-${version}.dist-info`;
  const write = (name: string, text: string) => writeFileSync(home.file(version, name), text);
  for (const folder of ["acme_tool", information]) mkdirSync(home.file(version, folder), { recursive: true });
  write("acme_tool/__init__.py", `VERSION = "${version}"\n`);
  write(`${information}/METADATA`, `Metadata-Version: 2.1\nName: Acme.Tool\nVersion: ${version}\n`);
  write(`${information}/WHEEL`, "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
  write(`${information}/RECORD`, "");
  const name = `acme_tool-${version}-py3-none-any.whl`;
  const folder = home.file(version);
  const made = await home.run("python3", ["-m", "zipfile", "-c", name, "acme_tool", information], {}, folder);
  expect(made.code, made.output).toBe(0);
  return new File([new Uint8Array(readFileSync(home.file(version, name)))], name);
}

/** Uploads a file with the request of twine. */
async function upload(version: string, file: File, credentials: string): Promise<string> {
  const body = new FormData();
  const fields = {
    ":action": "file_upload",
    protocol_version: "1",
    name: "Acme.Tool",
    version,
    requires_python: ">=3.6",
  };
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("content", file);
  const headers = { Authorization: `Basic ${btoa(credentials)}` };
  const answer = await fetch(estate.at("hosted"), { method: "POST", body, headers });
  return `${answer.status} ${answer.statusText}`;
}

/** Runs pip with a pip.conf that has a repository. */
function pip(repository: string, ...args: string[]) {
  const configuration = home.file("pip.conf");
  const index = estate.at(repository).replace("//", "//admin:admin123@");
  writeFileSync(configuration, `[global]\nindex-url = ${index}simple\nno-cache-dir = true\n`);
  const environment = {
    PIP_CONFIG_FILE: configuration,
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_ROOT_USER_ACTION: "ignore",
  };
  return home.run("python3", ["-m", "pip", ...args], environment);
}

itInFull("pip downloads and installs uploaded files from hosted, proxy and group repositories", async () => {
  const one = await wheel("1.0");
  expect(await upload("1.0", one, "admin:wrong")).toMatch(/^401/);
  expect(await upload("1.0", one, "admin:admin123")).toMatch(/^200/);
  expect(await upload("1.0", one, "admin:admin123")).toBe(
    `400 hosted/packages/acme-tool/1.0/${one.name} cannot be updated`,
  );
  expect(await upload("1.1", await wheel("1.1"), "admin:admin123")).toMatch(/^200/);

  for (const repository of ["hosted", "group"]) {
    const got = await pip(repository, "download", "--no-deps", "--dest", home.file(repository), "Acme_Tool==1.0");
    expect(got.code, got.output).toBe(0);
    expect(readdirSync(home.file(repository))).toEqual([one.name]);
  }
  const installed = await pip("proxy", "install", "--target", home.file("site"), "acme-tool");
  expect(installed.code, installed.output).toBe(0);
  expect(readFileSync(home.file("site", "acme_tool", "__init__.py"), "utf8")).toContain("1.1");
  const none = await pip("group", "download", "--dest", home.file("none"), "nothing-of-that-name");
  expect(none).toMatchObject({ code: 1, output: expect.stringContaining("No matching distribution") });
});
