import type { NexusRequest } from "../client/nexus-client.ts";
import { findDifferences, isEmptyValue } from "../model/comparison.ts";
import { expandPath, getIdentity, type Kind } from "../model/kind.ts";
import { type Fields, isFields } from "../util/json.ts";
import type { Server } from "../util/release.ts";
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
 * Returns the paths of blocks (`httpClient.authentication`) whose secret was set in Nexus and is not declared: every
 * write would have to send the secret again, and Nexus does not return it. A block in which Nexus returns a placeholder
 * instead of the secret is not lost: the placeholder is sent back.
 */
export function findLostSecrets(kind: Kind, fields: Fields, declared: Fields): string[] {
  return Object.entries(kind.shape.fields ?? {}).flatMap(([name, part]) =>
    Object.entries(part.fields ?? {})
      .filter(([inner, { fields: innerShapes = {} }]) => {
        const block = getBlock(getBlock(fields, name), inner);
        const secrets = Object.keys(innerShapes).filter((field) => innerShapes[field]?.metadata.writeOnly);
        const isLost = secrets.length > 0 && secrets.every((field) => isEmptyValue(block[field]));
        return isLost && !isEmptyValue(block) && getBlock(declared, name)[inner] === undefined;
      })
      .map(([inner]) => `${name}.${inner}`),
  );
}

function getBlock(fields: Fields, name: string): Fields {
  const block = fields[name];
  return isFields(block) ? block : {};
}
