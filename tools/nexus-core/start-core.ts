/** A real Nexus Core for tests, with its own data and port, removed when it is stopped. */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/port.ts";
import { startCoreProcess } from "./core-process.ts";
import { copyPreparedData, INITIAL_PROPERTIES } from "./prepared-data.ts";

export interface CoreOptions {
  /** The HTTP port. Default: a free one. */
  port?: number;
  /** A folder for the data, which is kept after the stop. Default: a temporary folder, which is deleted. */
  keep?: string;
  /** Enables Nexus's script API. Default: false. */
  scripts?: boolean;
}

export interface Core {
  url: string;
  username: string;
  password: string;
  /** Stops the server and, unless they are kept, deletes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a server and waits until it responds. Throws with the end of its log if it does not start.
 *
 * @example const core = await startCore(); await core.stop();
 */
export async function startCore({ port, keep, scripts = false }: CoreOptions = {}): Promise<Core> {
  const data = keep ?? mkdtempSync(join(tmpdir(), "nexus-core-"));
  if (!existsSync(join(data, "db"))) await copyPreparedData(data);
  const { url, stop } = await startCoreProcess({
    data,
    port: port ?? (await freePort()),
    properties: { ...INITIAL_PROPERTIES, "nexus.scripts.allowCreation": scripts },
    deletesData: !keep,
  });
  return { url, username: "admin", password: "admin123", stop };
}
