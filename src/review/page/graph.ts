import { type Estate, getDeclaredIdentity, getStrings, listByFamily, listRepositories } from "../../estate/estate.ts";
import { findPathsWith } from "../../model/shape.ts";
import { type Fields, getValueAt, isUnknown } from "../../util/json.ts";
import type { PageEntries, PageEntry } from "./entries.ts";

export type NodeType = "connector" | "group" | "repository" | "blob store" | "upstream";

/** The state of a node or an edge after the change. `kept` marks objects that are not managed any more. */
export type ChangeState = "same" | "new" | "gone" | "changed" | "kept";

/** Represents a connector, a group, a repository, a blob store or an upstream. */
export interface Node {
  id: string;
  type: NodeType;
  name: string;
  /** A short description, such as `docker hosted`. */
  note: string;
  format: string;
  state: ChangeState;
  /** The entry of the page about the object. */
  entry?: PageEntry | undefined;
  /** The names of all nodes that this node stands for, where several are merged. */
  names?: readonly string[];
}

/** Represents a connection from a node to one that it gets content from. */
export interface Edge {
  from: string;
  to: string;
  state: ChangeState;
  /** The place of a member in its group: `2`, or `1 → 2`. */
  place?: string;
}

/** Represents the paths from connectors through groups and repositories to blob stores and upstreams. */
export interface Graph {
  nodes: ReadonlyMap<string, Node>;
  edges: readonly Edge[];
}

type NodeFacts = Omit<Node, "state" | "entry">;

interface EdgeFacts {
  from: string;
  to: string;
  place?: number;
}

interface GraphFacts {
  nodes: Map<string, NodeFacts>;
  edges: Map<string, EdgeFacts>;
}

/** Creates the graph of an estate before and after a change. */
export function createGraph(before: Estate, after: Estate, entries: PageEntries): Graph {
  const [factsBefore, factsAfter] = [collectFacts(before), collectFacts(after)];
  const nodes = new Map<string, Node>();
  for (const [id, facts] of new Map([...factsBefore.nodes, ...factsAfter.nodes])) {
    const entry = findEntry(facts, entries);
    const state = entry ? stateOfEntry(entry) : compareExistence(factsBefore.nodes.has(id), factsAfter.nodes.has(id));
    nodes.set(id, { ...facts, entry, state });
  }
  const isKept = (id: string) => nodes.get(id)?.state === "kept";
  const edges = [...new Map([...factsBefore.edges, ...factsAfter.edges])].map(([key, { from, to }]): Edge => {
    const [edgeBefore, edgeAfter] = [factsBefore.edges.get(key), factsAfter.edges.get(key)];
    // The connections of an object that is kept in Nexus stay as they are there.
    const state =
      isKept(from) || (isKept(to) && !nodes.get(from)?.entry)
        ? "same"
        : compareExistence(edgeBefore !== undefined, edgeAfter !== undefined);
    const isMoved =
      edgeBefore?.place !== undefined &&
      edgeAfter?.place !== undefined &&
      rankMember(factsBefore, factsAfter, edgeBefore) !== rankMember(factsAfter, factsBefore, edgeAfter);
    const place = isMoved ? `${edgeBefore.place} → ${edgeAfter.place}` : (edgeAfter ?? edgeBefore)?.place?.toString();
    return { from, to, state: isMoved ? "changed" : state, ...(place !== undefined && { place }) };
  });
  return { nodes, edges };
}

function compareExistence(existedBefore: boolean, existsAfter: boolean): ChangeState {
  return existedBefore && existsAfter ? "same" : existsAfter ? "new" : "gone";
}

function stateOfEntry({ event }: PageEntry): ChangeState {
  if (event === "create") return "new";
  if (event === "delete" || event === "missing") return "gone";
  return event === "keep" || event === "unmanaged" ? "kept" : "changed";
}

function findEntry({ type, name }: Pick<Node, "type" | "name">, entries: PageEntries): PageEntry | undefined {
  if (type === "group" || type === "repository") return entries.named("repository", name);
  return type === "blob store" ? entries.named("blob store", name) : undefined;
}

