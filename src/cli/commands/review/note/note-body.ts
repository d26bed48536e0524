/**
 * Returns the first line of a note, an HTML comment that identifies the note in later runs.
 *
 * @param about - the subject of the note, the same in every run: `review lab`
 */
export function noteMarker(about: string): string {
  return `<!-- nexus-iac: ${encodeURIComponent(about).replaceAll("-", "%2D")} -->`;
}

/**
 * Returns a note of at most `limit` characters. A longer report is cut after a complete line, open tags and code blocks are
 * closed, and a notice is added.
 */
export function fitNoteToLimit(about: string, markdown: string, limit: number): string {
  const complete = `${noteMarker(about)}\n${markdown.trimEnd()}\n`;
  if (complete.length <= limit) return complete;
  const notice =
    `\n**Truncated:** the report has ${markdown.length} characters, a note can have ${limit}. ` +
    "The complete report is in the files that the command wrote.\n";
  const openElements = new OpenElements();
  let kept = "";
  let end = notice;
  for (const line of complete.split(/(?<=\n)/)) {
    openElements.read(line);
    const endHere = openElements.closing() + notice;
    if (kept.length + line.length + endHere.length > limit) break;
    kept += line;
    end = endHere;
  }
  return kept + end;
}

/** Matches the tags that reports open on one line and close on another. */
const tag = /(?<!\\)<(\/?)(details|summary|table|tr|td)\b[^>]*>/g;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const codeSpan = /(`+)(?:(?!\1).)*\1/g;

/** Tracks the tags and the code block that are open after the lines read so far. */
class OpenElements {
  readonly #tags: string[] = [];
  #fence: string | undefined;

  read(line: string): void {
    const [, marks] = fence.exec(line) ?? [];
    if (this.#fence !== undefined) {
      if (marks?.startsWith(this.#fence) && line.trim() === marks) this.#fence = undefined;
    } else if (marks !== undefined) {
      this.#fence = marks;
    } else {
      for (const [, slash, name = ""] of line.replace(codeSpan, "").matchAll(tag)) {
        if (!slash) this.#tags.push(name);
        else if (this.#tags.at(-1) === name) this.#tags.pop();
      }
    }
  }

  closing(): string {
    const tags = this.#tags.toReversed().map((name) => `</${name}>\n`);
    return (this.#fence === undefined ? "" : `${this.#fence}\n`) + (tags.length ? `\n${tags.join("")}` : "");
  }
}
