import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DeclaredObjects } from "../../src/provider/declared-objects.ts";

const url = "https://nexus.example";
const folder = join(tmpdir(), `nexus-iac-runs-${userInfo().uid}`);
let engines = 0;
const createEngine = () => `127.0.0.1:test-${process.pid}-${++engines}`;

it("finds the objects that another process of the run declares for the same URL", () => {
  const engine = createEngine();
  new DeclaredObjects(url, engine).add("role/two words");
  expect(new DeclaredObjects(`${url}/`, engine).has("role/two words")).toBe(true);
  expect(new DeclaredObjects(url, engine).has("role/words")).toBe(false);
  expect(new DeclaredObjects("https://other.example", engine).has("role/two words")).toBe(false);
  expect(new DeclaredObjects(url, createEngine()).has("role/two words")).toBe(false);
});

it("shares nothing without an engine", () => {
  const declared = new DeclaredObjects(url, undefined);
  declared.add("role/r");
  expect(declared.has("role/r")).toBe(true);
  expect(new DeclaredObjects(url, undefined).has("role/r")).toBe(false);
});

it("removes the files of processes that have ended", () => {
  const engine = createEngine();
  new DeclaredObjects(url, engine).add("role/r");
  const own = readdirSync(folder).find((name) => name.endsWith(`@${process.pid}`) && name.includes(`_test-`)) ?? "";
  expect(existsSync(join(folder, own))).toBe(true);
  const ended = own.replace(/@.*/, "@4194305");
  writeFileSync(join(folder, ended), `${url} role/stale\n`);
  expect(new DeclaredObjects(url, engine).has("role/stale")).toBe(false);
  expect(existsSync(join(folder, ended))).toBe(false);
  expect(existsSync(join(folder, own))).toBe(true);
});
