import { NexusError } from "../client/errors.ts";
import { contradictedNotFound, type NexusClient, unexpectedResponse } from "../client/nexus-client.ts";
import { readAllPages } from "../client/pages.ts";
import { findKindOf } from "../model/catalogue.ts";
import { type Endpoints, expandPath, getIdentity, type Kind } from "../model/kind.ts";
import { normalizeUnreturned } from "../model/unreturned-fields.ts";
import { type Fields, isFields, type Json } from "../util/json.ts";
import { Cluster } from "./cluster.ts";
import { findOtherName, parseObjects, unwrapItems } from "./response-objects.ts";

/** An object in Nexus that has the name of a declared one. */
export interface ExistingObject {
  fields: Fields;
  /** The identity as Nexus has it; its case may differ from the one that was searched. */
  identity: string;
  /** True if it is of the kind that was searched, false for another kind of the family. */
  isOfKind: boolean;
}

/** A parsed list, with an index: a run searches it once for each declared object. */
interface ObjectList {
  path: string;
  objects: readonly Fields[];
  /** The objects by `toIndexKey`. */
  byIdentity: ReadonlyMap<string, readonly Fields[]>;
}

/**
 * Reads objects from Nexus. Lists are read once and cached for the whole run (`list`, `find`); `read` always asks Nexus
 * for the present state.
 *
 * @example
 * const reader = new NexusReader(client);
 * const existing = await reader.find(kind, "apps");
 * const current = existing && (await reader.read(kind, existing.identity));
 */
export class NexusReader {
  readonly #client: NexusClient;
  readonly #cluster: Cluster;
  /** List responses, by path. Kinds of one family share a path. */
  readonly #responses = new Map<string, Promise<Json>>();
  /** Parsed lists, by name of the kind. */
  readonly #lists = new Map<string, Promise<ObjectList>>();
  readonly #deleted = new Set<string>();

  constructor(client: NexusClient) {
    this.#client = client;
    this.#cluster = new Cluster(client);
  }

