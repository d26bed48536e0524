import type { Declaration } from "../estate/estate.ts";
import { findDifferences, isEmptyValue } from "../model/comparison.ts";
import { unsupportedBy } from "../model/compatibility.ts";
import type { Kind } from "../model/kind.ts";
import { getFieldShapes, type Shape } from "../model/shape.ts";
import { type Violation, validateFields } from "../model/validation.ts";
import { type Fields, getValueAt, isFields, setValueAt } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import { minimal } from "./minimal.ts";
import { type Secret, secretPathsIn, secretsOf, without, withoutSecrets, withSecrets } from "./secrets.ts";
import { withoutOwnNotes } from "./shipped.ts";

/** Something in Nexus as an estate declares it. */
export interface Taken {
  kind: Kind;
  identity: string;
  /** What the declaration says; in the place of each secret stands some text. */
  fields: Fields;
  secrets: readonly Secret[];
}

/** Without one of its secrets there is nothing to declare. */
export function waits({ secrets }: Taken): boolean {
  return secrets.some(({ goesWith }) => !goesWith.length);
}

/** Something that stays as it is, or a field of it, and why no estate can say it. */
export interface Left {
  /** `docker hosted repository`. */
  noun: string;
  identity: string;
  /** The field; "" for all of it. */
  path: string;
  why: string;
}

/** A declaration of what is there, or why there can be none; and what it could not say. */
export function taken(found: Declaration, server: Server): { taken?: Taken; left: Left[] } {
  const { kind, resource: identity } = found;
  const live = withoutOwnNotes(found.fields);
  const paths = secretPathsIn(kind, live);
  const { fields, left, misfits } = fitted(kind, withSecrets(minimal(kind, live), paths), server);
  const about = { noun: kind.noun, identity };
  const none = (why: string) => ({ left: [{ ...about, path: "", why }] });
  if (kind.binaryBodyField) return none("Nexus never gives its file back");
  if (misfits.length) return none(misfits.map(inWords).join("; "));
  const why = unsayable(kind, fields);
  if (why) return none(why);
  const secrets = secretsOf(kind, fields, paths);
  const others = findDifferences(kind.shape, withoutSecrets(fields, secrets), live).map(({ path }) => path);
  if (others.length) return none(`${others.join(", ")} cannot be told as it is`);
  return { taken: { kind, identity, fields, secrets }, left: left.map((one) => ({ ...about, ...one })) };
}

/** What is wrong, as people read it. */
export function inWords({ path, message }: Violation): string {
  return path ? `${path} ${message}` : message;
}

interface Fitted {
  fields: Fields;
  /** Fields that Nexus has so and no declaration may. */
  left: { path: string; why: string }[];
  /** What is wrong with what cannot be left out. */
  misfits: Violation[];
}

/** The fields as the kind takes them: older releases have words in another case; what is wrong is left out. */
function fitted(kind: Kind, given: Fields, server: Server): Fitted {
  let fields = given;
  const left: Fitted["left"] = [];
  for (;;) {
    const [wrong, ...more] = [...validateFields(kind, fields), ...unsupportedBy(server, kind, fields)];
    if (!wrong) return { fields, left, misfits: [] };
    const respelt = inCapitals(kind, fields, wrong.path);
    const path = respelt ? undefined : leavable(kind.shape, fields, wrong.path);
    if (!respelt && path === undefined) return { fields, left, misfits: [wrong, ...more] };
    if (path !== undefined) left.push({ path, why: wrong.message });
    fields = respelt ?? without(fields, path ?? "");
  }
}

/** The field in upper case, where Nexus ignores the case and it has it otherwise. */
function inCapitals(kind: Kind, fields: Fields, at: string): Fields | undefined {
  const path = at.replace(/\[\d+\]$/, "");
  const shape = path.split(".").reduce<Shape | undefined>((one, name) => one?.fields?.[name], kind.shape);
  const value = getValueAt(fields, path);
  const texts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  if (!shape?.metadata.ignoreCase || texts.every((text) => text === text.toUpperCase())) return undefined;
  const upper = texts.map((text) => text.toUpperCase());
  return setValueAt(fields, path, Array.isArray(value) ? upper : (upper[0] ?? null));
}

/** The innermost part at a path that is there and may be left out. */
function leavable(shape: Shape, fields: Fields, at: string): string | undefined {
  const names = at.replace(/\[.*$/, "").split(".").filter(Boolean);
  let found: string | undefined;
  let here: Shape | undefined = shape;
  for (const [index, name] of names.entries()) {
    const path = names.slice(0, index + 1).join(".");
    const around = index ? getValueAt(fields, names.slice(0, index).join(".")) : fields;
    here = here && getFieldShapes(here, around)?.[name];
    if (here?.optional && getValueAt(fields, path) !== undefined) found = path;
  }
  return found;
}

/** Whether a property of which nobody knows what it is may be a secret, by its name. */
export function mayBeSecret(property: string): boolean {
  return /pass|secret|token|credential|key/i.test(property);
}

/** Why an entry whose name is anybody's cannot be declared; nothing where all can. */
function unsayable({ shape, noun }: Kind, fields: Fields): string | undefined {
  for (const [path, { values }] of Object.entries(shape.fields ?? {})) {
    const entries = fields[path];
    if (!values || !isFields(entries)) continue;
    const names = Object.keys(entries);
    const inherited = names.find((name) => name in Object.prototype);
    if (inherited) return `${path} has a "${inherited}", which is something else to the language of programs`;
    const hidden =
      path === "properties" ? names.find((name) => mayBeSecret(name) && !isEmptyValue(entries[name])) : undefined;
    if (hidden) return `${path}.${hidden} may be a secret, and no kind knows what a ${noun} of this type has`;
  }
  return undefined;
}
