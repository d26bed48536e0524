/** How what clients ask for gets to content: connectors, groups, members, and where those have it from. */
import { type Estate, getDeclaredIdentity, getStrings, listByFamily, listRepositories } from "../../estate/estate.ts";
import { findPathsWith } from "../../model/shape.ts";
import { type Fields, getValueAt, isUnknown } from "../../util/json.ts";
import type { PageEntries, PageEntry } from "./entries.ts";

export type NodeType = "connector" | "group" | "repository" | "blob store" | "upstream";

/** How something stands to what was before. */
export type ChangeState = "same" | "new" | "gone" | "changed" | "kept";

export interface Node {
  id: string;
  type: NodeType;
  name: string;
  /** What people want to know at a glance: `docker hosted`. */
  note: string;
  format: string;
  state: ChangeState;
  /** What the page tells of its change. */
  entry?: PageEntry | undefined;
  /** Names of all that it stands for, where there are several. */
  names?: readonly string[];
}

export interface Edge {
  from: string;
  to: string;
  state: ChangeState;
  /** A member's place in its group: `2`, or `1 → 2`. */
  place?: string;
}

export interface Graph {
  nodes: ReadonlyMap<string, Node>;
  edges: readonly Edge[];
}

interface Facts {
  nodes: Map<string, Omit<Node, "state" | "entry">>;
  edges: Map<string, { from: string; to: string; place?: number }>;
}

export function createGraph(before: Estate, after: Estate, entries: PageEntries): Graph {
  const [then, now] = [factsOf(before), factsOf(after)];
  const nodes = new Map<string, Node>();
  for (const [id, facts] of new Map([...then.nodes, ...now.nodes])) {
    const entry = entryOf(facts, entries);
    nodes.set(id, { ...facts, entry, state: entry ? stateOf(entry) : presence(then.nodes.has(id), now.nodes.has(id)) });
  }
  const isKept = (id: string) => nodes.get(id)?.state === "kept";
  const edges = [...new Map([...then.edges, ...now.edges])].map(([key, { from, to }]): Edge => {
    const [was, is] = [then.edges.get(key), now.edges.get(key)];
    // What stays in Nexus stays as it is there, whoever declares it.
    const state =
      isKept(from) || (isKept(to) && !nodes.get(from)?.entry) ? "same" : presence(was !== undefined, is !== undefined);
    const moved = was?.place !== undefined && is?.place !== undefined && rank(then, now, was) !== rank(now, then, is);
    const place = moved ? `${was.place} → ${is.place}` : (is ?? was)?.place?.toString();
    return { from, to, state: moved ? "changed" : state, ...(place !== undefined && { place }) };
  });
  return { nodes, edges };
}

function presence(was: boolean, is: boolean): ChangeState {
  return was && is ? "same" : is ? "new" : "gone";
}

function stateOf({ event }: PageEntry): ChangeState {
  if (event === "create") return "new";
  if (event === "delete" || event === "missing") return "gone";
  return event === "keep" ? "kept" : "changed";
}

function entryOf({ type, name }: Pick<Node, "type" | "name">, entries: PageEntries): PageEntry | undefined {
  if (type === "group" || type === "repository") return entries.named("repository", name);
  return type === "blob store" ? entries.named("blob store", name) : undefined;
}

/** The place of a member among those that are members before and after. */
function rank(own: Facts, other: Facts, member: { from: string; to: string }): number {
  const both = [...own.edges].filter(([key, { from }]) => from === member.from && other.edges.has(key));
  return both.findIndex(([, { to }]) => to === member.to);
}

function factsOf(estate: Estate): Facts {
  const facts: Facts = { nodes: new Map(), edges: new Map() };
  const all = listRepositories(estate);
  const idOf = (name: string) => {
    const known = all.find((one) => one.name === name);
    return `${known?.type === "group" ? "group" : "repository"} ${name}`;
  };
  const link = (from: string, to: string, place?: number) =>
    facts.edges.set(`${from}\n${to}`, { from, to, ...(place !== undefined && { place }) });
  const add = (id: string, node: Omit<Node, "id" | "state" | "entry">) => facts.nodes.set(id, { id, ...node });

  for (const store of listByFamily(estate, "blob store"))
    add(`blob store ${getDeclaredIdentity(store)}`, {
      type: "blob store",
      name: getDeclaredIdentity(store),
      note: store.kind.noun,
      format: "",
    });
  for (const { name, format, type, declaration } of all) {
    const id = idOf(name);
    const note = `${format} ${type}${declaration ? "" : ", not declared"}`.trim();
    add(id, { type: type === "group" ? "group" : "repository", name, note, format });
    if (!declaration) continue;
    const { fields, kind } = declaration;
    for (const path of findPathsWith(kind.shape, "connectorPort")) {
      const port = getValueAt(fields, path);
      if (typeof port !== "number" && typeof port !== "string") continue;
      const connector = `connector ${port}`;
      const protocol = path.endsWith("httpsPort") ? "HTTPS" : "HTTP";
      add(connector, { type: "connector", name: known(String(port)), note: `${protocol} connector`, format });
      link(connector, id);
    }
    for (const [index, member] of getStrings(fields, "group.memberNames").entries()) link(id, idOf(member), index + 1);
    if (type !== "group") addSources(fields, id, add, link);
  }
  // Members and blob stores that nobody declares are drawn too.
  for (const { from, to } of facts.edges.values())
    if (!facts.nodes.has(to)) {
      const name = to.slice(to.indexOf(" ") + 1);
      add(to, { type: "repository", name, note: "not declared", format: facts.nodes.get(from)?.format ?? "" });
    }
  return facts;
}

/** Where a repository has its content from. */
function addSources(
  fields: Fields,
  id: string,
  add: (id: string, node: Omit<Node, "id" | "state" | "entry">) => void,
  link: (from: string, to: string) => void,
): void {
  const upstream = getValueAt(fields, "proxy.remoteUrl");
  if (typeof upstream === "string") {
    const name = toDisplayAddress(upstream);
    const isPlain = upstream.startsWith("http:");
    add(`upstream ${name}`, {
      type: "upstream",
      name,
      note: isPlain ? "upstream, not encrypted" : "upstream",
      format: "",
    });
    link(id, `upstream ${name}`);
  }
  const named = getValueAt(fields, "storage.blobStoreName");
  const store = known(typeof named === "string" ? named : "default");
  add(`blob store ${store}`, { type: "blob store", name: store, note: "blob store", format: "" });
  link(id, `blob store ${store}`);
}

function known(text: string): string {
  return isUnknown(text) ? "(not known yet)" : text;
}

/** Without what somebody may have put there that nobody else should see: credentials and parameters. */
export function toDisplayAddress(url: string): string {
  if (isUnknown(url)) return known(url);
  const parsed = URL.parse(url);
  return parsed
    ? `${parsed.host}${parsed.pathname}`.replace(/\/$/, "")
    : url.replace(/^\w+:\/\/([^/]*@)?/, "").replace(/[?#].*$/s, "");
}