  /** Returns the endpoints of a kind on this server. Asks the server for its release if they depend on it. */
  async endpoints(kind: Kind): Promise<Endpoints> {
    return kind.endpoints(kind.endpointsVary ? await this.#client.resolveServer() : this.#client.server);
  }

  /** Returns the response to a GET as it was at the first call. */
  readOnce(path: string): Promise<Json> {
    return this.#readCachedResponse({ setting: true }, path);
  }

  /** Lists all objects of the kind's family, as they were at the first call. A setting is a list of one. */
  async list(kind: Kind): Promise<Fields[]> {
    const { path, objects } = await this.#getList(kind);
    return this.#withoutDeleted(kind, path, objects);
  }

  async #getList(kind: Kind): Promise<ObjectList> {
    const path = (await this.endpoints(kind)).list;
    const cached = this.#lists.get(kind.name);
    if (cached) return cached;
    const list = this.#readList(kind, path).then((objects) => ({
      path,
      objects,
      byIdentity: Map.groupBy(objects, (fields) => toIndexKey(kind, getIdentity(kind, fields))),
    }));
    this.#lists.set(kind.name, list);
    // A failure is not cached: the next call asks again.
    list.catch(() => this.#lists.delete(kind.name));
    return list;
  }

  #withoutDeleted(kind: Kind, path: string, objects: readonly Fields[]): Fields[] {
    return objects.filter((fields) => !this.#deleted.has(toDeletedKey(path, getIdentity(kind, fields))));
  }

  /** A setting that is not set answers 404 or with nothing. */
  async #readList(kind: Kind, path: string): Promise<Fields[]> {
    try {
      return this.#parse(kind, path, await this.#readCachedResponse(kind, path));
    } catch (error) {
      if (kind.setting && isNotFound(error)) return [];
      throw error;
    }
  }

  #parse(kind: Kind, path: string, body: Json): Fields[] {
    const { release } = this.#client.server;
    return parseObjects(kind, path, body).map((fields) => normalizeUnreturned(kind.shape, fields, release));
  }

  #readCachedResponse(kind: Pick<Kind, "pageField" | "setting">, path: string): Promise<Json> {
    const cached = this.#responses.get(path);
    if (cached) return cached;
    const response = this.#readResponse(kind, path);
    this.#responses.set(path, response);
    response.catch(() => this.#responses.delete(path));
    return response;
  }

  /** Removes a deleted object from the cached lists. */
  async invalidate(kind: Kind, identity: string): Promise<void> {
    const path = (await this.endpoints(kind)).list;
    if (this.#responses.has(path)) this.#deleted.add(toDeletedKey(path, identity));
  }

  /**
   * Reads a list, or a setting. No list proves that a setting is not set, so its 404 counts only if it is repeated while Nexus
   * responds. The status also shows by which header the responses of Nexus are recognized.
   */
  async #readResponse(kind: Pick<Kind, "pageField" | "setting">, path: string): Promise<Json> {
    try {
      return await this.#readPages(kind, path);
    } catch (error) {
      if (!kind.setting || !isNotFound(error)) throw error;
      await this.#client.get("/v1/status");
      return this.#readPages(kind, path);
    }
  }

  /** Reads a list with all its pages: by number, or by the token in each response but the last. */
  async #readPages({ pageField, setting }: Pick<Kind, "pageField" | "setting">, path: string): Promise<Json> {
    if (setting) return unwrapItems((await this.#client.get(path)).body);
    return readAllPages({ method: "GET", path }, async (page) => {
      const address = pageField ? expandPath(path, { page: page ?? "0" }) : path + toTokenQuery(path, page);
      const { body } = await this.#client.get(address);
      const response = isFields(body) ? body : {};
      const items = (pageField && response[pageField]) ?? unwrapItems(body);
      // The rest of a list would be taken for deleted.
      const [token, pages] = [response.continuationToken ?? "", response.totalPages ?? 0];
      const isPage = pageField ? typeof pages === "number" : typeof token === "string";
      if (!Array.isArray(items) || !isPage) throw unexpectedResponse({ method: "GET", path });
      if (!pageField) return { items, next: String(token) };
      const following = Number(page ?? 0) + 1;
      return { items, next: following < Number(pages) ? `${following}` : undefined };
    });
  }

  /** Finds the object with an identity in the cached list. Case is ignored for kinds where Nexus ignores it. */
  async find(kind: Kind, identity: string): Promise<ExistingObject | undefined> {
    if (kind.externallyCreatedIn) {
      const fields = await this.read(kind, identity);
      return fields && { fields, identity, isOfKind: kind.matches(fields) };
    }
    const { path, objects, byIdentity } = await this.#getList(kind);
    const candidates = kind.setting ? objects : (byIdentity.get(toIndexKey(kind, identity)) ?? []);
    const sameName = this.#withoutDeleted(kind, path, candidates);
    const fields = sameName.find((entry) => getIdentity(kind, entry) === identity) ?? sameName[0];
    return fields && { fields, identity: getIdentity(kind, fields), isOfKind: kind.matches(fields) };
  }

  /** Finds the object with an identity in the list as it is now. */
  async findNow(kind: Kind, identity: string): Promise<ExistingObject | undefined> {
    this.#forget((await this.endpoints(kind)).list);
    return this.find(kind, identity);
  }

  /** Removes a list from the cache. */
  #forget(path: string): void {
    this.#responses.delete(path);
    this.#lists.clear();
    for (const key of this.#deleted) if (key.startsWith(`${path} `)) this.#deleted.delete(key);
  }

  /**
   * Reads all fields of an object as they are now. Returns undefined if it does not exist, is hidden from this user, or if
   * another kind of the family has its name.
   *
   * @throws NexusError also for a 404, if Nexus lists the object
   */
  async read(kind: Kind, identity: string): Promise<Fields | undefined> {
    const { item, list } = await this.endpoints(kind);
    const named = { [kind.identity ?? ""]: identity };
    const path = item ? expandPath(item, named) : list;
    const readPath = async () => {
      const body = item ? (await this.#client.get(path)).body : await this.#readResponse(kind, path);
      const entries = this.#parse(kind, path, body);
      const [first] = entries;
      // Some responses leave out the name that was in the path.
      if (!Array.isArray(unwrapItems(body)) || kind.setting) {
        const problem = first && findOtherName(kind, identity, first);
        if (problem !== undefined) throw unexpectedResponse({ method: "GET", path }, 200, problem);
        return first && { ...(kind.identity && !kind.identify && named), ...first };
      }
      return entries.find((fields) => getIdentity(kind, fields) === identity);
    };
    let fields: Fields | undefined;
    try {
      fields = await readPath();
      if (!fields && kind.changesCanBeUndone) fields = await readPath();
    } catch (error) {
      if (!isNotFound(error)) throw error;
      if (kind.setting || !(await this.findNow(kind, identity))?.isOfKind) return undefined;
      // A new object may answer 404 once (content selectors, 3.77), and in a cluster until all nodes have it.
      const readAgain = () =>
        readPath().catch((again) => {
          if (isNotFound(again)) return undefined;
          throw again;
        });
      fields = await this.#cluster.readUntil(readAgain, Boolean);
      if (!fields) throw contradictedNotFound({ method: "GET", path });
    }
    return fields && !isOfOtherKind(kind, fields) ? fields : undefined;
  }

  /** Returns true if the object does not exist, by a list that is read now, and is not just hidden from this user. */
  async isGone(kind: Kind, identity: string): Promise<boolean> {
    return !(await this.findNow(kind, identity)) && !(await this.isHidden(kind, identity));
  }

  /** Returns true if an object that is not listed may exist and be hidden from this user. */
  async isHidden(kind: Kind, identity: string): Promise<boolean> {
    const { presence } = await this.endpoints(kind);
    // The other lists are refused (403) to users who may not see all of them.
    if (!presence) return false;
    const mayExist = async () => {
      try {
        await this.#client.get(expandPath(presence, { [kind.identity ?? ""]: identity }));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        if (error instanceof NexusError && error.status === 403) return true;
        throw error;
      }
    };
    // In a cluster, a node may not know the deletion yet.
    return this.#cluster.readUntil(mayExist, (exists) => !exists);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof NexusError && error.isNotFound;
}

/** The path of a privilege answers for privileges of all types. */
function isOfOtherKind(kind: Kind, fields: Fields): boolean {
  return !kind.matches(fields) && findKindOf(kind.family, fields) !== undefined;
}

/** Identities that differ only in case have one key where Nexus ignores case. */
function toIndexKey(kind: Kind, identity: string): string {
  return kind.identityIgnoresCase ? identity.toLowerCase() : identity;
}

function toDeletedKey(path: string, identity: string): string {
  return `${path} ${identity}`;
}

/** Returns the part of the URL that asks for the page of a token; "" for the first page. */
function toTokenQuery(path: string, token: string | undefined): string {
  return token ? `${path.includes("?") ? "&" : "?"}continuationToken=${encodeURIComponent(token)}` : "";
}
