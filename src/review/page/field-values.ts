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

/** Renders the values of a field before and after a change. Values and elements that only one side has are marked. */
export function renderSides(field: FieldChange): FieldSides {
  const { before, after, added, removed } = field;
  if (field.secret) return { before: renderLabel("secret"), after: renderLabel("secret") };
  if (added || removed)
    return {
      before: renderUnorderedList(before, removed ?? [], "−"),
      after: renderUnorderedList(after, added ?? [], "+"),
    };
  const [listBefore, listAfter] = [before, after].map((value) => (Array.isArray(value) ? value : undefined));
  if (listBefore || listAfter)
    return {
      before: renderBefore(field, () => renderOrderedList(listBefore, listAfter ?? [], "−")),
      after: renderAfter(field, () => renderOrderedList(listAfter, listBefore ?? [], "+")),
    };
  return {
    before: renderBefore(field, () => renderMarkedValue(before, "−")),
    after: renderAfter(field, () => renderMarkedValue(after, "+")),
  };
}

/** Renders the value before the change. */
function renderBefore(field: FieldChange, render: () => Html): Html {
  return field.notRead ? renderLabel("not read") : render();
}

/** Renders the value after the change, or the reason why it is not known yet. A default is not marked as a change. */
function renderAfter(field: FieldChange, render: () => Html): Html {
  if (field.unknown) return renderLabel(unknownLabel);
  if (field.byDefault) return html`${renderValue(field.after)} ${renderLabel("default")}`;
  if (!field.withdrawn) return render();
  return html`${field.after === undefined ? undefined : render()} ${renderLabel("reset to default")}`;
}

function renderMarkedValue(value: unknown, sign: "+" | "−"): Html {
  return isEmpty(value) ? renderValue(value) : html`<span class="list">${renderMark(sign, renderValue(value))}</span>`;
}

function isEmpty(value: unknown): value is undefined | null | "" {
  return value === undefined || value === null || value === "";
}

/** Renders a text of the page that stands in place of a value. */
function renderLabel(text: string): Html {
  return html`<span class="value-label">${text}</span>`;
}

function renderValue(value: unknown): Html {
  if (value === undefined) return renderLabel("not set");
  if (isEmpty(value)) return renderLabel("none");
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

/** Renders a list whose order has a meaning. Elements that the other side does not have are marked. */
function renderOrderedList(
  list: readonly unknown[] | undefined,
  otherSide: readonly unknown[] = list ?? [],
  sign: "+" | "−" = "+",
): Html {
  if (!list) return renderValue(undefined);
  if (list.length === 0) return renderLabel("empty");
  const keys = new Set(otherSide.map((item) => JSON.stringify(item)));
  const renderItem = (item: unknown) =>
    keys.has(JSON.stringify(item)) ? renderValue(item) : renderMark(sign, renderValue(item));
  return html`<ol class="list">${list.map((item) => html`<li>${renderItem(item)}</li>`)}</ol>`;
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
