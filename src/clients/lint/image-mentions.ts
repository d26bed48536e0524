import { isMap, isScalar, isSeq, parseAllDocuments, type Scalar, visit } from "yaml";
import { resolveVariables, type Variables } from "./file-variables.ts";
import { findImagesInCommands, type ImageMention } from "./image-commands.ts";
import { type Dialect, detectDialect, type PipelineSource, type SourceLine } from "./source-lines.ts";

/** Finds the images in a line whose variables are resolved. */
export function findImages(line: SourceLine, dialect: Dialect): ImageMention[] {
  if (dialect === "docker") return [...findInstructions(line), ...findImagesInCommands(line)];
  return [...findImagesInCommands(line), ...(dialect === "groovy" ? findAgents(line) : [])];
}

/** Matches `FROM image AS stage` and `COPY --from=image`. */
const instructionPattern = /^\s*FROM\s+(?:--\S+\s+)*(\S+)|^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*?--from=(\S+)/i;

function findInstructions({ text, at }: SourceLine): ImageMention[] {
  const match = instructionPattern.exec(text);
  const reference = match?.[1] ?? match?.[2];
  if (!match || reference === undefined) return [];
  const start = match.index + match[0].length - reference.length;
  return [{ role: "pull", reference, offset: at[start] ?? 0 }];
}

/** Matches `image "..."` of an agent, `docker.image("...").push()` and `docker.build("...")`. */
const agentPattern = /\b(image|docker\.build)\s*\(?\s*(["'])([^"'\s]+)\2/g;

function findAgents({ text, at }: SourceLine): ImageMention[] {
  return [...text.matchAll(agentPattern)].map(({ 0: whole, 1: what, 3: reference = "", index }) => ({
    role:
      what === "docker.build" ? "name" : /^\s*\)\s*\.push\b/.test(text.slice(index + whole.length)) ? "push" : "pull",
    reference,
    offset: at[index + whole.length - reference.length - 1] ?? 0,
  }));
}

/** Finds the values of `image` and `services` in jobs, containers and services of a YAML file. */
export function findImagesInYaml(source: PipelineSource, variables: Variables): ImageMention[] {
  if (detectDialect(source.file) !== "yaml") return [];
  const mentions: ImageMention[] = [];
  const add = (role: ImageMention["role"], node: unknown) => {
    const named = isMap(node) ? node.get("name", true) : node;
    if (isScalar(named) && typeof named.value === "string") mentions.push(toMention(role, named, variables));
  };
  // Pretty errors take time that is quadratic in the number of errors.
  for (const document of parseAllDocuments(source.text, { logLevel: "silent", prettyErrors: false }))
    visit(document, {
      Map(_, map, { length: depth }) {
        // With `build`, compose names the image that it builds. At the top level, `build` is a GitLab job.
        add(depth > 1 && map.has("build") ? "name" : "pull", map.get("image", true));
        const services = map.get("services", true);
        if (isSeq(services)) for (const item of services.items) add("pull", item);
      },
    });
  return mentions;
}

function toMention(role: ImageMention["role"], { value, range, type }: Scalar, variables: Variables): ImageMention {
  const quote = type?.startsWith("QUOTE") ? 1 : 0;
  return {
    role,
    reference: resolveVariables({ text: String(value), at: [] }, variables).text,
    offset: (range?.[0] ?? 0) + quote,
  };
}

/** Lists the names of images and stages that the file builds itself, so they are not pulled. */
export function listOwnNames(lines: readonly SourceLine[], mentions: readonly ImageMention[]): Set<string> {
  const stages = lines.flatMap(({ text }) => /^\s*FROM\s.*\sAS\s+(\S+)/i.exec(text)?.[1]?.toLowerCase() ?? []);
  const names = mentions.flatMap(({ role, reference }) => (role === "name" ? [removeTag(reference)] : []));
  return new Set(["scratch", ...stages, ...names]);
}

/** Returns the reference without tag and digest. */
export function removeTag(reference: string): string {
  return reference.replace(/@.*$/, "").replace(/:[^/]*$/, "");
}
