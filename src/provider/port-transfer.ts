import type { Kind } from "../model/kind.ts";
import { findPathsWith } from "../model/shape.ts";
import { keepStoredSecrets } from "../model/stored-secrets.ts";
import { type Fields, getValueAt, isFields } from "../util/json.ts";
import { listPorts, type PortClaim } from "./connector-ports.ts";
import { RefusedError } from "./errors.ts";
import type { ProviderRun } from "./provider-run.ts";
import { writeObject } from "./write.ts";

/**
 * Frees the claimed connector ports, then runs `write`, which assigns them. Nexus refuses a port that another repository
 * has; so a port that moves, two ports that swap and three that rotate need one of them freed first: a repository takes
 * its port from the present holder at once, and the holder gets its own declared port in its own update.
 *
 * @throws RefusedError if a port must not be taken from its holder
 */
export async function runWithPorts<T>(run: ProviderRun, claim: PortClaim, write: () => Promise<T>): Promise<T> {
  if (!(await run.connectorPorts.findConflicts(claim)).length) return write();
  // One transfer at a time: two repositories that swap ports would otherwise take them from each other for ever.
  return run.locks.run("connector ports", async () => {
    for (const { port, holder, refusal } of await run.connectorPorts.findConflicts(claim)) {
      if (refusal) throw new RefusedError(refusal);
      await releasePort(run, claim.kind, port, holder);
    }
    return write();
  });
}

async function releasePort(run: ProviderRun, claimingKind: Kind, port: number, holder: string): Promise<void> {
  const { session } = run;
  const kind = (await run.connectorPorts.findKind(claimingKind, holder)) ?? claimingKind;
  await run.locks.run(`repository ${holder}`, async () => {
    const current = await session.reader.read(kind, holder);
    if (!current || !listPorts(kind, current).includes(port)) return run.connectorPorts.record(holder, current);
    const paths = findPathsWith(kind.shape, "connectorPort").filter((path) => getValueAt(current, path) === port);
    const update = { body: paths.reduce(removeField, current), live: current, declared: {}, removed: [] };
    const { body, lost } = keepStoredSecrets(kind.shape, update, session.server);
    const [secret] = lost;
    if (secret)
      throw new RefusedError(
        `connector port ${port} cannot be taken from "${holder}": Nexus requires its ${secret.path} again, which only the update of "${holder}" itself has. Run the update again`,
      );
    await writeObject(run, kind, "update", body);
    session.notice(`${kind.noun} "${holder}" releases connector port ${port}`);
  });
}

function removeField(fields: Fields, path: string): Fields {
  const [name = "", ...rest] = path.split(".");
  const { [name]: value, ...others } = fields;
  return rest.length && isFields(value) ? { ...others, [name]: removeField(value, rest.join(".")) } : others;
}
