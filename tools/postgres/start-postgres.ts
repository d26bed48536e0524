/** A PostgreSQL for tests: its own data, its own port, nothing left behind. */
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/port.ts";
import { postgres } from "./find-postgres.mjs";

export interface Postgres {
  /** Of the database, as PULUMI_BACKEND_URL takes it: without the password, as Pulumi prints it. */
  url: string;
  /** For PGPASSWORD. */
  password: string;
  /** What a query gives, a row a line. */
  query(sql: string): string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

const USER = "nexus";
const READY = "database system is ready to accept connections";

/** Starts the server and waits until it takes connections. */
export async function startPostgres(): Promise<Postgres> {
  const programs = await postgres();
  const folder = mkdtempSync(join(tmpdir(), "nexus-postgres-"));
  const owner = unprivileged();
  const password = randomBytes(12).toString("hex");
  const [data, secretFile] = [join(folder, "data"), join(folder, "secret")];
  writeFileSync(secretFile, password);
  if (owner) for (const path of [folder, secretFile]) chownSync(path, owner.uid, owner.gid);
  const options = { cwd: folder, ...owner };
  const initial = [
    "--pgdata",
    data,
    "--username",
    USER,
    "--auth",
    "scram-sha-256",
    "--pwfile",
    secretFile,
    "--no-sync",
  ];
  execFileSync(join(programs, "initdb"), initial, { ...options, stdio: ["ignore", "ignore", "pipe"] });

  const port = await freePort();
  // Nothing of it outlives the test, so nothing must reach the disk; it listens to nobody else.
  const settings = ["fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories="].flatMap((one) => [
    "-c",
    one,
  ]);
  const command = [join(programs, "postgres"), "-D", data, "-p", String(port), ...settings];
  const supervisor = spawn("sh", ["-c", supervise, "supervise", folder, "INT", "", ...command], {
    ...options,
    detached: true, // Ctrl-C must not end it before the server.
    stdio: ["pipe", "ignore", "pipe"],
  });
  const exited = once(supervisor, "exit");
  const stop = async () => {
    supervisor.stdin.end();
    await exited;
  };
  let log = "";
  await new Promise<void>((ready, failed) => {
    supervisor.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes(READY)) ready();
    });
    supervisor.on("exit", () => failed(new Error(`PostgreSQL ended while it started:\n${log}`)));
  });
  const url = `postgres://${USER}@127.0.0.1:${port}/postgres?sslmode=disable`;
  const query = (sql: string) =>
    execFileSync(join(programs, "psql"), ["--no-psqlrc", "--tuples-only", "--no-align", "--command", sql, url], {
      encoding: "utf8",
      env: { ...process.env, PGPASSWORD: password },
    });
  return { url, password, query, stop };
}

/** The checkout may be where nobody but its owner can look, so the shell is given the text. */
const supervise = readFileSync(new URL("../support/supervise.sh", import.meta.url), "utf8");

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
