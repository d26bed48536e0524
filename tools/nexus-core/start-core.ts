/** A real Nexus Core for tests: its own data, its own port, nothing left behind. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../support/port.ts";
import { core } from "./install-core.mjs";

export interface CoreOptions {
  /** A free one is taken otherwise. */
  port?: number;
  /** A folder for the data, which stays there after the stop, for the next start or for a look. */
  keep?: string;
  /** Whether Nexus's script API is on. */
  scripts?: boolean;
}

export interface Core {
  url: string;
  username: string;
  password: string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** It takes about 10 seconds on two cores. */
const PATIENCE_MS = 180_000;
const LOG_CHARACTERS = 100_000;

/**
 * Tests hold little data, where the server's defaults reserve 2.7 GB three times; and a server that lives for minutes
 * starts in 9 s rather than 14 s, with 0.5 GB rather than 0.8 GB, when Java optimizes less.
 */
const SMALL = {
  JAVA_MIN_MEM: "256m",
  JAVA_MAX_MEM: "1200m",
  DIRECT_MAX_MEM: "1200m",
  EXTRA_JAVA_OPTS: "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
};

const SUPERVISE = fileURLToPath(new URL("../support/supervise.sh", import.meta.url));

/** Starts the server and waits until it answers. */
export async function startCore(options: CoreOptions = {}): Promise<Core> {
  const { home, java } = await core();
  const port = options.port ?? (await freePort());
  const data = options.keep ?? mkdtempSync(join(tmpdir(), "nexus-core-"));
  configure(data, port, options.scripts ?? false);

  // Killing is quick and harmless where the data goes away; data that is kept is closed properly.
  const ending = options.keep ? ["TERM", "keep"] : ["KILL", ""];
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
  while (!(await answers(url))) {
    const died = supervisor.exitCode !== null;
    if (died || Date.now() - started > PATIENCE_MS) {
      await stop();
      const what = died ? "ended while it started" : `did not answer within ${PATIENCE_MS / 1000} s`;
      throw new Error(`The Nexus Core ${what}. The end of its log:\n${tail(log)}`);
    }
    await sleep(200);
  }
  return { url, username: "admin", password: "admin123", stop };
}

/** What the server reads once at its start (it knows no random password and no onboarding then). */
function configure(data: string, port: number, scripts: boolean): void {
  const properties = {
    "application-host": "127.0.0.1",
    "application-port": port,
    "nexus.security.randompassword": false,
    "nexus.onboarding.enabled": false,
    "nexus.scripts.allowCreation": scripts,
  };
  mkdirSync(join(data, "etc"), { recursive: true });
  writeFileSync(
    join(data, "etc/nexus.properties"),
    Object.entries(properties)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
}

/** The last lines, without stack frames, which would push the reasons out. */
function tail(log: string): string {
  const lines = log.split("\n").filter((line) => !/^\s+(at |\.\.\.)/.test(line));
  return lines.slice(-30).join("\n");
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/service/rest/v1/status`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
