import { listLeafRepositories } from "../content/asset-lookup.ts";
import { toAssetXO } from "../content/asset-xo.ts";
import { compareIds, listAssets, type StoredAsset } from "../content/components.ts";
import { done, ok, refusal } from "../http/responses.ts";
import { type Call, type Endpoint, endpoint } from "../http/endpoint.ts";
import type { RepositoryRecord } from "../state.ts";
import { item, maySee, page, readable, remove } from "./components.ts";

/** Statuses and shapes of 3.71. */
export const assetEndpoints: readonly Endpoint[] = [
  endpoint("GET /v1/assets", {
    handle: (call) => {
      const repository = readable(call, call.query("repository"));
      const { items, continuationToken } = page(assetsIn(call, repository), call.query("continuationToken"));
      return ok({ items: items.map((one) => toAssetXO(repository, call.base, one)), continuationToken });
    },
  }),

  endpoint("GET /v1/assets/{id}", {
    handle: (call) => {
      const { repository, asset } = existing(call);
      return ok(toAssetXO(repository, call.base, asset));
    },
  }),

  endpoint("DELETE /v1/assets/{id}", {
    handle: async (call) => {
      const { repository, asset } = existing(call);
      await remove(call, repository, [asset]);
      return done;
    },
  }),
];

function assetsIn(call: Call, repository: RepositoryRecord): StoredAsset[] {
  const all = listLeafRepositories(call.nexus, repository).flatMap((one) => listAssets(call.nexus, one));
  return all.filter(({ path }) => maySee(call, repository, path)).sort(compareIds);
}

function existing(call: Call): { readonly repository: RepositoryRecord; readonly asset: StoredAsset } {
  const { repository, id } = item(call);
  const asset = assetsIn(call, repository).find((one) => one.id === id);
  if (!asset) throw refusal(404);
  return { repository, asset };
}
