/** Starts a PostgreSQL for tests, with its own data and port. It leaves nothing behind. */
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/port.ts";
import { installPostgres } from "./install-postgres.mjs";

/** Represents a running PostgreSQL. */
export interface Postgres {
  /** The URL of the database for PULUMI_BACKEND_URL, without the password, because Pulumi prints the URL. */
  url: string;
  /** The password, for PGPASSWORD. */
  password: string;
  /** Returns the result of a query, one row per line. */
  query(sql: string): string;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

const USER = "nexus";
const READY = "database system is ready to accept connections";

/** Starts the server and waits until it accepts connections. */
export async function startPostgres(): Promise<Postgres> {
  const programs = await installPostgres();
  const folder = mkdtempSync(join(tmpdir(), "nexus-postgres-"));
  const owner = unprivilegedUser();
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
  // The data is removed after the test, so it need not reach the disk. Only local connections are accepted.
  const settings = ["fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories="].flatMap((setting) => [
    "-c",
    setting,
  ]);
  const command = [join(programs, "postgres"), "-D", data, "-p", String(port), ...settings];
  const supervisor = spawn("sh", ["-c", supervise, "supervise", folder, "INT", "", ...command], {
    ...options,
    detached: true, // Ctrl-C must not end the supervisor before the server.
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
    supervisor.on("exit", () => failed(new Error(`PostgreSQL exited while starting:\n${log}`)));
  });
  const url = `postgres://${USER}@127.0.0.1:${port}/postgres?sslmode=disable`;
  const query = (sql: string) =>
    execFileSync(join(programs, "psql"), ["--no-psqlrc", "--tuples-only", "--no-align", "--command", sql, url], {
      encoding: "utf8",
      env: { ...process.env, PGPASSWORD: password },
    });
  return { url, password, query, stop };
}

/** The text of the script, because the user of the server may not be able to read the checkout. */
const supervise = readFileSync(new URL("../support/supervise.sh", import.meta.url), "utf8");

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
