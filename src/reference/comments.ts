/** The doc comments of kinds and fields, collected from the source by tools/reference, for installations without the source. */
import comments from "./comments.json" with { type: "json" };

export interface Comments {
  /** The comment of a kind's class, by the name of the kind. */
  kinds: Readonly<Record<string, { text: string; example?: string }>>;
  /** The comment of a field, by its path; by kind and path where a kind's comment differs from most others. */
  fields: Readonly<Record<string, string>>;
}

/** The comments of the last `npm run reference`. */
export const collectedComments: Comments = comments;

/** Returns the comment of a kind, or of the field at a path. Returns an empty text if there is none. */
export function findComment({ kinds, fields }: Comments, kind: string, path?: string): string {
  if (path === undefined) return kinds[kind]?.text ?? "";
  return fields[`${kind} ${path}`] ?? fields[path] ?? "";
}