/** Returns the place of a member among those that are members before and after the change. */
function rankMember(own: GraphFacts, other: GraphFacts, member: EdgeFacts): number {
  const inBoth = [...own.edges].filter(([key, { from }]) => from === member.from && other.edges.has(key));
  return inBoth.findIndex(([, { to }]) => to === member.to);
}

function collectFacts(estate: Estate): GraphFacts {
  const facts: GraphFacts = { nodes: new Map(), edges: new Map() };
  const repositories = listRepositories(estate);
  const idOf = (name: string) => {
    const repository = repositories.find((item) => item.name === name);
    return `${repository?.type === "group" ? "group" : "repository"} ${name}`;
  };
  const addEdge = (from: string, to: string, place?: number) =>
    facts.edges.set(`${from}\n${to}`, { from, to, ...(place !== undefined && { place }) });
  const addNode = (id: string, node: Omit<NodeFacts, "id">) => facts.nodes.set(id, { id, ...node });

  for (const store of listByFamily(estate, "blob store")) {
    const name = getDeclaredIdentity(store);
    addNode(`blob store ${name}`, { type: "blob store", name, note: store.kind.noun, format: "" });
  }
  for (const { name, format, type, declaration } of repositories) {
    const id = idOf(name);
    const note = `${format} ${type}${declaration ? "" : ", not declared"}`.trim();
    addNode(id, { type: type === "group" ? "group" : "repository", name, note, format });
    if (!declaration) continue;
    const { fields, kind } = declaration;
    for (const path of findPathsWith(kind.shape, "connectorPort")) {
      const port = getValueAt(fields, path);
      if (typeof port !== "number" && typeof port !== "string") continue;
      const connector = `connector ${port}`;
      const protocol = path.endsWith("httpsPort") ? "HTTPS" : "HTTP";
      addNode(connector, {
        type: "connector",
        name: replaceUnknown(String(port)),
        note: `${protocol} connector`,
        format,
      });
      addEdge(connector, id);
    }
    for (const [index, member] of getStrings(fields, "group.memberNames").entries())
      addEdge(id, idOf(member), index + 1);
    if (type !== "group") addContentSources(fields, id, addNode, addEdge);
  }
  // Members that are not declared are drawn as well.
  for (const { from, to } of facts.edges.values())
    if (!facts.nodes.has(to)) {
      const name = to.slice(to.indexOf(" ") + 1);
      addNode(to, { type: "repository", name, note: "not declared", format: facts.nodes.get(from)?.format ?? "" });
    }
  return facts;
}

/** Adds the upstream and the blob store of a repository. */
function addContentSources(
  fields: Fields,
  id: string,
  addNode: (id: string, node: Omit<NodeFacts, "id">) => void,
  addEdge: (from: string, to: string) => void,
): void {
  const upstream = getValueAt(fields, "proxy.remoteUrl");
  if (typeof upstream === "string") {
    const name = toDisplayAddress(upstream);
    const isPlainHttp = upstream.startsWith("http:");
    const note = isPlainHttp ? "upstream, not encrypted" : "upstream";
    addNode(`upstream ${name}`, { type: "upstream", name, note, format: "" });
    addEdge(id, `upstream ${name}`);
  }
  const blobStoreName = getValueAt(fields, "storage.blobStoreName");
  const store = replaceUnknown(typeof blobStoreName === "string" ? blobStoreName : "default");
  addNode(`blob store ${store}`, { type: "blob store", name: store, note: "blob store", format: "" });
  addEdge(id, `blob store ${store}`);
}

function replaceUnknown(text: string): string {
  return isUnknown(text) ? "(not known yet)" : text;
}

/** Returns an address without credentials and parameters, which may be secret. */
export function toDisplayAddress(url: string): string {
  if (isUnknown(url)) return replaceUnknown(url);
  const parsed = URL.parse(url);
  return parsed
    ? `${parsed.host}${parsed.pathname}`.replace(/\/$/, "")
    : url.replace(/^\w+:\/\/([^/]*@)?/, "").replace(/[?#].*$/s, "");
}
