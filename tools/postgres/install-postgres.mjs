/** The PostgreSQL programs for tests of a shared state: on PATH, or in the folder of Debian. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { installAptPackages } from "../support/apt.mjs";
import { describeInstallation, MissingToolsError } from "../support/missing-tools.mjs";
import { which } from "../support/process.mjs";

const DEBIAN = "postgresql";

/** The folder of Debian, with a folder for each major version. */
const VERSIONS_FOLDER = "/usr/lib/postgresql";

const PROGRAMS = ["initdb", "postgres", "psql"];

/** Installs PostgreSQL if it is missing and returns the folder of its programs. */
export async function installPostgres() {
  const output = find() ? undefined : await installAptPackages([DEBIAN]);
  const found = find();
  if (found) return found;
  const reason = `${PROGRAMS.join(", ")} are not on PATH`;
  const remedy = describeInstallation([DEBIAN]);
  throw new MissingToolsError({ tool: "postgres", reason, remedy, ...(output && { output }) });
}

/** Returns the newest version that has all programs. */
function find() {
  const onPath = which("initdb");
  const versions = existsSync(VERSIONS_FOLDER)
    ? readdirSync(VERSIONS_FOLDER).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    ...(onPath ? [dirname(onPath)] : []),
    ...versions.map((version) => join(VERSIONS_FOLDER, version, "bin")),
  ];
  return folders.find((folder) => PROGRAMS.every((program) => existsSync(join(folder, program))));
}
