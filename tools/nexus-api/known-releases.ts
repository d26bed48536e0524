import type { ApiFactsFile, ApiField } from "../../embedded-nexus/src/facts.ts";
import type { Differences } from "./differences.ts";

/** The first and the last release of operations and fields, as `nexus-api-since.json` stores them. */
export interface KnownReleases {
  /** The releases whose API documents were read, oldest first. */
  readonly documents: readonly string[];
  readonly note: string;
  readonly since: Readonly<Record<string, string>>;
  readonly until: Readonly<Record<string, string>>;
}

/**
 * Records a document: what is new in it, gone, or in it again. Schemas of responses that former documents lack are left out:
 * these documents describe few responses, so the first document says nothing about the first release.
 */
export function recordDocument(
  known: KnownReleases,
  { added, removed }: Differences,
  facts: ApiFactsFile,
  former: ApiFactsFile,
): KnownReleases {
  const [release, last] = [withoutBuild(facts.nexus), withoutBuild(former.nexus)];
  const requestSchemas = listRequestSchemas(facts);
  const first = added.filter((subject) => {
    const [schema = ""] = subject.split(".");
    return subject.includes(" ") || requestSchemas.has(schema) || former.schemas[schema]?.properties !== undefined;
  });
  const since = { ...Object.fromEntries(first.map((subject) => [subject, release])), ...known.since };
  const until = { ...Object.fromEntries(removed.map((subject) => [subject, last])), ...known.until };
  for (const subject of added) delete until[subject];
  return { ...known, documents: [...new Set([...known.documents, release])], since: sort(since), until: sort(until) };
}

/** Returns the schemas of request bodies, and those of their fields. */
function listRequestSchemas({ operations, schemas }: ApiFactsFile): Set<string> {
  const names = new Set<string>();
  const add = ({ ref, items, values }: ApiField): void => {
    if (items) add(items);
    if (values) add(values);
    if (ref === undefined || names.has(ref)) return;
    names.add(ref);
    Object.values(schemas[ref]?.properties ?? {}).forEach(add);
  };
  for (const { body } of Object.values(operations)) if (body) add(body);
  return names;
}

/** Returns a release without its build number: `3.96.0` for `3.96.0-09`. */
const withoutBuild = (release: string): string => release.replace(/-.*/, "");

function sort(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
