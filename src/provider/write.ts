import type { NexusRequest } from "../client/nexus-client.ts";
import { isEmptyValue } from "../model/comparison.ts";
import { expandPath, getIdentity, type Kind } from "../model/kind.ts";
import { type Fields, isFields } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import type { Session } from "./session.ts";

/** The request that makes or changes something by a whole body. */
export async function buildRequest(
  session: Session,
  kind: Kind,
  purpose: "create" | "update",
  body: Fields,
): Promise<NexusRequest> {
  const [method, template = ""] = (await session.reader.endpoints(kind))[purpose]?.split(" ") ?? [];
  return {
    method: method === "POST" ? "POST" : "PUT",
    path: expandPath(template, body),
    ...contentOf(kind, purpose, body, session.server),
  };
}

function contentOf(
  kind: Kind,
  purpose: "create" | "update",
  body: Fields,
  server: Server,
): Pick<NexusRequest, "body" | "bytes" | "text"> {
  if (kind.textBodyField) return { text: String(body[kind.textBodyField]) };
  if (kind.binaryBodyField) return { bytes: Buffer.from(String(body[kind.binaryBodyField]), "base64") };
  return { body: kind.toNexus(body, purpose, server) };
}

/** Makes or changes something; group repositories never while another repository is being deleted. */
export async function writeObject(
  session: Session,
  kind: Kind,
  purpose: "create" | "update",
  body: Fields,
): Promise<void> {
  const request = await buildRequest(session, kind, purpose, body);
  const send = () => session.client.send(request);
  await (kind.repository?.type === "group" ? session.groupLock.read(send) : send());
  session.recordWrite(kind, body);
  if (kind.repository) await session.connectorPorts.record(getIdentity(kind, body), { ...body, ...kind.repository });
}

/**
 * Parts of a body with a secret that somebody set in Nexus and nobody declares: whatever is changed, the secret would
 * have to be sent again, and Nexus does not give it. Where it shows something in the secret's place, that is sent.
 */
export function findLostSecrets(kind: Kind, body: Fields, declared: Fields): string[] {
  return Object.entries(kind.shape.fields ?? {}).flatMap(([name, part]) =>
    Object.entries(part.fields ?? {})
      .filter(([inner, { fields = {} }]) => {
        const there = partOf(partOf(body, name), inner);
        const secrets = Object.keys(fields).filter((field) => fields[field]?.metadata.writeOnly);
        const isLost = secrets.length > 0 && secrets.every((field) => isEmptyValue(there[field]));
        return isLost && !isEmptyValue(there) && partOf(declared, name)[inner] === undefined;
      })
      .map(([inner]) => `${name}.${inner}`),
  );
}

function partOf(fields: Fields, name: string): Fields {
  const part = fields[name];
  return isFields(part) ? part : {};
}
