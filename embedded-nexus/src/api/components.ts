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

const PAGE_SIZE = 10;

/** The components API. Statuses and bodies are those of 3.71. */
export const componentEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/components", {
    handle: (request) => {
      const repository = getReadableRepository(request, request.query("repository"));
      const visible = filterPermitted(request, repository, listRepositoryComponents(request.nexus, repository));
      const { items, continuationToken } = paginate(visible, request.query("continuationToken"));
      return ok({
        items: items.map((component) => toComponentXO(repository, request.base, component)),
        continuationToken,
      });
    },
  }),

  defineEndpoint("GET /v1/components/{id}", {
    handle: (request) => {
      const { repository, component } = getComponent(request);
      return ok(toComponentXO(repository, request.base, component));
    },
  }),

  defineEndpoint("DELETE /v1/components/{id}", {
    handle: async (request) => {
      const { repository, component } = getComponent(request);
      await deletePermittedAssets(request, repository, component.assets);
      return NO_CONTENT;
    },
  }),

  defineEndpoint<MultipartForm>("POST /v1/components", {
    body: "form",
    handle: async (request) => {
      await uploadComponent(
        request.nexus,
        { repository: getRepository(request, request.query("repository")), subject: request.subject },
        request.body,
      );
      return NO_CONTENT;
    },
  }),
];

/** Lists the components of a repository; for a group those of its members. */
function listRepositoryComponents(nexus: Nexus, repository: RepositoryRecord): Component[] {
  return listLeafRepositories(nexus, repository)
    .flatMap((leaf) => listComponents(nexus, leaf))
    .sort(compareIds);
}

function filterPermitted(
  request: EndpointRequest,
  repository: RepositoryRecord,
  all: readonly Component[],
): Component[] {
  return all.flatMap((component) => {
    const assets = component.assets.filter(({ path }) => canSeePath(request, repository, path));
    return assets.length === 0 ? [] : [{ ...component, assets }];
  });
}

/** Returns true if the caller can browse or read a path: both permissions make it visible in lists (3.77). */
export function canSeePath(
  { nexus, subject }: EndpointRequest<unknown>,
  repository: RepositoryRecord,
  path: string,
): boolean {
  return ["browse", "read"].some((action) => canAccessPath(nexus, subject, action, repository, path));
}

function getComponent(request: EndpointRequest): {
  readonly repository: RepositoryRecord;
  readonly component: Component;
} {
  const { repository, id } = resolveItem(request);
  const all = listRepositoryComponents(request.nexus, repository).filter((component) => component.id === id);
  const [component] = filterPermitted(request, repository, all);
  if (!component) throw statusError(404);
  return { repository, component };
}

/** Resolves the id of the request's path, which contains a repository and the id of a component or an asset. */
export function resolveItem(request: EndpointRequest): { readonly repository: RepositoryRecord; readonly id: string } {
  const item = parseItemId(request.param("id"));
  if (!item) throw statusError(422);
  return { repository: getReadableRepository(request, item.repository), id: item.id };
}

/** Deletes assets, of a group's members too. Without the permission to delete each of them, none is deleted. */
export async function deletePermittedAssets(
  request: EndpointRequest,
  repository: RepositoryRecord,
  assets: readonly StoredAsset[],
): Promise<void> {
  const { nexus, subject } = request;
  if (!assets.every(({ path }) => canAccessPath(nexus, subject, "delete", repository, path))) throw statusError(403);
  for (const leaf of listLeafRepositories(nexus, repository)) {
    const leafAssets = assets.filter(({ path, asset }) => nexus.content.assets(leaf).get(path) === asset);
    await deleteAssets(nexus, leaf, leafAssets);
  }
}

/** Returns the repository of a query parameter. Throws 422 if the parameter is missing, 404 if the repository is. */
function getRepository({ nexus }: Pick<EndpointRequest, "nexus">, name: string | undefined): RepositoryRecord {
  if (name === undefined) throw statusError(422);
  const repository = nexus.findRepository(name);
  if (!repository) throw statusError(404);
  return repository;
}

/** Returns the repository of a query parameter, like getRepository. Throws 403 if the caller cannot read it. */
export function getReadableRepository(request: EndpointRequest, name: string | undefined): RepositoryRecord {
  const repository = getRepository(request, name);
  if (!canReadRepository(request.nexus, request.subject, repository)) throw statusError(403);
  return repository;
}

/** Returns a page of a list sorted by id, and the token of the next page: the last id, so that changes in between do no harm. */
export function paginate<T extends { readonly id: string }>(all: readonly T[], token: string | undefined) {
  if (token !== undefined && !/^[0-9a-f]+$/.test(token)) {
    throw javaException("java.lang.NumberFormatException", `For input string: "${token}" under radix 16`);
  }
  const items = all.filter(({ id }) => token === undefined || id > token).slice(0, PAGE_SIZE);
  return { items, continuationToken: items.length < PAGE_SIZE ? null : (items.at(-1)?.id ?? null) };
}
