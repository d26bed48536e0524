import type { SourceLine } from "./source-lines.ts";

/** An image in a file: pulled, pushed, or only named. */
export interface ImageMention {
  role: "pull" | "push" | "name";
  reference: string;
  /** The offset in the file. */
  offset: number;
}

interface Word {
  text: string;
  offset: number;
}

const tools = new Set(["docker", "podman", "nerdctl", "buildah", "skopeo", "crane", "oras"]);
/** Words between a tool and its subcommand. */
const nouns = new Set(["image", "container", "buildx"]);
/** Options of tools and subcommands without a value. */
const flags =
  /^(-[dittPqa]+|--(rm|detach|interactive|tty|privileged|init|read-only|no-cache|pull|push|load|quiet|all|all-tags|squash|insecure|insecure-policy|debug|publish-all|no-healthcheck|remove-signatures|preserve-digests|tls-verify|src-tls-verify|dest-tls-verify))$/;

/** Finds the images in the commands of a line. */
export function findImagesInCommands(line: SourceLine): ImageMention[] {
  return splitCommands(line).flatMap((words) => {
    const start = words.findIndex(({ text }) => tools.has(text.split("/").at(-1) ?? ""));
    const destinations = words.flatMap((word, index) => findDestination(word, words[index + 1]));
    return [...(start < 0 ? [] : findToolImages(words.slice(start + 1))), ...destinations];
  });
}

/** Splits a line into commands of words, without quotes and brackets. */
function splitCommands({ text, at }: SourceLine): Word[][] {
  const commands: Word[][] = [[]];
  for (const { 0: word, index } of text.matchAll(/[;&|]+|(?:\$\{[^{}]*\}|[^\s"'`()[\],;&|])+/g)) {
    if (/^[;&|]+$/.test(word)) commands.push([]);
    else commands.at(-1)?.push({ text: word, offset: at[index] ?? 0 });
  }
  return commands;
}

function findToolImages(words: readonly Word[]): ImageMention[] {
  const plainWords = removeOptions(words);
  const [verb, ...args] = plainWords.filter(({ text }, index) => index > 0 || !nouns.has(text));
  const mention = (role: ImageMention["role"], word: Word | undefined): ImageMention[] =>
    word ? [{ role, reference: word.text.replace(/^docker:\/\//, ""), offset: word.offset }] : [];
  switch (verb?.text) {
    case "pull":
      return args.slice(0, 1).flatMap((word) => mention("pull", word));
    case "run":
    case "create":
    case "inspect":
    case "from":
      return mention("pull", args[0]);
    case "push":
      return mention("push", args.at(-1));
    case "copy":
    case "cp":
      return [
        ...mention("pull", isRemote(args[0]) ? args[0] : undefined),
        ...mention("push", isRemote(args[1]) ? args[1] : undefined),
      ];
    case "tag":
      return mention("name", args[1]);
    case "build":
    case "bud": {
      const isPushed = words.some(({ text }) => text === "--push");
      const tags = words.flatMap((word, index) => (/^(-t|--tag)$/.test(words[index - 1]?.text ?? "") ? [word] : []));
      const joined = words.flatMap(({ text, offset }) =>
        text.startsWith("--tag=") ? [{ text: text.slice("--tag=".length), offset }] : [],
      );
      return [...tags, ...joined].flatMap((word) => mention(isPushed ? "push" : "name", word));
    }
    default:
      return [];
  }
}

/** Returns true for an image in a registry. skopeo uses `docker://` for it; its other prefixes (`dir:`, `oci:`) are local. */
function isRemote(word: Word | undefined): boolean {
  return (
    word !== undefined && !/^(dir|oci|oci-archive|docker-archive|docker-daemon|containers-storage):/.test(word.text)
  );
}

/** Removes options and their values. */
function removeOptions(words: readonly Word[]): Word[] {
  const others: Word[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (!word.text.startsWith("-")) others.push(word);
    else if (!flags.test(word.text) && !word.text.includes("=")) index++;
  }
  return others;
}

/** Finds the target of kaniko's `--destination` and of Jib's properties. */
function findDestination({ text, offset }: Word, next: Word | undefined): ImageMention[] {
  const [, joined] = /^(?:--destination|-Dimage|-Djib\.to\.image)(?:=(.+))?$/.exec(text) ?? [text, ""];
  if (joined === "") return [];
  const reference = joined ?? next?.text;
  return reference === undefined
    ? []
    : [{ role: "push", reference, offset: joined === undefined ? (next?.offset ?? 0) : offset }];
}
