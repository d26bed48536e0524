import { type Html, type HtmlPart, html } from "./html.ts";

/** A part of the page with a heading of its own. */
export interface Section {
  id: string;
  title: string;
  /** How many things are in it, where that says something. */
  count?: number;
  /** A sentence below the heading. */
  lead?: HtmlPart;
  body: Html;
}

/** Sections that filters empty say so. */
export function renderSection({ id, title, count, lead, body }: Section): Html {
  return html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${count !== undefined && html` <span class="count">${count}</span>`}</h2>
${lead && html`<p class="lead">${lead}</p>`}
${body}
<p class="nothing" hidden>Nothing here matches.</p>
</section>`;
}
