import { isUnknown, unknownValue } from "../../util/json.ts";
import type { FieldChange } from "../report-schemas.ts";
import { type Html, type HtmlPart, html, joinHtml, pluralize, renderText } from "./html.ts";

/** What a text of this length shows at first. */
const LONG_TEXT = 240;
/** Of longer lists only what differs is shown. */
const LONG_LIST = 12;

/** The two sides of a change, as people compare them. */
export interface FieldSides {
  before: Html;
  after: Html;
}

/** The values of a field before and after, next to each other. */
export function renderSides(field: FieldChange): FieldSides {
  const { before, after, added, removed } = field;
  if (field.secret) return { before: said("a secret"), after: said("a secret") };
  if (added || removed) return { before: list(before, removed ?? [], "−"), after: list(after, added ?? [], "+") };
  if (Array.isArray(before) || Array.isArray(after)) return { before: ordered(before), after: endOf(field, ordered) };
  return { before: value(before), after: endOf(field, value) };
}

/** What it is in the end; or why nobody knows yet. */
function endOf(field: FieldChange, tell: (value: unknown) => Html): Html {
  if (field.unknown) return said("known when the run has made it");
  if (!field.withdrawn) return tell(field.after);
  return html`${field.after === undefined ? undefined : tell(field.after)} ${said("declared no more: Nexus's default")}`;
}

/** Something of ours, which is no value. */
function said(words: string): Html {
  return html`<span class="said">${words}</span>`;
}

function value(given: unknown): Html {
  if (given === undefined) return said("not set");
  if (given === null || given === "") return said("none");
  if (isUnknown(given)) return said("known when the run has made it");
  if (Array.isArray(given)) return ordered(given);
  if (typeof given === "string") return text(given);
  if (typeof given === "object") return json(given);
  return html`<code class="value">${String(given)}</code>`;
}

function text(given: string): Html {
  const known = given.replaceAll(unknownValue, "(not known yet)");
  const whole = html`<code class="value">${renderText(known)}</code>`;
  if (known.length <= LONG_TEXT) return whole;
  const start = html`<code class="value">${renderText(known.slice(0, LONG_TEXT / 2))}…</code>`;
  return html`${start}<details class="whole"><summary>All ${pluralize(known.length, "character")}</summary>${whole}</details>`;
}

/** Its lines are ours: those of texts in it are escaped. */
function json(given: object): Html {
  const lines = JSON.stringify(given, null, 2).split("\n");
  return html`<code class="value">${joinHtml(lines.map(renderText), "\n")}</code>`;
}

/** A list whose order means something. */
function ordered(given: unknown): Html {
  if (!Array.isArray(given)) return value(given);
  if (given.length === 0) return said("empty");
  return html`<ol class="list">${given.map((item) => html`<li>${value(item)}</li>`)}</ol>`;
}

/** One side of a list, with what is only there marked. */
function list(given: unknown, marked: readonly unknown[], sign: "+" | "−"): Html {
  const all: readonly unknown[] = Array.isArray(given) ? given : marked;
  if (all.length === 0) return said(given === undefined ? "not set" : "empty");
  const only = new Set(marked.map((item) => JSON.stringify(item)));
  const isMarked = (item: unknown) => only.has(JSON.stringify(item));
  const told = all.length > LONG_LIST ? all.filter(isMarked) : all;
  const rest = all.length - told.length;
  const items: HtmlPart[] = told.map(
    (item) => html`<li>${isMarked(item) ? renderMark(sign, value(item)) : value(item)}</li>`,
  );
  return html`<ul class="list">${items}${rest > 0 && html`<li>${said(`and ${rest} that stay`)}</li>`}</ul>`;
}

/** What is gained or lost, told by a sign beside the colour. */
export function renderMark(sign: "+" | "−", content: HtmlPart): Html {
  return sign === "+"
    ? html`<ins><span class="mark">+</span>${content}</ins>`
    : html`<del><span class="mark">−</span>${content}</del>`;
}

/** A fact that may change: once where it stays. */
export function renderTransition(before: Html | undefined, after: Html | undefined): Html {
  const none = said("none");
  if (before === undefined && after === undefined) return none;
  if (before?.text === after?.text) return after ?? none;
  return html`<span class="turned">${before && renderMark("−", before)} ${after && renderMark("+", after)}</span>`;
}
