import type { Estate } from "../../estate/estate.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { findHighestLevel } from "../ranking.ts";
import { collectFacets, type PageEntries, renderFacetAttributes, renderLink } from "./entries.ts";
import { type ChangeState, createGraph, type Edge, type Graph, type Node } from "./graph.ts";
import { type GraphCluster, splitGraph } from "./graph-clusters.ts";
import { layOutGraph, type Point } from "./graph-layout.ts";
import { formatQuantity, type Html, html, joinHtml, renderName } from "./html.ts";
import type { Section } from "./section.ts";

/** Sizes in pixels. */
const sizes = { width: 196, height: 44, gap: 64, space: 12 };
const MARGIN = 8;
/** The maximum length of a name in a node, in characters. */
const MAX_NAME_LENGTH = 23;
/** If there are more parts, only those with changes are open at first. */
const MAX_OPEN_CLUSTERS = 8;

/** The sign of each state makes states distinguishable without colours. */
const stateSigns: Readonly<Record<ChangeState, string>> = { same: "", new: "+", gone: "−", changed: "~", kept: "○" };
const stateLabels: Readonly<Record<ChangeState, string>> = {
  same: "",
  new: "new",
  gone: "removed",
  changed: "changed",
  kept: "unmanaged",
};

/** Renders the connections of repositories, as graphs and as tables. */
export function renderGraphSection(before: Estate, after: Estate, entries: PageEntries): Section | undefined {
  const clusters = splitGraph(createGraph(before, after, entries));
  if (!clusters.length) return undefined;
  const isFew = clusters.length <= MAX_OPEN_CLUSTERS;
  return {
    id: "connections",
    title: "Repository connections",
    lead: "From connectors through groups and their members, in order, to blob stores and upstreams.",
    body: html`${renderLegend()}<div class="clusters">${clusters.map((cluster) => renderCluster(cluster, cluster.isChanged || isFew))}</div>`,
  };
}

function renderLegend(): Html {
  const states = (["new", "gone", "changed", "kept"] as const).map(
    (state) => html`<span class="${state}"><b>${stateSigns[state]}</b> ${stateLabels[state]}</span>`,
  );
  return html`<p class="legend graph-legend">${states}<span class="risky high"><b>▢</b> high risk</span><span class="risky medium"><b>▢</b> medium risk</span></p>`;
}

function renderCluster(cluster: GraphCluster, isOpen: boolean): Html {
  const { full, title, isChanged } = cluster;
  const nodes = [...full.nodes.values()];
  const repositories = nodes.filter(({ type }) => type === "repository" || type === "group");
  const facets = collectFacets(nodes.flatMap(({ entry }) => entry ?? []));
  return html`
<details class="cluster item" ${renderFacetAttributes(facets)}${!isChanged && html` data-unchanged`}${isOpen && html` open`}>
<summary><b>${title}</b> <span class="noun">${formatQuantity(repositories.length, "repository")}${isChanged && ", changed"}</span></summary>
<div class="scroller" role="region" aria-label="Graph of ${title}" tabindex="0">${renderDrawing(cluster, title)}</div>
<details class="as-table"><summary>As a table</summary>${renderTable(full, repositories)}</details>
</details>`;
}

/** Arranges nodes in columns: connectors, groups by the depth of their members, repositories, and content sources. */
function arrangeColumns({ nodes, edges }: Graph): string[][] {
  const edgesFrom = Map.groupBy(edges, ({ from }) => from);
  const depths = new Map<string, number>();
  const depthOf = (id: string, ancestors: readonly string[] = []): number => {
    const depth = depths.get(id);
    if (depth !== undefined || ancestors.includes(id)) return depth ?? 0;
    const groups = (edgesFrom.get(id) ?? []).filter(({ to }) => nodes.get(to)?.type === "group");
    const computed = Math.max(0, ...groups.map(({ to }) => depthOf(to, [...ancestors, id]) + 1));
    depths.set(id, computed);
    return computed;
  };
  const all = [...nodes.values()];
  const maxDepth = Math.max(0, ...all.filter(({ type }) => type === "group").map(({ id }) => depthOf(id)));
  const columnOf = ({ id, type }: Node) => {
    if (type === "connector") return 0;
    if (type === "group") return 1 + maxDepth - depthOf(id);
    return type === "repository" ? maxDepth + 2 : maxDepth + 3;
  };
  // Members are in the order of their groups.
  const order = new Map(edges.map(({ to }, index) => [to, index] as const).toReversed());
  const ordered = all.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  const columns = Map.groupBy(ordered, columnOf);
  return [...columns].sort(([a], [b]) => a - b).map(([, members]) => members.map(({ id }) => id));
}

function renderDrawing(graph: Graph, title: string): Html {
  const { nodes } = graph;
  const columns = arrangeColumns(graph);
  const columnById = new Map(columns.flatMap((ids, column) => ids.map((id) => [id, column] as const)));
  // Edges that lead back are left out: groups may form a ring.
  const edges = graph.edges.filter(({ from, to }) => (columnById.get(from) ?? 0) < (columnById.get(to) ?? 0));
  const { positions, lines, width, height } = layOutGraph(columns, edges, sizes);
  const [w, h] = [Math.ceil(width) + 2 * MARGIN, Math.ceil(height) + 2 * MARGIN];
  const numbers = new Map([...nodes.keys()].map((id, index) => [id, index]));
  return html`
<svg class="graph" width="${w}" height="${h}" viewBox="${-MARGIN} ${-MARGIN} ${w} ${h}" role="group" aria-label="${title}: the table below has the same content">
<g aria-hidden="true">${renderEdges(edges, lines, numbers)}</g>
${[...nodes.values()].map((node) => renderNode(node, positions.get(node.id) ?? { x: 0, y: 0 }, numbers.get(node.id) ?? 0))}
</svg>`;
}

