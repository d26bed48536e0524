import { formatIdentity, getIdentity, type Kind } from "../model/kind.ts";
import type { Shape } from "../model/shape.ts";
import {
  describeUnknownProperties,
  findMissingProperties,
  findRefusedProperties,
  parseTaskForms,
  taskTypesEndpoint,
} from "../model/task-form-fields.ts";
import type { Violation } from "../model/validation.ts";
import { type Fields, isFields } from "../util/json.ts";
import { suggestionFor } from "../util/suggestions.ts";
import type { Session } from "./session.ts";

/**
 * Compares a task with the task types of this Nexus: the type, and the names and values of its properties. Nexus itself accepts
 * any property (3.71), and the task fails when it runs. An existing task keeps properties that are not declared.
 */
export async function checkTaskProperties(session: Session, kind: Kind, declared: Fields): Promise<Violation[]> {
  if (kind.family !== "task") return [];
  const { client, reader } = session;
  const forms = parseTaskForms(await reader.readOnce(taskTypesEndpoint(await client.resolveServer())));
  // A list without types is not that of a Nexus: this user may not see it.
  if (!forms.size) return [];
  const identity = getIdentity(kind, declared);
  const [type = ""] = identity.split(" ");
  const isNew = async () => (await reader.find(kind, identity)) === undefined;
  if (!forms.has(type)) {
    const message = `this Nexus has no tasks of the type "${type}"${suggestionFor(type, [...forms.keys()])}`;
    return (await isNew()) ? [{ path: typeof declared.type === "string" ? "type" : "", message }] : [];
  }
  const form = forms.get(type);
  if (!form) return [];
  const properties = isFields(declared.properties) ? declared.properties : {};
  for (const problem of describeUnknownProperties(form, properties))
    session.warn(`${formatIdentity(kind, identity)}: ${problem}`);
  const created = { ...listCreateDefaults(kind.shape.fields?.properties), ...properties };
  const missing = findMissingProperties(form, created);
  return [...findRefusedProperties(form, properties), ...(missing.length > 0 && (await isNew()) ? missing : [])];
}

/** Returns the properties that a create request sends if they are not declared. */
function listCreateDefaults(shape: Shape | undefined): Fields {
  return Object.fromEntries(
    Object.entries(shape?.fields ?? {}).flatMap(([name, { metadata }]) => {
      const { createDefault } = metadata;
      return createDefault === undefined || typeof createDefault === "function" ? [] : [[name, createDefault]];
    }),
  );
}
