import { listLeafRepositories } from "../content/asset-lookup.ts";
import { deleteAssets } from "../content/asset-removal.ts";
import { parseItemId, toComponentXO } from "../content/asset-xo.ts";
import { uploadComponent } from "../content/component-upload.ts";
import { type Component, compareIds, listComponents, type StoredAsset } from "../content/components.ts";
import type { MultipartForm } from "../content/multipart-form.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { javaException, NO_CONTENT, ok, statusError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { canAccessPath, canReadRepository } from "../security/repository-permissions.ts";
import type { RepositoryRecord } from "../state.ts";

const PAGE = 10;

/** Statuses and shapes of 3.71. */
export const componentEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/components", {
    handle: (call) => {
      const repository = getReadableRepository(call, call.query("repository"));
      const seen = filterPermitted(call, repository, listRepositoryComponents(call.nexus, repository));
      const { items, continuationToken } = paginate(seen, call.query("continuationToken"));
      return ok({ items: items.map((one) => toComponentXO(repository, call.base, one)), continuationToken });
    },
  }),

  defineEndpoint("GET /v1/components/{id}", {
    handle: (call) => {
      const { repository, component } = getComponent(call);
      return ok(toComponentXO(repository, call.base, component));
    },
  }),

  defineEndpoint("DELETE /v1/components/{id}", {
    handle: async (call) => {
      const { repository, component } = getComponent(call);
      await deletePermittedAssets(call, repository, component.assets);
      return NO_CONTENT;
    },
  }),

  defineEndpoint<MultipartForm>("POST /v1/components", {
    body: "form",
    handle: async (call) => {
      await uploadComponent(
        call.nexus,
        { repository: getRepository(call, call.query("repository")), subject: call.subject },
        call.body,
      );
      return NO_CONTENT;
    },
  }),
];

/** What a repository shows of itself; a group what its members hold. */
function listRepositoryComponents(nexus: Nexus, repository: RepositoryRecord): Component[] {
  return listLeafRepositories(nexus, repository)
    .flatMap((one) => listComponents(nexus, one))
    .sort(compareIds);
}

function filterPermitted(call: EndpointRequest, repository: RepositoryRecord, all: readonly Component[]): Component[] {
  return all.flatMap((component) => {
    const assets = component.assets.filter(({ path }) => canSeePath(call, repository, path));
    return assets.length === 0 ? [] : [{ ...component, assets }];
  });
}

/** 3.77: what may be read is listed as what may be browsed is. */
export function canSeePath(
  { nexus, subject }: EndpointRequest<unknown>,
  repository: RepositoryRecord,
  path: string,
): boolean {
  return ["browse", "read"].some((action) => canAccessPath(nexus, subject, action, repository, path));
}

function getComponent(call: EndpointRequest): { readonly repository: RepositoryRecord; readonly component: Component } {
  const { repository, id } = resolveItem(call);
  const all = listRepositoryComponents(call.nexus, repository).filter((one) => one.id === id);
  const [component] = filterPermitted(call, repository, all);
  if (!component) throw statusError(404);
  return { repository, component };
}

/** The repository and the id that an item's id names. */
export function resolveItem(call: EndpointRequest): { readonly repository: RepositoryRecord; readonly id: string } {
  const found = parseItemId(call.param("id"));
  if (!found) throw statusError(422);
  return { repository: getReadableRepository(call, found.repository), id: found.id };
}

/** Through a group too; who may not delete each of them deletes none. */
export async function deletePermittedAssets(
  call: EndpointRequest,
  repository: RepositoryRecord,
  assets: readonly StoredAsset[],
): Promise<void> {
  const { nexus, subject } = call;
  if (!assets.every(({ path }) => canAccessPath(nexus, subject, "delete", repository, path))) throw statusError(403);
  for (const one of listLeafRepositories(nexus, repository)) {
    const own = assets.filter(({ path, asset }) => nexus.content.assets(one).get(path) === asset);
    await deleteAssets(nexus, one, own);
  }
}

/** The repository that a request is about; 422 where it names none. */
function getRepository({ nexus }: Pick<EndpointRequest, "nexus">, name: string | undefined): RepositoryRecord {
  if (name === undefined) throw statusError(422);
  const repository = nexus.findRepository(name);
  if (!repository) throw statusError(404);
  return repository;
}

export function getReadableRepository(call: EndpointRequest, name: string | undefined): RepositoryRecord {
  const repository = getRepository(call, name);
  if (!canReadRepository(call.nexus, call.subject, repository)) throw statusError(403);
  return repository;
}

/** A part of a list, and the token that goes on after it; the list may have lost or gained members meanwhile. */
export function paginate<T extends { readonly id: string }>(all: readonly T[], token: string | undefined) {
  if (token !== undefined && !/^[0-9a-f]+$/.test(token)) {
    throw javaException("java.lang.NumberFormatException", `For input string: "${token}" under radix 16`);
  }
  const items = all.filter(({ id }) => token === undefined || id > token).slice(0, PAGE);
  return { items, continuationToken: items.length < PAGE ? null : (items.at(-1)?.id ?? null) };
}
