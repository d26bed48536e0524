import type { Estate } from "../../estate/estate.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { collectFacets, type PageEntries, renderFacetAttributes, renderLink } from "./entries.ts";
import { type ChangeState, createGraph, type Edge, type Graph, type Node } from "./graph.ts";
import { type GraphCluster, splitGraph } from "./graph-clusters.ts";
import { layOutGraph, type Point } from "./graph-layout.ts";
import { type Html, html, joinHtml, pluralize, renderName } from "./html.ts";
import type { Section } from "./section.ts";

const sizes = { width: 196, height: 44, gap: 64, space: 12 };
/** Names of more characters are cut. */
const LETTERS = 23;
const MARGIN = 8;
/** More parts than that are folded at first, those that change aside. */
const MANY = 8;

/** Colours alone tell nothing to some. */
const signs: Readonly<Record<ChangeState, string>> = { same: "", new: "+", gone: "−", changed: "~", kept: "○" };
const words: Readonly<Record<ChangeState, string>> = {
  same: "",
  new: "new",
  gone: "gone",
  changed: "changed",
  kept: "unmanaged",
};

export function renderGraphSection(before: Estate, after: Estate, entries: PageEntries): Section | undefined {
  const clusters = splitGraph(createGraph(before, after, entries));
  if (!clusters.length) return undefined;
  return {
    id: "connections",
    title: "Connections",
    lead: "From the connectors that clients ask, through groups and their members in order, to blob stores and upstreams.",
    body: html`${legend()}<div class="clusters">${clusters.map((one) => clusterHtml(one, one.isChanged || clusters.length <= MANY))}</div>`,
  };
}

function legend(): Html {
  const states = (["new", "gone", "changed", "kept"] as const).map(
    (state) => html`<span class="${state}"><b>${signs[state]}</b> ${words[state]}</span>`,
  );
  return html`<p class="legend graph-legend">${states}</p>`;
}

function clusterHtml(cluster: GraphCluster, isOpen: boolean): Html {
  const { whole, title, isChanged } = cluster;
  const nodes = [...whole.nodes.values()];
  const own = nodes.filter(({ type }) => type === "repository" || type === "group");
  const facets = collectFacets(nodes.flatMap(({ entry }) => entry ?? []));
  return html`
<details class="cluster item" ${renderFacetAttributes(facets)}${!isChanged && html` data-same`}${isOpen && html` open`}>
<summary><b>${title}</b> <span class="noun">${pluralize(own.length, "repository", "repositories")}${isChanged && ", changes"}</span></summary>
<div class="scroller" role="region" aria-label="Graph of ${title}" tabindex="0">${drawing(cluster, title)}</div>
<details class="as-table"><summary>As a table</summary>${asTable(whole, own)}</details>
</details>`;
}

/** Connectors, groups by how deep they are, members, and where those have their content from. */
function columnsOf({ nodes, edges }: Graph): string[][] {
  const inside = Map.groupBy(edges, ({ from }) => from);
  const depths = new Map<string, number>();
  const depth = (id: string, above: readonly string[] = []): number => {
    const known = depths.get(id);
    if (known !== undefined || above.includes(id)) return known ?? 0;
    const groups = (inside.get(id) ?? []).filter(({ to }) => nodes.get(to)?.type === "group");
    const found = Math.max(0, ...groups.map(({ to }) => depth(to, [...above, id]) + 1));
    depths.set(id, found);
    return found;
  };
  const all = [...nodes.values()];
  const deepest = Math.max(0, ...all.filter(({ type }) => type === "group").map(({ id }) => depth(id)));
  const columnOf = ({ id, type }: Node) => {
    if (type === "connector") return 0;
    if (type === "group") return 1 + deepest - depth(id);
    return type === "repository" ? deepest + 2 : deepest + 3;
  };
  // Members as their groups have them: first asked first.
  const asked = new Map(edges.map(({ to }, index) => [to, index] as const).toReversed());
  const inOrder = all.toSorted((a, b) => (asked.get(a.id) ?? 0) - (asked.get(b.id) ?? 0));
  const columns = Map.groupBy(inOrder, columnOf);
  return [...columns].sort(([a], [b]) => a - b).map(([, members]) => members.map(({ id }) => id));
}

function drawing(graph: Graph, title: string): Html {
  const { nodes } = graph;
  const columns = columnsOf(graph);
  const columnOf = new Map(columns.flatMap((ids, column) => ids.map((id) => [id, column] as const)));
  // A group in a ring of groups is drawn without what would lead back.
  const edges = graph.edges.filter(({ from, to }) => (columnOf.get(from) ?? 0) < (columnOf.get(to) ?? 0));
  const { places, lines, width, height } = layOutGraph(columns, edges, sizes);
  const [w, h] = [Math.ceil(width) + 2 * MARGIN, Math.ceil(height) + 2 * MARGIN];
  const number = new Map([...nodes.keys()].map((id, index) => [id, index]));
  return html`
<svg class="graph" width="${w}" height="${h}" viewBox="${-MARGIN} ${-MARGIN} ${w} ${h}" role="group" aria-label="${title}: the table below tells the same">
<g aria-hidden="true">${edgesHtml(edges, lines, number)}</g>
${[...nodes.values()].map((node) => nodeHtml(node, places.get(node.id) ?? { x: 0, y: 0 }, number.get(node.id) ?? 0))}
</svg>`;
}

