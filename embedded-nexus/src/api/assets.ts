import { listLeafRepositories } from "../content/asset-lookup.ts";
import { toAssetXO } from "../content/asset-xo.ts";
import { compareIds, listAssets, type StoredAsset } from "../content/components.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { NO_CONTENT, ok, statusError } from "../http/responses.ts";
import type { RepositoryRecord } from "../state.ts";
import { canSeePath, deletePermittedAssets, getReadableRepository, paginate, resolveItem } from "./components.ts";

/** Statuses and shapes of 3.71. */
export const assetEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/assets", {
    handle: (call) => {
      const repository = getReadableRepository(call, call.query("repository"));
      const { items, continuationToken } = paginate(assetsIn(call, repository), call.query("continuationToken"));
      return ok({ items: items.map((one) => toAssetXO(repository, call.base, one)), continuationToken });
    },
  }),

  defineEndpoint("GET /v1/assets/{id}", {
    handle: (call) => {
      const { repository, asset } = existing(call);
      return ok(toAssetXO(repository, call.base, asset));
    },
  }),

  defineEndpoint("DELETE /v1/assets/{id}", {
    handle: async (call) => {
      const { repository, asset } = existing(call);
      await deletePermittedAssets(call, repository, [asset]);
      return NO_CONTENT;
    },
  }),
];

function assetsIn(call: EndpointRequest, repository: RepositoryRecord): StoredAsset[] {
  const all = listLeafRepositories(call.nexus, repository).flatMap((one) => listAssets(call.nexus, one));
  return all.filter(({ path }) => canSeePath(call, repository, path)).sort(compareIds);
}

function existing(call: EndpointRequest): { readonly repository: RepositoryRecord; readonly asset: StoredAsset } {
  const { repository, id } = resolveItem(call);
  const asset = assetsIn(call, repository).find((one) => one.id === id);
  if (!asset) throw statusError(404);
  return { repository, asset };
}
