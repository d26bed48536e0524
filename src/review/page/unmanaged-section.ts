import type { UnmanagedObject } from "../report-schemas.ts";
import { renderFacetAttributes, renderNames } from "./entries.ts";
import { html, renderName } from "./html.ts";
import type { Section } from "./section.ts";

/** A family with more objects is folded at first. */
const MAX_OPEN_OBJECTS = 40;

/** Renders the objects that Nexus has and the program does not declare, by family. */
export function renderUnmanagedSection(unmanaged: readonly UnmanagedObject[]): Section | undefined {
  if (!unmanaged.length) return undefined;
  const families = Object.entries(Object.groupBy(unmanaged, ({ family }) => family)).map(
    ([family, objects = []]) => html`
<details class="family"${objects.length <= MAX_OPEN_OBJECTS && html` open`}><summary><b>${family}</b> <span class="count">${objects.length}</span></summary>
<ul class="objects">${objects.map(
      ({ kind, noun, name, roles = [] }) => html`
<li class="item" ${renderFacetAttributes({ kinds: [kind], events: ["unmanaged"] })}>${renderName(name)} ${noun !== family && html`<span class="noun">${noun}</span>`}${roles.length > 0 && html` <span class="noun">with ${roles.length === 1 ? "the role" : "the roles"} ${renderNames(roles)}</span>`}</li>`,
    )}
</ul></details>`,
  );
  return {
    id: "unmanaged",
    title: "Not declared in the program",
    count: unmanaged.length,
    lead: "Nexus has these objects, and the program does not declare them.",
    body: html`${families}`,
  };
}
