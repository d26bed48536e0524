/** Compiles nexus-iac for tests that run it as users do who have installed the package. */
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { withLock } from "../../tools/support/cache.mjs";

const checkout = resolve(import.meta.dirname, "../..");
const folder = join(checkout, "dist/compiled");

/** The file with the hash of the sources that were compiled. */
const stamp = join(folder, "sources.sha256");

/** The files that determine the compiled code. */
const sources = ["src/**/*.*", "tools/package/*", "package*.json", "tsconfig*.json"];

let compilation: Promise<string> | undefined;

/** Returns the folder of the package. It is compiled, without a check of types, if the sources have changed since the last time. */
export function compilePackage(): Promise<string> {
  compilation ??= compile();
  return compilation;
}

async function compile(): Promise<string> {
  const hash = hashSources();
  if (isCompiled(hash)) return folder;
  await withLock(folder, "compiled package", async () => {
    if (isCompiled(hash)) return;
    const { nexusIac, stagePackage } = await import("../../tools/package/stage-package.mjs");
    stagePackage(nexusIac, folder, { noCheck: true, declaration: false });
    writeFileSync(stamp, hash);
  });
  return folder;
}

function isCompiled(hash: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}

function hashSources(): string {
  const hash = createHash("sha256");
  for (const file of globSync(sources, { cwd: checkout }).sort())
    hash.update(`${file}\n`).update(readFileSync(join(checkout, file)));
  return hash.digest("hex");
}
