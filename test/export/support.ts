import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { openSession, readInventory } from "../../src/cli/shared/nexus-session.ts";
import type { Inventory } from "../../src/estate/estate.ts";
import { type Export, exportEstate } from "../../src/export/export.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { findDifferences } from "../../src/model/comparison.ts";
import { getIdentity, type Kind } from "../../src/model/kind.ts";
import { getDeclared } from "../../src/provider/inputs.ts";
import type { Fields } from "../../src/util/json.ts";
import type { ServerLogin } from "../support/resource-stack.ts";

const checkout = resolve(import.meta.dirname, "../..");

/** Represents the inventory of a Nexus with its export. */
export interface ExportedNexus {
  inventory: Inventory;
  exported: Export;
}

/** Exports a running Nexus. */
export async function exportNexus(server: ServerLogin): Promise<ExportedNexus> {
  const { url, username, password } = server;
  const session = openSession({ url, username, password }, {});
  const inventory = await readInventory(session);
  return { inventory, exported: exportEstate("sample", inventory, session.server, { url, username }) };
}

/** Represents a resource that an estate has registered. */
export interface MockedResource {
  kind: Kind;
  name: string;
  fields: Fields;
}

const kinds = new Map([...catalogue.values()].map((kind) => [`pulumi-nodejs:${kind.token}`, kind]));

/** Runs the text of an estate with Pulumi's mocks, and returns the resources that it declares. */
export async function runEstate(text: string, config: Record<string, unknown>): Promise<MockedResource[]> {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-export-"));
  const file = join(folder, "estate.ts");
  const modules = { "nexus-iac": join(checkout, "src/index.ts"), "nexus-iac/zod": join(checkout, "src/zod.ts") };
  const linked = Object.entries(modules).reduce(
    (all, [name, path]) => all.replace(`from "${name}";`, `from ${JSON.stringify(path)};`),
    text,
  );
  writeFileSync(file, linked);
  const declared: MockedResource[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      const kind = kinds.get(type);
      if (kind) declared.push({ kind, name, fields: getDeclared(unwrapSecrets(inputs)) });
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

/** Replaces Pulumi's wrapped secrets by their values. */
function unwrapSecrets<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(unwrapSecrets) as T;
  const isSecret = Object.hasOwn(value, "4dabf18193072939515e22adb298388d") && "value" in value;
  if (isSecret) return unwrapSecrets(value.value) as T;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unwrapSecrets(inner)])) as T;
}

/** Runs an export with the given secrets, and returns the fields that differ from those in Nexus. */
export async function findDeclaredDifferences({ inventory, exported }: ExportedNexus, secrets: readonly string[]) {
  const declared = await runEstate(exported.estate, {
    url: "https://nexus.example",
    ...(exported.upstreams.size && { upstreams: Object.fromEntries(exported.upstreams) }),
    ...(secrets.length && { secrets: Object.fromEntries(secrets.map((name) => [name, "a secret"])) }),
  });
  const key = (kind: Kind, identity: string) => `${kind.name} ${identity}`;
  const live = new Map(inventory.declarations.map(({ kind, resource, fields }) => [key(kind, resource), fields]));
  const differences = declared.flatMap(({ kind, fields }) => {
    const identity = getIdentity(kind, fields);
    const liveFields = live.get(key(kind, identity));
    if (!liveFields) return [`${kind.name} "${identity}" is missing`];
    return findDifferences(kind.shape, fields, liveFields).map(({ path }) => `${kind.name} "${identity}": ${path}`);
  });
  return { declared, differences };
}

/** Formats and lints estates by the rules of the project, and returns the findings; "" where there are none. */
export function lintEstates(texts: readonly string[]): string {
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
