/** PostgreSQL's programs, for tests of a state that a team shares: on PATH, or where Debian puts them. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { aptInstall, hasApt } from "../support/apt.mjs";
import { which } from "../support/process.mjs";
import { Stop } from "../support/report.mjs";

const DEBIAN = "postgresql";

/** A folder for each major version. */
const COLLECTION = "/usr/lib/postgresql";

const PROGRAMS = ["initdb", "postgres", "psql"];

/** The folder of the programs. */
export async function postgres() {
  if (!find() && hasApt()) await aptInstall([DEBIAN]);
  const found = find();
  if (found) return found;
  throw new Stop(
    `Tests of a shared state need PostgreSQL: ${PROGRAMS.join(", ")} not found. ` +
      `On Debian or Ubuntu, as root: apt-get install -y ${DEBIAN}`,
    3,
  );
}

/** The newest that is whole. */
function find() {
  const onPath = which("initdb");
  const versions = existsSync(COLLECTION) ? readdirSync(COLLECTION).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(onPath ? [dirname(onPath)] : []),
    ...versions.map((version) => join(COLLECTION, version, "bin")),
  ];
  return folders.find((folder) => PROGRAMS.every((program) => existsSync(join(folder, program))));
}
