import { isUnknown, unknownValue } from "../../util/json.ts";
import type { FieldChange } from "../report-schemas.ts";
import { formatQuantity, type Html, type HtmlPart, html, joinHtml, renderText } from "./html.ts";

/** A longer text, in characters, is folded. */
const MAX_TEXT_LENGTH = 240;
/** Of a longer list only the changed elements are shown. */
const MAX_LIST_LENGTH = 12;

const unknownLabel = "known after up";

/** Represents the rendered values of a field before and after a change. */
export interface FieldSides {
  before: Html;
  after: Html;
}

/** Renders the values of a field before and after a change. */
export function renderSides(field: FieldChange): FieldSides {
  const { before, after, added, removed } = field;
  if (field.secret) return { before: renderLabel("secret"), after: renderLabel("secret") };
  if (added || removed)
    return {
      before: renderUnorderedList(before, removed ?? [], "−"),
      after: renderUnorderedList(after, added ?? [], "+"),
    };
  if (Array.isArray(before) || Array.isArray(after))
    return { before: renderOrderedList(before), after: renderAfter(field, renderOrderedList) };
  return { before: renderValue(before), after: renderAfter(field, renderValue) };
}

/** Renders the value after the change, or the reason why it is not known yet. */
function renderAfter(field: FieldChange, render: (value: unknown) => Html): Html {
  if (field.unknown) return renderLabel(unknownLabel);
  if (!field.withdrawn) return render(field.after);
  return html`${field.after === undefined ? undefined : render(field.after)} ${renderLabel("reset to default")}`;
}

/** Renders a text of the page that stands in place of a value. */
function renderLabel(text: string): Html {
  return html`<span class="value-label">${text}</span>`;
}

function renderValue(value: unknown): Html {
  if (value === undefined) return renderLabel("not set");
  if (value === null || value === "") return renderLabel("none");
  if (isUnknown(value)) return renderLabel(unknownLabel);
  if (Array.isArray(value)) return renderOrderedList(value);
  if (typeof value === "string") return renderTextValue(value);
  if (typeof value === "object") return renderJson(value);
  return html`<code class="value">${String(value)}</code>`;
}

function renderTextValue(value: string): Html {
  const text = value.replaceAll(unknownValue, "(not known yet)");
  const full = html`<code class="value">${renderText(text)}</code>`;
  if (text.length <= MAX_TEXT_LENGTH) return full;
  const start = html`<code class="value">${renderText(text.slice(0, MAX_TEXT_LENGTH / 2))}…</code>`;
  return html`${start}<details class="full-text"><summary>All ${formatQuantity(text.length, "character")}</summary>${full}</details>`;
}

/** Line breaks of the JSON are kept; those in its texts are escaped. */
function renderJson(value: object): Html {
  const lines = JSON.stringify(value, null, 2).split("\n");
  return html`<code class="value">${joinHtml(lines.map(renderText), "\n")}</code>`;
}

function renderOrderedList(value: unknown): Html {
  if (!Array.isArray(value)) return renderValue(value);
  if (value.length === 0) return renderLabel("empty");
  return html`<ol class="list">${value.map((item) => html`<li>${renderValue(item)}</li>`)}</ol>`;
}

/** Renders one side of an unordered list. Elements that only this side has are marked. */
function renderUnorderedList(value: unknown, marked: readonly unknown[], sign: "+" | "−"): Html {
  const all: readonly unknown[] = Array.isArray(value) ? value : marked;
  if (all.length === 0) return renderLabel(value === undefined ? "not set" : "empty");
  const markedKeys = new Set(marked.map((item) => JSON.stringify(item)));
  const isMarked = (item: unknown) => markedKeys.has(JSON.stringify(item));
  const listed = all.length > MAX_LIST_LENGTH ? all.filter(isMarked) : all;
  const more = all.length - listed.length;
  const items: HtmlPart[] = listed.map(
    (item) => html`<li>${isMarked(item) ? renderMark(sign, renderValue(item)) : renderValue(item)}</li>`,
  );
  return html`<ul class="list">${items}${more > 0 && html`<li>${renderLabel(`and ${more} unchanged`)}</li>`}</ul>`;
}

/** Marks an addition or a removal by a sign in addition to the colour. */
export function renderMark(sign: "+" | "−", content: HtmlPart): Html {
  return sign === "+"
    ? html`<ins><span class="mark">+</span>${content}</ins>`
    : html`<del><span class="mark">−</span>${content}</del>`;
}

/** Renders a value before and after a change; an unchanged value is rendered once. */
export function renderTransition(before: Html | undefined, after: Html | undefined): Html {
  const none = renderLabel("none");
  if (before === undefined && after === undefined) return none;
  if (before?.text === after?.text) return after ?? none;
  return html`<span class="transition">${before && renderMark("−", before)} ${after && renderMark("+", after)}</span>`;
}
