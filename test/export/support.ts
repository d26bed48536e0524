/** Exports that are run, compiled and formatted. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { openSession, readInventory } from "../../src/cli/shared/nexus-session.ts";
import type { Inventory } from "../../src/estate/estate.ts";
import { type Export, exportEstate } from "../../src/export/export.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { findDifferences as differencesIn } from "../../src/model/comparison.ts";
import { getIdentity, type Kind } from "../../src/model/kind.ts";
import { getDeclared } from "../../src/provider/inputs.ts";
import type { Fields } from "../../src/util/json.ts";
import type { Server } from "../support/resource-stack.ts";

const checkout = resolve(import.meta.dirname, "../..");

/** What a Nexus holds, and its export. */
export interface Exported {
  inventory: Inventory;
  exported: Export;
}

export async function exported(server: Server): Promise<Exported> {
  const { url, username, password } = server;
  const session = openSession({ url, username, password }, {});
  const inventory = await readInventory(session);
  return { inventory, exported: exportEstate("sample", inventory, session.server, { url, username }) };
}

export interface Declared {
  kind: Kind;
  name: string;
  fields: Fields;
}

const kinds = new Map([...catalogue.values()].map((kind) => [`pulumi-nodejs:${kind.token}`, kind]));

/** What the text of an estate declares, by Pulumi itself without an engine. */
export async function declaredBy(text: string, config: Record<string, unknown>): Promise<Declared[]> {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-export-"));
  const file = join(folder, "estate.ts");
  const modules = { "nexus-iac": join(checkout, "src/index.ts"), zod: import.meta.resolve("zod") };
  const linked = Object.entries(modules).reduce(
    (all, [name, path]) => all.replace(`from "${name}";`, `from ${JSON.stringify(path)};`),
    text,
  );
  writeFileSync(file, linked);
  const declared: Declared[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      const kind = kinds.get(type);
      if (kind) declared.push({ kind, name, fields: getDeclared(inClear(inputs)) });
      return { id: name, state: inputs };
    },
    call: () => ({}),
  });
  const texts = Object.entries(config).map(([name, value]) => [
    `nexus:${name}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts), ["nexus:passwords", "nexus:secrets"]);
  try {
    const { default: estate } = await import(file);
    await pulumi.runtime.runInPulumiStack(async () => estate());
    await pulumi.runtime.disconnect();
    return declared;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Secrets come wrapped. */
function inClear<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inClear) as T;
  const isSecret = Object.hasOwn(value, "4dabf18193072939515e22adb298388d") && "value" in value;
  if (isSecret) return inClear(value.value) as T;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inClear(one)])) as T;
}

/** What an export declares, with these secrets, and where that is not what is there. */
export async function differing({ inventory, exported }: Exported, secrets: readonly string[]) {
  const declared = await declaredBy(exported.estate, {
    url: "https://nexus.example",
    ...(exported.upstreams.size && { upstreams: Object.fromEntries(exported.upstreams) }),
    ...(secrets.length && { secrets: Object.fromEntries(secrets.map((name) => [name, "a secret"])) }),
  });
  const key = (kind: Kind, identity: string) => `${kind.name} ${identity}`;
  const live = new Map(inventory.declarations.map(({ kind, resource, fields }) => [key(kind, resource), fields]));
  const differences = declared.flatMap(({ kind, fields }) => {
    const identity = getIdentity(kind, fields);
    const there = live.get(key(kind, identity));
    if (!there) return [`${kind.name} "${identity}" is not there`];
    return differencesIn(kind.shape, fields, there).map(({ path }) => `${kind.name} "${identity}": ${path}`);
  });
  return { declared, differences };
}

/** What the formatter and linter have to say of estates, under the project's own rules; "" where nothing. */
export function complaintsOfLinter(texts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-lint-"));
  try {
    const files = texts.map((_, index) => `exported-${index}.ts`);
    for (const [index, file] of files.entries()) writeFileSync(join(folder, file), texts[index] ?? "");
    const { overrides: _overrides, ...config } = JSON.parse(readFileSync(join(checkout, "biome.json"), "utf8"));
    const own = { ...config, root: true, vcs: { enabled: false }, files: { includes: ["**"] } };
    writeFileSync(join(folder, "biome.json"), JSON.stringify(own));
    const biome = join(checkout, "node_modules/.bin/biome");
    execFileSync(biome, ["check", "--error-on-warnings", "--max-diagnostics=12", ...files], {
      cwd: folder,
      stdio: "pipe",
    });
    return "";
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: Buffer; stderr?: Buffer };
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
