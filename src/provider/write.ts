import type { NexusRequest } from "../client/nexus-client.ts";
import { findDifferences } from "../model/comparison.ts";
import { expandPath, getIdentity, type Kind } from "../model/kind.ts";
import { keepStoredSecrets, type LostSecret, type Update } from "../model/stored-secrets.ts";
import type { Fields } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import { RefusedError } from "./errors.ts";
import type { ProviderRun } from "./provider-run.ts";
import type { Session } from "./session.ts";

/** Builds the request that creates or updates an object with all its fields. */
export async function buildRequest(
  session: Session,
  kind: Kind,
  purpose: "create" | "update",
  fields: Fields,
): Promise<NexusRequest> {
  const [method, template = ""] = (await session.reader.endpoints(kind))[purpose]?.split(" ") ?? [];
  return {
    method: method === "POST" ? "POST" : "PUT",
    path: expandPath(template, fields),
    ...buildContent(kind, purpose, fields, session.server),
  };
}

function buildContent(
  kind: Kind,
  purpose: "create" | "update",
  fields: Fields,
  server: Server,
): Pick<NexusRequest, "body" | "bytes" | "text"> {
  if (kind.textBodyField) return { text: String(fields[kind.textBodyField] ?? "") };
  if (kind.binaryBodyField) return { bytes: Buffer.from(String(fields[kind.binaryBodyField]), "base64") };
  return { body: kind.toNexus(fields, purpose, server) };
}

/** Creates or updates an object. A group repository is never written while another repository is being deleted. */
export async function writeObject(
  run: ProviderRun,
  kind: Kind,
  purpose: "create" | "update",
  fields: Fields,
): Promise<void> {
  const request = await buildRequest(run.session, kind, purpose, fields);
  const send = () => run.session.cluster.send(request);
  await (kind.repository?.type === "group" ? run.groupLock.read(send) : send());
  if (kind.changesCanBeUndone) await repeatUndoneChange(run.session, kind, fields);
  await run.recordWrite(kind, fields);
}

const maxRepetitions = 4;

/**
 * Reads an object back after a change, and writes it again while its fields are not as written: a list of capabilities by
 * another client writes back the values that it read before the change (3.71). The former values are there at once or
 * never, so one read decides.
 */
async function repeatUndoneChange(session: Session, kind: Kind, fields: Fields): Promise<void> {
  for (let repetition = 0; repetition <= maxRepetitions; repetition++) {
    const current = await session.reader.read(kind, getIdentity(kind, fields));
    const undone = current ? findDifferences(kind.shape, fields, current) : [];
    if (!undone.length) return;
    if (repetition < maxRepetitions)
      await session.client.send(await buildRequest(session, kind, "update", { ...current, ...fields }));
    else
      session.notice(
        `${kind.noun} "${getIdentity(kind, fields)}": Nexus did not keep ${undone.map(({ path }) => path).join(", ")}, which another ` +
          "client may have undone. Run the update again after a refresh",
      );
  }
}

/**
 * Completes the body of an update so that it keeps the stored secrets that the program does not declare.
 *
 * @throws RefusedError if Nexus cannot keep one
 */
export function keepSecrets(session: Session, kind: Kind, update: Update): Fields {
  const { body, lost } = keepStoredSecrets(kind.shape, update, session.server);
  if (!lost.length) return body;
  const reasons = lost.map((secret) => `${secret.path} ${describeLostSecret(secret)}`).join("; ");
  throw new RefusedError(`${kind.noun} "${getIdentity(kind, update.live)}": ${reasons}`);
}

/** Returns the message about a secret that an update would remove, without its path. */
export function describeLostSecret({ path, nullablePath }: LostSecret): string {
  const nullable = nullablePath === path ? "it" : nullablePath;
  const orNull = nullable === undefined ? "" : `, or declare ${nullable} as null to remove it`;
  return `is set in Nexus, which does not return it, so an update would remove it. Declare ${path}${orNull}`;
}
