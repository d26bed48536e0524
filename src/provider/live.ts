import { NexusError } from "../client/errors.ts";
import { type NexusClient, strange } from "../client/nexus.ts";
import type { Fields, Json } from "../json.ts";
import { type Endpoints, expand, identityOf, type Kind } from "../kinds/kind.ts";
import type { Shape } from "../kinds/shape.ts";
import { isFields } from "./compare.ts";

/** Something of a family's name that Nexus has. */
export interface Found {
  fields: Fields;
  /** The identity as Nexus has it; it may differ in case from the one looked for. */
  identity: string;
  /** Whether it is of the kind that was looked for, and not another of its family. */
  ofKind: boolean;
}

/** What Nexus holds: lists taken once a process, and single things as they are now. */
export class Live {
  readonly #client: NexusClient;
  readonly #lists = new Map<string, Promise<Fields[]>>();

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
    const key = keyOf(kind, path);
    let list = this.#lists.get(key);
    if (!list) {
      list = this.#all(kind, path);
      this.#lists.set(key, list);
      // A failure is not kept: who comes later asks again.
      list.catch(() => this.#lists.delete(key));
    }
    return list;
  }

  /** A setting that is unset is 404, or an answer of nothing. */
  async #all(kind: Kind, path: string): Promise<Fields[]> {
    try {
      return records(kind, path, await this.#listed(kind, path));
    } catch (error) {
      if (kind.setting && error instanceof NexusError && error.saysMissing) return [];
      throw error;
    }
  }

  /** It has been deleted: the list that was taken before has it no more. */
  async forget(kind: Kind, identity: string): Promise<void> {
    const key = keyOf(kind, (await this.endpoints(kind)).list);
    const list = this.#lists.get(key);
    if (list)
      this.#lists.set(
        key,
        list.then((all) => all.filter((fields) => identityOf(kind, fields) !== identity)),
      );
  }

  /** The list as Nexus answers it, its pages put together. */
  async #listed({ paged, setting }: Kind, path: string): Promise<Json> {
    const entries: Json[] = [];
    for (let page = 0; ; page++) {
      const { body } = await this.#client.get(expand(path, { page }));
      if (setting) return body;
      const { [paged ?? ""]: more = body, totalPages = 0 } = isFields(body) ? body : {};
      if (!Array.isArray(more)) throw strange({ method: "GET", path });
      entries.push(...more);
      if (page + 1 >= Number(totalPages)) return entries;
    }
  }

  /** What has this identity, in the list; case is ignored where Nexus ignores it. */
  async find(kind: Kind, identity: string): Promise<Found | undefined> {
    if (kind.foundIn) {
      const fields = await this.now(kind, identity);
      return fields && { fields, identity, ofKind: kind.belongs(fields) };
    }
    const fold = (text: string) => (kind.identityIgnoresCase ? text.toLowerCase() : text);
    const entries = (await this.list(kind)).filter((fields) => !kind.sharesNames || kind.belongs(fields));
    const same = entries.filter((fields) => kind.setting || fold(identityOf(kind, fields)) === fold(identity));
    const fields = same.find((entry) => identityOf(kind, entry) === identity) ?? same[0];
    return fields && { fields, identity: identityOf(kind, fields), ofKind: kind.belongs(fields) };
  }

  /** The thing as it is now, whole; nothing where Nexus says there is none. */
  async now(kind: Kind, identity: string): Promise<Fields | undefined> {
    const { one, list } = await this.endpoints(kind);
    try {
      const named = { [kind.identity ?? ""]: identity };
      const path = one ? expand(one, named) : list;
      const body = one ? (await this.#client.get(path)).body : await this.#listed(kind, path);
      const entries = records(kind, path, body);
      // Some answers leave out the name that they were asked by.
      if (!Array.isArray(body) || kind.setting) return { ...(kind.identity && named), ...entries[0] };
      return entries.find(
        (fields) => identityOf(kind, fields) === identity && (!kind.sharesNames || kind.belongs(fields)),
      );
    } catch (error) {
      if (error instanceof NexusError && error.saysMissing) return undefined;
      throw error;
    }
  }

  /** Whether it is surely not there, and not only hidden from this user. */
  async isGone(kind: Kind, identity: string): Promise<boolean> {
    const { presence } = await this.endpoints(kind);
    // The other lists are refused (403) to those who may not see all of them.
    if (!presence) return true;
    try {
      await this.#client.get(expand(presence, { [kind.identity ?? ""]: identity }));
      return false;
    } catch (error) {
      if (error instanceof NexusError && error.saysMissing) return true;
      if (error instanceof NexusError && error.status === 403) return false;
      throw error;
    }
  }
}

/** A setting may be read off the list of another kind, in words of its own. */
function keyOf({ setting, name }: Kind, path: string): string {
  return setting ? `${name} ${path}` : path;
}

/** The things in an answer; what is none of them would be taken for gone, and is an error. */
function records(kind: Kind, path: string, body: Json): Fields[] {
  const entries = kind.setting || !Array.isArray(body) ? [body] : body;
  const found = entries.map((entry) => (typeof entry === "object" && entry !== null ? kind.fromNexus(entry) : {}));
  if (!found.every((fields) => isKnown(kind, fields))) throw strange({ method: "GET", path });
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
