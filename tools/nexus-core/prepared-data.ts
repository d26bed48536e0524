/** The data of a new Nexus Core, in the cache: a server that starts with a copy does not create its database. */
import { createHash } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { getCachedFolder } from "../support/cache.mjs";
import { freePort } from "../support/port.ts";
import { startCoreProcess } from "./core-process.ts";
import { VERSION } from "./install-core.mjs";

/** The properties that decide the first data: the known initial password, and no onboarding. */
export const INITIAL_PROPERTIES = { "nexus.security.randompassword": false, "nexus.onboarding.enabled": false };

/** The folders that a server keeps between its starts. It creates all others anew. */
const KEPT = ["blobs", "db", "elasticsearch", "keystores"];

const PREPARATION = JSON.stringify({ INITIAL_PROPERTIES, KEPT });
const NAME = `nexus-core-data-${VERSION}-${createHash("sha256").update(PREPARATION).digest("hex").slice(0, 8)}`;

/** Copies the data of a new server into a folder. The first call on a machine prepares the data, by a start and a stop. */
export async function copyPreparedData(into: string): Promise<void> {
  await cp(await getCachedFolder(NAME, prepare), into, { recursive: true });
}

async function prepare(data: string): Promise<void> {
  const options = { data, port: await freePort(), properties: INITIAL_PROPERTIES, deletesData: false };
  const { stop } = await startCoreProcess(options);
  await stop();
  for (const name of readdirSync(data)) if (!KEPT.includes(name)) rmSync(join(data, name), { recursive: true });
}
