import { listLeafRepositories } from "../content/asset-lookup.ts";
import { toAssetXO } from "../content/asset-xo.ts";
import { compareIds, listAssets, type StoredAsset } from "../content/components.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { NO_CONTENT, ok, statusError } from "../http/responses.ts";
import type { RepositoryRecord } from "../state.ts";
import { canSeePath, deletePermittedAssets, getReadableRepository, paginate, resolveItem } from "./components.ts";

/** The assets API. Statuses and bodies are those of 3.71. */
export const assetEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/assets", {
    handle: (request) => {
      const repository = getReadableRepository(request, request.query("repository"));
      const { items, continuationToken } = paginate(
        listVisibleAssets(request, repository),
        request.query("continuationToken"),
      );
      return ok({ items: items.map((asset) => toAssetXO(repository, request.base, asset)), continuationToken });
    },
  }),

  defineEndpoint("GET /v1/assets/{id}", {
    handle: (request) => {
      const { repository, asset } = getAsset(request);
      return ok(toAssetXO(repository, request.base, asset));
    },
  }),

  defineEndpoint("DELETE /v1/assets/{id}", {
    handle: async (request) => {
      const { repository, asset } = getAsset(request);
      await deletePermittedAssets(request, repository, [asset]);
      return NO_CONTENT;
    },
  }),
];

function listVisibleAssets(request: EndpointRequest, repository: RepositoryRecord): StoredAsset[] {
  const all = listLeafRepositories(request.nexus, repository).flatMap((leaf) => listAssets(request.nexus, leaf));
  return all.filter(({ path }) => canSeePath(request, repository, path)).sort(compareIds);
}

function getAsset(request: EndpointRequest): { readonly repository: RepositoryRecord; readonly asset: StoredAsset } {
  const { repository, id } = resolveItem(request);
  const asset = listVisibleAssets(request, repository).find((candidate) => candidate.id === id);
  if (!asset) throw statusError(404);
  return { repository, asset };
}
