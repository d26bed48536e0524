import { findKindOf } from "../model/catalogue.ts";
import type { Kind } from "../model/kind.ts";
import { withArticle } from "../util/display-text.ts";
import type { ExistingObject } from "./nexus-reader.ts";
import type { Session } from "./session.ts";

/** Describes an object of another kind that has the name of a declared one: `Nexus has a raw hosted repository "apps"`. */
export function describeOtherKind(kind: Kind, { fields, identity }: ExistingObject): string {
  const recipe = [fields.format, fields.type, kind.family].filter(Boolean).join(" ");
  const noun = findKindOf(kind.family, fields)?.noun ?? recipe;
  return `Nexus has ${withArticle(noun)} "${identity}"`;
}

/** Nexus answers 404 for objects that the user has no permission for, too. */
export function describeHidden({ client }: Session, kind: Kind, identity: string): string {
  return `${kind.noun} "${identity}" is hidden from the user "${client.username}", who has no permission to read it: it may or may not exist`;
}
