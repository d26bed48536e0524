import { listLeafRepositories } from "../content/asset-lookup.ts";
import { deleteAssets } from "../content/asset-removal.ts";
import { parseItemId, toComponentXO } from "../content/asset-xo.ts";
import { upload } from "../content/component-upload.ts";
import { type Component, compareIds, listComponents, type StoredAsset } from "../content/components.ts";
import type { MultipartForm } from "../content/multipart-form.ts";
import { done, ok, refusal, uncaught } from "../http/responses.ts";
import { type Call, type Endpoint, endpoint } from "../http/endpoint.ts";
import type { Nexus } from "../nexus.ts";
import { mayRead, mayUse } from "../security/repository-permissions.ts";
import type { RepositoryRecord } from "../state.ts";

const PAGE = 10;

/** Statuses and shapes of 3.71. */
export const componentEndpoints: readonly Endpoint[] = [
  endpoint("GET /v1/components", {
    handle: (call) => {
      const repository = readable(call, call.query("repository"));
      const seen = permitted(call, repository, componentsIn(call.nexus, repository));
      const { items, continuationToken } = page(seen, call.query("continuationToken"));
      return ok({ items: items.map((one) => toComponentXO(repository, call.base, one)), continuationToken });
    },
  }),

  endpoint("GET /v1/components/{id}", {
    handle: (call) => {
      const { repository, component } = existing(call);
      return ok(toComponentXO(repository, call.base, component));
    },
  }),

  endpoint("DELETE /v1/components/{id}", {
    handle: async (call) => {
      const { repository, component } = existing(call);
      await remove(call, repository, component.assets);
      return done;
    },
  }),

  endpoint<MultipartForm>("POST /v1/components", {
    body: "form",
    handle: async (call) => {
      await upload(call.nexus, { repository: named(call, call.query("repository")), subject: call.subject }, call.body);
      return done;
    },
  }),
];

/** What a repository shows of itself; a group what its members hold. */
function componentsIn(nexus: Nexus, repository: RepositoryRecord): Component[] {
  return listLeafRepositories(nexus, repository)
    .flatMap((one) => listComponents(nexus, one))
    .sort(compareIds);
}

function permitted(call: Call, repository: RepositoryRecord, all: readonly Component[]): Component[] {
  return all.flatMap((component) => {
    const assets = component.assets.filter(({ path }) => maySee(call, repository, path));
    return assets.length === 0 ? [] : [{ ...component, assets }];
  });
}

/** 3.77: what may be read is listed as what may be browsed is. */
export function maySee({ nexus, subject }: Call<unknown>, repository: RepositoryRecord, path: string): boolean {
  return ["browse", "read"].some((action) => mayUse(nexus, subject, action, repository, path));
}

function existing(call: Call): { readonly repository: RepositoryRecord; readonly component: Component } {
  const { repository, id } = item(call);
  const all = componentsIn(call.nexus, repository).filter((one) => one.id === id);
  const [component] = permitted(call, repository, all);
  if (!component) throw refusal(404);
  return { repository, component };
}

/** The repository and the id that an item's id names. */
export function item(call: Call): { readonly repository: RepositoryRecord; readonly id: string } {
  const found = parseItemId(call.param("id"));
  if (!found) throw refusal(422);
  return { repository: readable(call, found.repository), id: found.id };
}

/** Through a group too; who may not delete each of them deletes none. */
export async function remove(call: Call, repository: RepositoryRecord, assets: readonly StoredAsset[]): Promise<void> {
  const { nexus, subject } = call;
  if (!assets.every(({ path }) => mayUse(nexus, subject, "delete", repository, path))) throw refusal(403);
  for (const one of listLeafRepositories(nexus, repository)) {
    const own = assets.filter(({ path, asset }) => nexus.content.assets(one).get(path) === asset);
    await deleteAssets(nexus, one, own);
  }
}

/** The repository that a request is about; 422 where it names none. */
function named({ nexus }: Pick<Call, "nexus">, name: string | undefined): RepositoryRecord {
  if (name === undefined) throw refusal(422);
  const repository = nexus.findRepository(name);
  if (!repository) throw refusal(404);
  return repository;
}

export function readable(call: Call, name: string | undefined): RepositoryRecord {
  const repository = named(call, name);
  if (!mayRead(call.nexus, call.subject, repository)) throw refusal(403);
  return repository;
}

/** A part of a list, and the token that goes on after it; the list may have lost or gained members meanwhile. */
export function page<T extends { readonly id: string }>(all: readonly T[], token: string | undefined) {
  if (token !== undefined && !/^[0-9a-f]+$/.test(token)) {
    throw uncaught("java.lang.NumberFormatException", `For input string: "${token}" under radix 16`);
  }
  const items = all.filter(({ id }) => token === undefined || id > token).slice(0, PAGE);
  return { items, continuationToken: items.length < PAGE ? null : (items.at(-1)?.id ?? null) };
}
