/** The images that a file names, whatever it is written in. */
import { isMap, isScalar, isSeq, parseAllDocuments, type Scalar, visit } from "yaml";
import { type Use, usesIn } from "./commands.ts";
import { type Dialect, dialectOf, type Line, type Source } from "./source.ts";
import { resolved, type Variables } from "./variables.ts";

/** Those of one line, its variables resolved. */
export function imagesIn(line: Line, dialect: Dialect): Use[] {
  if (dialect === "docker") return [...fromIn(line), ...usesIn(line)];
  return [...usesIn(line), ...(dialect === "groovy" ? agentsIn(line) : [])];
}

/** `FROM image AS stage`, `COPY --from=image`. */
const instruction = /^\s*FROM\s+(?:--\S+\s+)*(\S+)|^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*?--from=(\S+)/i;

function fromIn({ text, at }: Line): Use[] {
  const found = instruction.exec(text);
  const reference = found?.[1] ?? found?.[2];
  if (!found || reference === undefined) return [];
  const start = found.index + found[0].length - reference.length;
  return [{ role: "pull", reference, offset: at[start] ?? 0 }];
}

/** `image "..."` of an agent, `docker.image("...").push()`, `docker.build("...")`. */
const agent = /\b(image|docker\.build)\s*\(?\s*(["'])([^"'\s]+)\2/g;

function agentsIn({ text, at }: Line): Use[] {
  return [...text.matchAll(agent)].map(({ 0: whole, 1: what, 3: reference = "", index }) => ({
    role:
      what === "docker.build" ? "name" : /^\s*\)\s*\.push\b/.test(text.slice(index + whole.length)) ? "push" : "pull",
    reference,
    offset: at[index + whole.length - reference.length - 1] ?? 0,
  }));
}

/** `image` of jobs, containers and services: where YAML itself says that it is an image. */
export function imagesInYaml(source: Source, variables: Variables): Use[] {
  if (dialectOf(source.file) !== "yaml") return [];
  const scalars: Scalar[] = [];
  const note = (node: unknown) => {
    const named = isMap(node) ? node.get("name", true) : node;
    if (isScalar(named) && typeof named.value === "string") scalars.push(named);
  };
  for (const document of parseAllDocuments(source.text, { logLevel: "silent" }))
    visit(document, {
      Pair(_, { key, value }) {
        const name = isScalar(key) ? key.value : undefined;
        if (name === "image") note(value);
        if (name === "services" && isSeq(value)) for (const item of value.items) note(item);
      },
    });
  return scalars.map(({ value, range, type }) => ({
    role: "pull" as const,
    reference: resolved({ text: String(value), at: [] }, variables).text,
    offset: (range?.[0] ?? 0) + (type?.startsWith("QUOTE") ? 1 : 0),
  }));
}

/** What a file calls images and stages of its own: none of them is pulled from anywhere. */
export function ownNames(lines: readonly Line[], uses: readonly Use[]): Set<string> {
  const stages = lines.flatMap(({ text }) => /^\s*FROM\s.*\sAS\s+(\S+)/i.exec(text)?.[1]?.toLowerCase() ?? []);
  const names = uses.flatMap(({ role, reference }) => (role === "name" ? [withoutTag(reference)] : []));
  return new Set(["scratch", ...stages, ...names]);
}

export function withoutTag(reference: string): string {
  return reference.replace(/@.*$/, "").replace(/:[^/]*$/, "");
}