/** Lines are drawn before the labels, so that no line covers a label. */
function renderEdges(
  edges: readonly Edge[],
  lines: readonly (readonly Point[])[],
  numbers: ReadonlyMap<string, number>,
): Html {
  const drawn = edges.flatMap((edge, index) => {
    const points = lines[index] ?? [];
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return [];
    const group = html`<g class="edge ${edge.state}" data-from="${numbers.get(edge.from)}" data-to="${numbers.get(edge.to)}">`;
    const text = [stateSigns[edge.state], edge.place].filter(Boolean).join(" ");
    // The label is above a line that comes from below, and below one that comes from above.
    const y = last.y + (first.y < last.y ? 13 : -5);
    const label =
      text && html`${group}<text x="${round(last.x) - 6}" y="${round(y)}" text-anchor="end">${text}</text></g>`;
    return [{ line: html`${group}<path d="${toSvgPath(points)}"/></g>`, label }];
  });
  return html`${drawn.map(({ line }) => line)}${drawn.map(({ label }) => label)}`;
}

function toSvgPath(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (!before) return `M${round(x)} ${round(y)}`;
      const middle = round((before.x + x) / 2);
      return `C${middle} ${round(before.y)} ${middle} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join("");
}

function renderNode(node: Node, { x, y }: Point, index: number): Html {
  const { type, name, note, state, entry, names = [] } = node;
  const level = entry && findHighestLevel(entry.risks);
  const title = [name, note, stateLabels[state], level ? `${level} risk` : "", names.join(", ")].filter(
    (part) => part !== "",
  );
  const box = html`
<g class="node ${state} ${type.replace(" ", "-")}${level && ` risky ${level}`}" data-node="${index}">
<title>${title.join("; ")}</title>
<rect x="${round(x)}" y="${round(y)}" width="${sizes.width}" height="${sizes.height}" rx="7"/>
<text class="title" x="${round(x) + 12}" y="${round(y) + 18}">${toDisplayText(name, MAX_NAME_LENGTH)}</text>
<text class="note" x="${round(x) + 12}" y="${round(y) + 34}">${toDisplayText(state === "same" ? note : `${note}, ${stateLabels[state]}`, 32)}</text>
${state !== "same" && html`<text class="state" aria-hidden="true" x="${round(x) + sizes.width - 12}" y="${round(y) + 18}" text-anchor="end">${stateSigns[state]}</text>`}
</g>`;
  if (!entry) return box;
  return html`<a href="#${entry.id}">${box}</a>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function renderTable({ nodes, edges }: Graph, repositories: readonly Node[]): Html {
  const renderNeighbours = (all: readonly Edge[], end: "from" | "to", type: Node["type"]) => {
    const parts = all.flatMap((edge) => {
      const node = nodes.get(edge[end]);
      if (node?.type !== type) return [];
      return html`${renderName(node.name)}${edge.state !== "same" && html` <i>(${stateLabels[edge.state]}${edge.place?.includes("→") && `, ${edge.place}`})</i>`}`;
    });
    return html`<td>${joinHtml(parts, ", ")}</td>`;
  };
  const edgesFrom = Map.groupBy(edges, (edge) => edge.from);
  const edgesTo = Map.groupBy(edges, (edge) => edge.to);
  const rows = repositories.map((node) => {
    const [incoming, outgoing] = [edgesTo.get(node.id) ?? [], edgesFrom.get(node.id) ?? []];
    return html`
<tr><th scope="row">${renderLink(node.entry, renderName(node.name))} <span class="noun">${node.note}${node.state !== "same" && `, ${stateLabels[node.state]}`}</span></th>
${renderNeighbours(incoming, "from", "connector")}${renderNeighbours(incoming, "from", "group")}${html`<td>${joinHtml(renderMembers(outgoing, nodes), ", ")}</td>`}${renderNeighbours(outgoing, "to", "blob store")}${renderNeighbours(outgoing, "to", "upstream")}</tr>`;
  });
  return html`
<div class="scroller" role="region" aria-label="Connections as a table" tabindex="0"><table class="plain" aria-label="Connections of repositories">
<thead><tr>${["Repository", "Connectors", "In groups", "Members", "Blob store", "Upstream"].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

/** Returns the place of a member after the change; of a removed member, its last place. */
function toPlaceNumber({ place = "" }: Edge): number {
  return Number(place.split(" ").at(-1));
}

function renderMembers(outgoing: readonly Edge[], nodes: ReadonlyMap<string, Node>): Html[] {
  return outgoing
    .filter(({ place }) => place !== undefined)
    .toSorted((a, b) => toPlaceNumber(a) - toPlaceNumber(b))
    .map(
      ({ to, place, state }) =>
        html`${place} ${renderName(nodes.get(to)?.name ?? "")}${state !== "same" && html` <i>(${stateLabels[state]})</i>`}`,
    );
}
