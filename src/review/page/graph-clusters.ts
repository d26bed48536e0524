import type { Edge, Graph, Node } from "./graph.ts";

/** Represents a connected part of the graph that is drawn by itself. */
export interface GraphCluster extends Graph {
  title: string;
  /** The part before similar nodes were merged. */
  full: Graph;
  isChanged: boolean;
}

/** Similar nodes are merged if there are at least this many. */
const MERGE_THRESHOLD = 5;

/**
 * Splits a graph into its connected parts, those with changes first. Connectors and groups connect; blob stores and
 * upstreams, which many repositories share, are drawn in each part.
 */
export function splitGraph(graph: Graph): GraphCluster[] {
  const parts = findConnected(graph);
  const { connected = [], single = [] } = Object.groupBy(parts, (part) => (part.length > 1 ? "connected" : "single"));
  const byFormat = Map.groupBy(single.flat(), ({ format }) => format);
  return [
    ...connected.map((nodes) => createCluster(nodes, graph, formatTitle(nodes))),
    ...[...byFormat].map(([format, nodes]) => createCluster(nodes, graph, `${format} repositories in no group`)),
  ].toSorted((a, b) => Number(b.isChanged) - Number(a.isChanged) || (a.title < b.title ? -1 : 1));
}

const isContentSource = ({ type }: Node) => type === "blob store" || type === "upstream";

function findConnected({ nodes, edges }: Graph): Node[][] {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  const visited = new Set<string>();
  const collectFrom = (start: string): Node[] => {
    const part: Node[] = [];
    const queue = [start];
    for (const id of queue) {
      const node = nodes.get(id);
      if (!node || visited.has(id) || isContentSource(node)) continue;
      visited.add(id);
      part.push(node);
      queue.push(...(neighbours.get(id) ?? []));
    }
    return part;
  };
  return [...nodes.keys()].map(collectFrom).filter((part) => part.length > 0);
}

function formatTitle(nodes: readonly Node[]): string {
  const format = nodes.find(({ type }) => type === "repository" || type === "group")?.format ?? "";
  const groups = nodes.filter(({ type }) => type === "group").map(({ name }) => name);
  const names = groups.length ? groups : nodes.filter(({ type }) => type === "repository").map(({ name }) => name);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return `${format}: ${names.slice(0, 3).join(", ")}${more}`;
}

function createCluster(own: readonly Node[], graph: Graph, title: string): GraphCluster {
  const ids = new Set(own.map(({ id }) => id));
  const edges = graph.edges.filter(({ from }) => ids.has(from));
  const sources = edges.flatMap(({ to }) => graph.nodes.get(to) ?? []);
  const nodes = new Map([...own, ...sources].map((node) => [node.id, node]));
  const full = { nodes, edges };
  const isChanged = [...own, ...edges].some(({ state }) => state !== "same") || sources.some(({ entry }) => entry);
  return { title, full, isChanged, ...mergeSimilar(full) };
}

/** Merges unchanged repositories with the same neighbours, and upstreams that only a merged repository has. */
function mergeSimilar({ nodes, edges }: Graph): Graph {
  const edgesFrom = Map.groupBy(edges, (edge) => edge.from);
  const edgesTo = Map.groupBy(edges, (edge) => edge.to);
  const edgesOf = (id: string) => [...(edgesFrom.get(id) ?? []), ...(edgesTo.get(id) ?? [])];
  const isUnchanged = (node: Node) => node.state === "same" && edgesOf(node.id).every(({ state }) => state === "same");
  const isUpstream = (id: string) => nodes.get(id)?.type === "upstream";

  const mergedById = new Map<string, Node>();
  const merge = (similar: readonly Node[], noun: string) => {
    const [first] = similar;
    if (!first || similar.length < MERGE_THRESHOLD) return;
    const names = similar.map(({ name }) => name);
    const node: Node = { ...first, id: `${similar.length} ${first.id}`, name: `${similar.length} ${noun}`, names };
    for (const { id } of similar) mergedById.set(id, node);
  };

  const repositories = [...nodes.values()].filter((node) => node.type === "repository" && isUnchanged(node));
  const neighboursOf = (id: string) =>
    edgesOf(id).map((edge) => (isUpstream(edge.to) ? "upstream" : edge.from === id ? edge.to : edge.from));
  const bySimilarity = Map.groupBy(repositories, ({ id, note }) => JSON.stringify([note, neighboursOf(id).sort()]));
  for (const similar of bySimilarity.values()) merge(similar, "repositories");
  const upstreams = [...nodes.values()].filter((node) => node.type === "upstream" && isUnchanged(node));
  const findOnlyUser = ({ id }: Node) => {
    const users = new Set((edgesTo.get(id) ?? []).map((edge) => mergedById.get(edge.from)?.id));
    return users.size === 1 ? [...users][0] : undefined;
  };
  for (const [user, similar] of Map.groupBy(upstreams, findOnlyUser))
    if (user !== undefined) merge(similar, "upstreams");

  return {
    nodes: new Map([...nodes.values()].map((node) => mergedById.get(node.id) ?? node).map((node) => [node.id, node])),
    edges: mergeEdges(edges, mergedById),
  };
}

/** Draws the edges of merged nodes once, without the places of members. */
function mergeEdges(edges: readonly Edge[], mergedById: ReadonlyMap<string, Node>): Edge[] {
  const merged = edges.map((edge): [string, Edge] => {
    const [from, to] = [mergedById.get(edge.from)?.id ?? edge.from, mergedById.get(edge.to)?.id ?? edge.to];
    if (from === edge.from && to === edge.to) return [`${from}\n${to}`, edge];
    return [`${from}\n${to}`, { from, to, state: edge.state }];
  });
  return [...new Map(merged).values()];
}
