/** A graph in parts that can be looked at one by one: what is connected is together; what is many and alike is one. */
import type { Edge, Graph, Node } from "./graph.ts";

export interface GraphCluster extends Graph {
  title: string;
  /** Before anything was folded. */
  whole: Graph;
  isChanged: boolean;
}

/** So many that are alike are drawn as one. */
const ALIKE = 5;

/** Connected by connectors and groups; blob stores and upstreams, which many share, are drawn in each. */
export function splitGraph(graph: Graph): GraphCluster[] {
  const parts = connected(graph);
  const { many = [], alone = [] } = Object.groupBy(parts, (part) => (part.length > 1 ? "many" : "alone"));
  const byFormat = Map.groupBy(alone.flat(), ({ format }) => format);
  return [
    ...many.map((nodes) => clusterOf(nodes, graph, titleOf(nodes))),
    ...[...byFormat].map(([format, nodes]) => clusterOf(nodes, graph, `${format} repositories in no group`)),
  ].toSorted((a, b) => Number(b.isChanged) - Number(a.isChanged) || (a.title < b.title ? -1 : 1));
}

const isSource = ({ type }: Node) => type === "blob store" || type === "upstream";

function connected({ nodes, edges }: Graph): Node[][] {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  const seen = new Set<string>();
  const reach = (start: string): Node[] => {
    const found: Node[] = [];
    const queue = [start];
    for (const id of queue) {
      const node = nodes.get(id);
      if (!node || seen.has(id) || isSource(node)) continue;
      seen.add(id);
      found.push(node);
      queue.push(...(neighbours.get(id) ?? []));
    }
    return found;
  };
  return [...nodes.keys()].map(reach).filter((part) => part.length > 0);
}

function titleOf(nodes: readonly Node[]): string {
  const format = nodes.find(({ type }) => type === "repository" || type === "group")?.format ?? "";
  const groups = nodes.filter(({ type }) => type === "group").map(({ name }) => name);
  const named = groups.length ? groups : nodes.filter(({ type }) => type === "repository").map(({ name }) => name);
  const rest = named.length > 3 ? ` and ${named.length - 3} more` : "";
  return `${format}: ${named.slice(0, 3).join(", ")}${rest}`;
}

function clusterOf(own: readonly Node[], graph: Graph, title: string): GraphCluster {
  const ids = new Set(own.map(({ id }) => id));
  const edges = graph.edges.filter(({ from }) => ids.has(from));
  const sources = edges.flatMap(({ to }) => graph.nodes.get(to) ?? []);
  const nodes = new Map([...own, ...sources].map((node) => [node.id, node]));
  const whole = { nodes, edges };
  const isChanged = [...own, ...edges].some(({ state }) => state !== "same") || sources.some(({ entry }) => entry);
  return { title, whole, isChanged, ...folded(whole) };
}

/** Repositories that do not change and are alike become one, and so do the upstreams that only they have. */
function folded({ nodes, edges }: Graph): Graph {
  const from = Map.groupBy(edges, (edge) => edge.from);
  const to = Map.groupBy(edges, (edge) => edge.to);
  const touching = (id: string) => [...(from.get(id) ?? []), ...(to.get(id) ?? [])];
  const isQuiet = (node: Node) => node.state === "same" && touching(node.id).every(({ state }) => state === "same");
  const isUpstream = (id: string) => nodes.get(id)?.type === "upstream";

  const stands = new Map<string, Node>();
  const fold = (alike: readonly Node[], noun: string) => {
    const [first] = alike;
    if (!first || alike.length < ALIKE) return;
    const names = alike.map(({ name }) => name);
    const node: Node = { ...first, id: `${alike.length} ${first.id}`, name: `${alike.length} ${noun}`, names };
    for (const { id } of alike) stands.set(id, node);
  };

  const quiet = [...nodes.values()].filter((node) => node.type === "repository" && isQuiet(node));
  const around = (id: string) =>
    touching(id).map((edge) => (isUpstream(edge.to) ? "upstream" : edge.from === id ? edge.to : edge.from));
  for (const alike of Map.groupBy(quiet, ({ id, note }) => JSON.stringify([note, around(id).sort()])).values())
    fold(alike, "repositories");
  const upstreams = [...nodes.values()].filter((node) => node.type === "upstream" && isQuiet(node));
  const onlyFor = ({ id }: Node) => {
    const askers = new Set((to.get(id) ?? []).map((edge) => stands.get(edge.from)?.id));
    return askers.size === 1 ? [...askers][0] : undefined;
  };
  for (const [asker, alike] of Map.groupBy(upstreams, onlyFor)) if (asker !== undefined) fold(alike, "upstreams");

  return {
    nodes: new Map([...nodes.values()].map((node) => stands.get(node.id) ?? node).map((node) => [node.id, node])),
    edges: foldedEdges(edges, stands),
  };
}

/** What many have in common is drawn once, and tells no places. */
function foldedEdges(edges: readonly Edge[], stands: ReadonlyMap<string, Node>): Edge[] {
  const all = edges.map((edge): [string, Edge] => {
    const [from, to] = [stands.get(edge.from)?.id ?? edge.from, stands.get(edge.to)?.id ?? edge.to];
    if (from === edge.from && to === edge.to) return [`${from}\n${to}`, edge];
    return [`${from}\n${to}`, { from, to, state: edge.state }];
  });
  return [...new Map(all).values()];
}
