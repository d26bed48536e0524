/** Runs the process of a real Nexus Core. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { installCore } from "./install-core.mjs";

export interface CoreProcessOptions {
  /** The folder of the server's data, which must exist. */
  data: string;
  port: number;
  /** The properties of Nexus, in addition to its address. */
  properties: Readonly<Record<string, string | boolean>>;
  /** Deletes the data after the stop, instead of waiting for a regular shutdown. */
  deletesData: boolean;
}

/** The deadline for the start, which takes about 10 seconds on two cores. */
const START_TIMEOUT_MS = 180_000;
const LOG_CHARACTERS = 100_000;

/**
 * Environment for a small server: tests hold little data, but the defaults reserve 2.7 GB three times. With less optimization
 * by Java, the server starts in 9 s instead of 14 s and needs 0.5 GB instead of 0.8 GB, which suits a run of minutes. Bytecode
 * that is not verified saves 2 of 14 CPU seconds. Java cannot share class data between starts, as Nexus patches its modules.
 */
const SMALL = {
  JAVA_MIN_MEM: "256m",
  JAVA_MAX_MEM: "1200m",
  DIRECT_MAX_MEM: "1200m",
  EXTRA_JAVA_OPTS: "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-BytecodeVerificationRemote",
};

const SUPERVISE = fileURLToPath(new URL("../support/supervise.sh", import.meta.url));

/** Starts a server and waits until it responds. Throws with the end of its log if it does not start. */
export async function startCoreProcess(options: CoreProcessOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const { data, port, properties, deletesData } = options;
  const { home, java } = await installCore();
  writeProperties(data, { "application-host": "127.0.0.1", "application-port": String(port), ...properties });

  // KILL is faster and harmless if the data is deleted; data to keep needs a regular shutdown.
  const ending = deletesData ? ["KILL", ""] : ["TERM", "keep"];
  const supervisor = spawn("sh", [SUPERVISE, data, ...ending, join(home, "bin/nexus"), "server"], {
    detached: true, // Ctrl-C must not end it before the server.
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...SMALL, JAVA_HOME: java, KARAF_DATA: data },
  });
  let log = "";
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-LOG_CHARACTERS);
    });
  }
  const exited = once(supervisor, "exit");
  const stop = async () => {
    supervisor.stdin.end();
    await exited;
  };

  const url = `http://127.0.0.1:${port}`;
  const started = Date.now();
  while (!(await isResponding(url))) {
    const died = supervisor.exitCode !== null;
    if (died || Date.now() - started > START_TIMEOUT_MS) {
      await stop();
      const problem = died ? "exited during its start" : `did not respond within ${START_TIMEOUT_MS / 1000} s`;
      throw new Error(`The Nexus Core ${problem}. The end of its log:\n${tail(log)}`);
    }
    await sleep(200);
  }
  return { url, stop };
}

/** Writes the properties that the server reads at its start. */
function writeProperties(data: string, properties: CoreProcessOptions["properties"]): void {
  mkdirSync(join(data, "etc"), { recursive: true });
  writeFileSync(
    join(data, "etc/nexus.properties"),
    Object.entries(properties)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
}

/** Returns the last lines of the log without stack frames, which would push out the reasons. */
function tail(log: string): string {
  const lines = log.split("\n").filter((line) => !/^\s+(at |\.\.\.)/.test(line));
  return lines.slice(-30).join("\n");
}

async function isResponding(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/service/rest/v1/status`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
