import { escapeInvisible, toLiteral } from "./literal.ts";

/** Represents an object, or one field of it, that an export leaves unchanged in Nexus, with the reason. */
export interface Omission {
  /** `docker hosted repository`. */
  noun: string;
  identity: string;
  /** The field; "" for the whole object. */
  path: string;
  reason: string;
}

/** Formats an omission as a line of the report, and of a comment in the exported file. */
export function formatOmission({ noun, identity, path, reason }: Omission): string {
  return `${formatResourceName(noun, identity)}${path && `, ${escapeInvisible(path)}`}: ${escapeInvisible(reason)}`;
}

/** Formats the name of an object: `docker hosted repository "apps"`. A setting has no name besides its noun. */
export function formatResourceName(noun: string, identity: string): string {
  return noun === identity ? noun : `${noun} ${toLiteral(identity)}`;
}
