import { NexusError } from "../client/errors.ts";
import { type NexusClient, unexpectedResponse } from "../client/nexus-client.ts";
import { type Endpoints, expandPath, getIdentity, type Kind } from "../model/kind.ts";
import type { Shape } from "../model/shape.ts";
import { type Fields, isFields, type Json } from "../util/json.ts";

/** Something of a family's name that Nexus has. */
export interface ExistingObject {
  fields: Fields;
  /** The identity as Nexus has it; it may differ in case from the one looked for. */
  identity: string;
  /** Whether it is of the kind that was looked for, and not another of its family. */
  isOfKind: boolean;
}

/** What Nexus holds: lists taken once a process, and single things as they are now. */
export class NexusReader {
  readonly #client: NexusClient;
  readonly #bodies = new Map<string, Promise<Json>>();
  readonly #things = new Map<string, Promise<Fields[]>>();
  readonly #gone = new Set<string>();

  constructor(client: NexusClient) {
    this.#client = client;
  }

  /** Where the kind lives on this server; asks the server what it is where that matters and is not known yet. */
  async endpoints(kind: Kind): Promise<Endpoints> {
    const { release, edition } = this.#client.server;
    if (kind.endpointsVary && (release === undefined || edition === undefined)) await this.#client.get("/v1/status");
    return kind.endpoints(this.#client.server);
  }

  /** All of the kind's family, as they were when first asked. A setting is a list of one. */
  async list(kind: Kind): Promise<Fields[]> {
    const path = (await this.endpoints(kind)).list;
    let things = this.#things.get(kind.name);
    if (!things) {
      things = this.#all(kind, path);
      this.#things.set(kind.name, things);
      // A failure is not kept: who comes later asks again.
      things.catch(() => this.#things.delete(kind.name));
    }
    return (await things).filter((fields) => !this.#gone.has(goneKey(kind, path, getIdentity(kind, fields))));
  }

  /** A setting that is unset is 404, or an answer of nothing. */
  async #all(kind: Kind, path: string): Promise<Fields[]> {
    try {
      return records(kind, path, await this.#body(kind, path));
    } catch (error) {
      if (kind.setting && error instanceof NexusError && error.isNotFound) return [];
      throw error;
    }
  }

  /** What several kinds read in words of their own comes once. */
  #body(kind: Kind, path: string): Promise<Json> {
    const known = this.#bodies.get(path);
    if (known) return known;
    const body = this.#listed(kind, path);
    this.#bodies.set(path, body);
    body.catch(() => this.#bodies.delete(path));
    return body;
  }

  /** It has been deleted: the list that was taken before has it no more. */
  async invalidate(kind: Kind, identity: string): Promise<void> {
    const path = (await this.endpoints(kind)).list;
    if (this.#bodies.has(path)) this.#gone.add(goneKey(kind, path, identity));
  }

  /** The list as Nexus answers it, its pages put together. */
  async #listed({ pageField: paged, setting }: Kind, path: string): Promise<Json> {
    const entries: Json[] = [];
    for (let page = 0; ; page++) {
      const body = whole((await this.#client.get(expandPath(path, { page }))).body);
      if (setting) return body;
      const { [paged ?? ""]: more = body, totalPages = 0 } = isFields(body) ? body : {};
      if (!Array.isArray(more)) throw unexpectedResponse({ method: "GET", path });
      entries.push(...more);
      if (page + 1 >= Number(totalPages)) return entries;
    }
  }

  /** What has this identity, in the list; case is ignored where Nexus ignores it. */
  async find(kind: Kind, identity: string): Promise<ExistingObject | undefined> {
    if (kind.externallyCreatedIn) {
      const fields = await this.read(kind, identity);
      return fields && { fields, identity, isOfKind: kind.matches(fields) };
    }
    const fold = (text: string) => (kind.identityIgnoresCase ? text.toLowerCase() : text);
    const entries = (await this.list(kind)).filter((fields) => !kind.namesAreNotUnique || kind.matches(fields));
    const same = entries.filter((fields) => kind.setting || fold(getIdentity(kind, fields)) === fold(identity));
    const fields = same.find((entry) => getIdentity(kind, entry) === identity) ?? same[0];
    return fields && { fields, identity: getIdentity(kind, fields), isOfKind: kind.matches(fields) };
  }

  /** The thing as it is now, whole; nothing where Nexus says there is none. */
  async read(kind: Kind, identity: string): Promise<Fields | undefined> {
    const { one, list } = await this.endpoints(kind);
    try {
      const named = { [kind.identity ?? ""]: identity };
      const path = one ? expandPath(one, named) : list;
      const body = one ? (await this.#client.get(path)).body : await this.#listed(kind, path);
      const entries = records(kind, path, body);
      const [first] = entries;
      // Some answers leave out the name that they were asked by.
      if (!Array.isArray(whole(body)) || kind.setting)
        return first && { ...(kind.identity && !kind.identify && named), ...first };
      return entries.find(
        (fields) => getIdentity(kind, fields) === identity && (!kind.namesAreNotUnique || kind.matches(fields)),
      );
    } catch (error) {
      if (error instanceof NexusError && error.isNotFound) return undefined;
      throw error;
    }
  }

  /** Whether it is surely not there, and not only hidden from this user. */
  async isGone(kind: Kind, identity: string): Promise<boolean> {
    const { presence } = await this.endpoints(kind);
    // The other lists are refused (403) to those who may not see all of them.
    if (!presence) return true;
    try {
      await this.#client.get(expandPath(presence, { [kind.identity ?? ""]: identity }));
      return false;
    } catch (error) {
      if (error instanceof NexusError && error.isNotFound) return true;
      if (error instanceof NexusError && error.status === 403) return false;
      throw error;
    }
  }
}

/** A name is the family's, whatever the kind, unless its kinds may share it. */
function goneKey(kind: Kind, path: string, identity: string): string {
  return `${kind.namesAreNotUnique ? kind.name : path} ${identity}`;
}

/** The things in an answer; what is none of them would be taken for gone, and is an error. */
function records(kind: Kind, path: string, body: Json): Fields[] {
  const all = whole(body);
  const entries = kind.setting || !Array.isArray(all) ? [all] : all;
  const found = entries
    .map((entry) => (typeof entry === "object" && entry !== null ? kind.fromNexus(entry) : {}))
    .filter((fields) => fields !== undefined);
  if (!found.every((fields) => isKnown(kind, fields))) throw unexpectedResponse({ method: "GET", path });
  return found;
}

/** It has a field of the kind, and none of another form. */
function isKnown({ shape }: Kind, fields: Fields): boolean {
  const known = Object.entries(shape.fields ?? {}).filter(([name]) => fields[name] !== undefined);
  return known.length > 0 && known.every(([name, field]) => isOfForm(field, fields[name] ?? null));
}

function isOfForm({ element, fields }: Shape, value: Json): boolean {
  if (value === null) return true;
  if (element) return Array.isArray(value);
  return !fields || isFields(value);
}

/** A list that Nexus would give page by page, of tasks, comes in one. */
function whole(body: Json): Json {
  return isFields(body) && "continuationToken" in body && Array.isArray(body.items) ? body.items : body;
}
