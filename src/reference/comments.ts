/** What the comments in the source say of kinds and their fields, where there is no source: see tools/reference. */
import comments from "./comments.json" with { type: "json" };

export interface Comments {
  /** By kind: what the comment on its class says. */
  kinds: Readonly<Record<string, { text: string; example?: string }>>;
  /** By path, for all kinds, or by kind and path where a kind says it otherwise. */
  fields: Readonly<Record<string, string>>;
}

/** As they were when they were last collected. */
export const collectedComments: Comments = comments;

/** What a kind, or a field of it, means. */
export function findComment({ kinds, fields }: Comments, kind: string, path?: string): string {
  if (path === undefined) return kinds[kind]?.text ?? "";
  return fields[`${kind} ${path}`] ?? fields[path] ?? "";
}
