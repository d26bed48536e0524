import { assetsOf, byId, type HeldAsset } from "../content/components.ts";
import { leaves } from "../content/find.ts";
import { shownAsset } from "../content/shown.ts";
import { done, ok, refusal } from "../http/answers.ts";
import { type Call, type Endpoint, endpoint } from "../http/endpoint.ts";
import type { Repository } from "../state.ts";
import { item, maySee, page, readable, remove } from "./components.ts";

/** Statuses and shapes of 3.71. */
export const assetEndpoints: readonly Endpoint[] = [
  endpoint("GET /v1/assets", {
    handle: (call) => {
      const repository = readable(call, call.query("repository"));
      const { items, continuationToken } = page(assetsIn(call, repository), call.query("continuationToken"));
      return ok({ items: items.map((one) => shownAsset(repository, call.base, one)), continuationToken });
    },
  }),

  endpoint("GET /v1/assets/{id}", {
    handle: (call) => {
      const { repository, asset } = existing(call);
      return ok(shownAsset(repository, call.base, asset));
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

function assetsIn(call: Call, repository: Repository): HeldAsset[] {
  const all = leaves(call.nexus, repository).flatMap((one) => assetsOf(call.nexus, one));
  return all.filter(({ path }) => maySee(call, repository, path)).sort(byId);
}

function existing(call: Call): { readonly repository: Repository; readonly asset: HeldAsset } {
  const { repository, id } = item(call);
  const asset = assetsIn(call, repository).find((one) => one.id === id);
  if (!asset) throw refusal(404);
  return { repository, asset };
}
