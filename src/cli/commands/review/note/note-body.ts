/**
 * The first line of a note, which nobody sees: by it the note is found again.
 *
 * @param about - what the note is about, the same in every run: `review lab`
 */
export function noteMarker(about: string): string {
  return `<!-- nexus-iac: ${encodeURIComponent(about).replaceAll("-", "%2D")} -->`;
}

/** A note of at most that many characters. What is too long ends after a whole line, says so, and leaves nothing open. */
export function formatNote(about: string, markdown: string, limit: number): string {
  const whole = `${noteMarker(about)}\n${markdown.trimEnd()}\n`;
  if (whole.length <= limit) return whole;
  const notice =
    `\n**Cut here:** the report has ${markdown.length} characters, a note takes ${limit}. ` +
    "All of it is in the files that the command wrote.\n";
  const open = new Open();
  let kept = "";
  let end = notice;
  for (const line of whole.split(/(?<=\n)/)) {
    open.read(line);
    const endHere = open.closing() + notice;
    if (kept.length + line.length + endHere.length > limit) break;
    kept += line;
    end = endHere;
  }
  return kept + end;
}

/** Tags that reports open in one line and close in another. */
const tag = /(?<!\\)<(\/?)(details|summary|table|tr|td)\b[^>]*>/g;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const codeSpan = /(`+)(?:(?!\1).)*\1/g;

/** What the lines read so far have opened and not closed. */
class Open {
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
