import type { UnmanagedObject } from "../report-schemas.ts";
import { renderFacetAttributes } from "./entries.ts";
import { html, renderName } from "./html.ts";
import type { Section } from "./section.ts";

/** A family of more than that many is folded at first. */
const MANY = 40;

/** What Nexus has and nobody declared, by family. */
export function renderUnmanagedSection(all: readonly UnmanagedObject[]): Section | undefined {
  if (!all.length) return undefined;
  const families = Object.entries(Object.groupBy(all, ({ family }) => family)).map(
    ([family, things = []]) => html`
<details class="family"${things.length <= MANY && html` open`}><summary><b>${family}</b> <span class="count">${things.length}</span></summary>
<ul class="things">${things.map(
      ({ kind, noun, name }) => html`
<li class="item" ${renderFacetAttributes({ kinds: [kind] })}>${renderName(name)} ${noun !== family && html`<span class="noun">${noun}</span>`}</li>`,
    )}
</ul></details>`,
  );
  return {
    id: "unmanaged",
    title: "Unmanaged",
    count: all.length,
    lead: "Nexus has these, and nobody declares them.",
    body: html`${families}`,
  };
}
