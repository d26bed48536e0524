import { type Html, type HtmlPart, html } from "./html.ts";

/** Represents a section of the page. */
export interface Section {
  id: string;
  title: string;
  /** The number of its entries; absent for sections without entries. */
  count?: number;
  /** A sentence below the heading. */
  lead?: HtmlPart;
  body: Html;
}

/** Renders a section. It says so if the filters hide all of its content. */
export function renderSection({ id, title, count, lead, body }: Section): Html {
  return html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${count !== undefined && html` <span class="count">${count}</span>`}</h2>
${lead && html`<p class="lead">${lead}</p>`}
${body}
<p class="no-match" hidden>No matches in this section.</p>
</section>`;
}
