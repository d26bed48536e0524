/** The images that a file names, whatever it is written in. */
import { isMap, isScalar, isSeq, parseAllDocuments, type Scalar, visit } from "yaml";
import { resolveVariables, type Variables } from "./file-variables.ts";
import { findImagesInCommands, type ImageMention } from "./image-commands.ts";
import { type Dialect, detectDialect, type PipelineSource, type SourceLine } from "./source-lines.ts";

/** Those of one line, its variables resolved. */
export function findImages(line: SourceLine, dialect: Dialect): ImageMention[] {
  if (dialect === "docker") return [...fromIn(line), ...findImagesInCommands(line)];
  return [...findImagesInCommands(line), ...(dialect === "groovy" ? agentsIn(line) : [])];
}

/** `FROM image AS stage`, `COPY --from=image`. */
const instruction = /^\s*FROM\s+(?:--\S+\s+)*(\S+)|^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*?--from=(\S+)/i;

function fromIn({ text, at }: SourceLine): ImageMention[] {
  const found = instruction.exec(text);
  const reference = found?.[1] ?? found?.[2];
  if (!found || reference === undefined) return [];
  const start = found.index + found[0].length - reference.length;
  return [{ role: "pull", reference, offset: at[start] ?? 0 }];
}

/** `image "..."` of an agent, `docker.image("...").push()`, `docker.build("...")`. */
const agent = /\b(image|docker\.build)\s*\(?\s*(["'])([^"'\s]+)\2/g;

function agentsIn({ text, at }: SourceLine): ImageMention[] {
  return [...text.matchAll(agent)].map(({ 0: whole, 1: what, 3: reference = "", index }) => ({
    role:
      what === "docker.build" ? "name" : /^\s*\)\s*\.push\b/.test(text.slice(index + whole.length)) ? "push" : "pull",
    reference,
    offset: at[index + whole.length - reference.length - 1] ?? 0,
  }));
}

/** `image` of jobs, containers and services: where YAML itself says that it is an image. */
export function findImagesInYaml(source: PipelineSource, variables: Variables): ImageMention[] {
  if (detectDialect(source.file) !== "yaml") return [];
  const uses: ImageMention[] = [];
  const note = (role: ImageMention["role"], node: unknown) => {
    const named = isMap(node) ? node.get("name", true) : node;
    if (isScalar(named) && typeof named.value === "string") uses.push(useOf(role, named, variables));
  };
  for (const document of parseAllDocuments(source.text, { logLevel: "silent" }))
    visit(document, {
      Map(_, map, { length: depth }) {
        // compose calls what it builds itself so; at the top of a file `build` is a job of GitLab's.
        note(depth > 1 && map.has("build") ? "name" : "pull", map.get("image", true));
        const services = map.get("services", true);
        if (isSeq(services)) for (const item of services.items) note("pull", item);
      },
    });
  return uses;
}

function useOf(role: ImageMention["role"], { value, range, type }: Scalar, variables: Variables): ImageMention {
  const quote = type?.startsWith("QUOTE") ? 1 : 0;
  return {
    role,
    reference: resolveVariables({ text: String(value), at: [] }, variables).text,
    offset: (range?.[0] ?? 0) + quote,
  };
}

/** What a file calls images and stages of its own: none of them is pulled from anywhere. */
export function listOwnNames(lines: readonly SourceLine[], uses: readonly ImageMention[]): Set<string> {
  const stages = lines.flatMap(({ text }) => /^\s*FROM\s.*\sAS\s+(\S+)/i.exec(text)?.[1]?.toLowerCase() ?? []);
  const names = uses.flatMap(({ role, reference }) => (role === "name" ? [removeTag(reference)] : []));
  return new Set(["scratch", ...stages, ...names]);
}

export function removeTag(reference: string): string {
  return reference.replace(/@.*$/, "").replace(/:[^/]*$/, "");
}
