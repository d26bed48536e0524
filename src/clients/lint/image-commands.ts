/** What the commands in a line do with images. */
import type { SourceLine } from "./source-lines.ts";

/** An image that is pulled, pushed, or just called so. */
export interface ImageMention {
  role: "pull" | "push" | "name";
  reference: string;
  /** Where it is in the file. */
  offset: number;
}

interface Word {
  text: string;
  offset: number;
}

const tools = new Set(["docker", "podman", "nerdctl", "buildah", "skopeo", "crane", "oras"]);
/** What stands between a tool and what it is to do. */
const nouns = new Set(["image", "container", "buildx"]);
/** Options of tools and of what they do that are followed by no value. */
const flags =
  /^(-[dittPqa]+|--(rm|detach|interactive|tty|privileged|init|read-only|no-cache|pull|push|load|quiet|all|all-tags|squash|insecure|insecure-policy|debug|publish-all|no-healthcheck|remove-signatures|preserve-digests|tls-verify|src-tls-verify|dest-tls-verify))$/;

/** The images in the commands of a line. */
export function findImagesInCommands(line: SourceLine): ImageMention[] {
  return commandsIn(line).flatMap((words) => {
    const start = words.findIndex(({ text }) => tools.has(text.split("/").at(-1) ?? ""));
    const destinations = words.flatMap((word, index) => destinationOf(word, words[index + 1]));
    return [...(start < 0 ? [] : usesOf(words.slice(start + 1))), ...destinations];
  });
}

/** Words, by command: quotes and brackets are no part of them. */
function commandsIn({ text, at }: SourceLine): Word[][] {
  const commands: Word[][] = [[]];
  for (const { 0: word, index } of text.matchAll(/[;&|]+|(?:\$\{[^}]*\}|[^\s"'`()[\],;&|])+/g)) {
    if (/^[;&|]+$/.test(word)) commands.push([]);
    else commands.at(-1)?.push({ text: word, offset: at[index] ?? 0 });
  }
  return commands;
}

function usesOf(words: readonly Word[]): ImageMention[] {
  const said = withoutOptions(words);
  const [verb, ...args] = said.filter(({ text }, index) => index > 0 || !nouns.has(text));
  const use = (role: ImageMention["role"], word: Word | undefined): ImageMention[] =>
    word ? [{ role, reference: word.text.replace(/^docker:\/\//, ""), offset: word.offset }] : [];
  switch (verb?.text) {
    case "pull":
      return args.slice(0, 1).flatMap((word) => use("pull", word));
    case "run":
    case "create":
    case "inspect":
    case "from":
      return use("pull", args[0]);
    case "push":
      return use("push", args.at(-1));
    case "copy":
    case "cp":
      return [
        ...use("pull", isRemote(args[0]) ? args[0] : undefined),
        ...use("push", isRemote(args[1]) ? args[1] : undefined),
      ];
    case "tag":
      return use("name", args[1]);
    case "build":
    case "bud": {
      const isPushed = words.some(({ text }) => text === "--push");
      const tags = words.flatMap((word, index) => (/^(-t|--tag)$/.test(words[index - 1]?.text ?? "") ? [word] : []));
      const joined = words.flatMap(({ text, offset }) =>
        text.startsWith("--tag=") ? [{ text: text.slice("--tag=".length), offset }] : [],
      );
      return [...tags, ...joined].flatMap((word) => use(isPushed ? "push" : "name", word));
    }
    default:
      return [];
  }
}

/** skopeo says `docker://`; of what it says otherwise (`dir:`, `oci:`) none is in a registry. */
function isRemote(word: Word | undefined): boolean {
  return (
    word !== undefined && !/^(dir|oci|oci-archive|docker-archive|docker-daemon|containers-storage):/.test(word.text)
  );
}

/** What is neither an option nor its value. */
function withoutOptions(words: readonly Word[]): Word[] {
  const others: Word[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (!word.text.startsWith("-")) others.push(word);
    else if (!flags.test(word.text) && !word.text.includes("=")) index++;
  }
  return others;
}

/** kaniko's executor pushes where `--destination` says, Jib where a property does. */
function destinationOf({ text, offset }: Word, next: Word | undefined): ImageMention[] {
  const [, joined] = /^(?:--destination|-Dimage|-Djib\.to\.image)(?:=(.+))?$/.exec(text) ?? [text, ""];
  if (joined === "") return [];
  const reference = joined ?? next?.text;
  return reference === undefined
    ? []
    : [{ role: "push", reference, offset: joined === undefined ? (next?.offset ?? 0) : offset }];
}