/** Lines first, so that none of them hides what is said of another. */
function edgesHtml(
  edges: readonly Edge[],
  lines: readonly (readonly Point[])[],
  number: ReadonlyMap<string, number>,
): Html {
  const drawn = edges.flatMap((edge, index) => {
    const points = lines[index] ?? [];
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return [];
    const open = html`<g class="edge ${edge.state}" data-from="${number.get(edge.from)}" data-to="${number.get(edge.to)}">`;
    const sign = [signs[edge.state], edge.place].filter(Boolean).join(" ");
    // Above a line that comes from below, below one that comes from above.
    const y = last.y + (first.y < last.y ? 13 : -5);
    const label =
      sign && html`${open}<text x="${round(last.x) - 6}" y="${round(y)}" text-anchor="end">${sign}</text></g>`;
    return [{ line: html`${open}<path d="${pathOf(points)}"/></g>`, label }];
  });
  return html`${drawn.map(({ line }) => line)}${drawn.map(({ label }) => label)}`;
}

function pathOf(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (!before) return `M${round(x)} ${round(y)}`;
      const middle = round((before.x + x) / 2);
      return `C${middle} ${round(before.y)} ${middle} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join("");
}

function nodeHtml(node: Node, { x, y }: Point, index: number): Html {
  const { type, name, note, state, entry, names = [] } = node;
  const told = [name, note, words[state], names.length > 0 && names.join(", ")].filter(
    (part) => part !== "" && part !== false,
  );
  const box = html`
<g class="node ${state} ${type.replace(" ", "-")}" data-node="${index}">
<title>${told.join("; ")}</title>
<rect x="${round(x)}" y="${round(y)}" width="${sizes.width}" height="${sizes.height}" rx="7"/>
<text class="title" x="${round(x) + 12}" y="${round(y) + 18}">${toDisplayText(name, LETTERS)}</text>
<text class="note" x="${round(x) + 12}" y="${round(y) + 34}">${toDisplayText(state === "same" ? note : `${note}, ${words[state]}`, 32)}</text>
${state !== "same" && html`<text class="state" aria-hidden="true" x="${round(x) + sizes.width - 12}" y="${round(y) + 18}" text-anchor="end">${signs[state]}</text>`}
</g>`;
  if (!entry) return box;
  return html`<a href="#${entry.id}">${box}</a>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function asTable({ nodes, edges }: Graph, own: readonly Node[]): Html {
  const cell = (all: readonly Edge[], end: "from" | "to", type: Node["type"]) => {
    const parts = all.flatMap((edge) => {
      const node = nodes.get(edge[end]);
      if (node?.type !== type) return [];
      return html`${renderName(node.name)}${edge.state !== "same" && html` <i>(${words[edge.state]}${edge.place?.includes("→") && `, ${edge.place}`})</i>`}`;
    });
    return html`<td>${joinHtml(parts, ", ")}</td>`;
  };
  const [from, to] = [Map.groupBy(edges, (edge) => edge.from), Map.groupBy(edges, (edge) => edge.to)];
  const rows = own.map((node) => {
    const [into, out] = [to.get(node.id) ?? [], from.get(node.id) ?? []];
    return html`
<tr><th scope="row">${renderLink(node.entry, renderName(node.name))} <span class="noun">${node.note}${node.state !== "same" && `, ${words[node.state]}`}</span></th>
${cell(into, "from", "connector")}${cell(into, "from", "group")}${html`<td>${joinHtml(membersOf(out, nodes), ", ")}</td>`}${cell(out, "to", "blob store")}${cell(out, "to", "upstream")}</tr>`;
  });
  return html`
<div class="scroller" role="region" aria-label="Connections as a table" tabindex="0"><table class="plain" aria-label="Connections of repositories">
<thead><tr>${["Repository", "Connectors", "In groups", "Members", "Blob store", "Upstream"].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

/** Where a member will be, or was. */
function placeIn({ place = "" }: Edge): number {
  return Number(place.split(" ").at(-1));
}

function membersOf(out: readonly Edge[], nodes: ReadonlyMap<string, Node>): Html[] {
  return out
    .filter(({ place }) => place !== undefined)
    .toSorted((a, b) => placeIn(a) - placeIn(b))
    .map(
      ({ to, place, state }) =>
        html`${place} ${renderName(nodes.get(to)?.name ?? "")}${state !== "same" && html` <i>(${words[state]})</i>`}`,
    );
}
