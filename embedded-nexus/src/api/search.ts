import { toAssetXO, toComponentXO } from "../content/asset-xo.ts";
import { type SearchHit, searchComponents } from "../content/component-search.ts";
import type { StoredAsset } from "../content/components.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { HttpError, javaException, ok, type ResponseData } from "../http/responses.ts";
import type { Json } from "../json.ts";
import type { RepositoryRecord } from "../state.ts";
import { canSeePath } from "./components.ts";

const PAGE = 50;

/** Whoever asks is told what he may see: nothing, rather than 403 (3.71). */
export const searchEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/search", {
    handle: (call) =>
      paged(call, found(call), ({ repository, component }) => toComponentXO(repository, call.base, component)),
  }),

  defineEndpoint("GET /v1/search/assets", {
    handle: (call) =>
      paged(call, assetsFound(call), ({ repository, asset }) => toAssetXO(repository, call.base, asset)),
  }),

  defineEndpoint("GET /v1/search/assets/download", {
    handle: (call) => {
      const all = assetsFound(call);
      const [first] = all;
      if (!first) throw problem(404, "Asset search returned no results");
      if (all.length > 1 && call.query("sort") === undefined) {
        const words =
          "Search returned multiple assets, please refine search criteria to find a single asset or use the sort " +
          "query parameter to retrieve the first result.";
        throw problem(400, words);
      }
      const { repository, asset } = first;
      const Location = `${call.base}/repository/${repository.name}${encodeURI(asset.path)}`;
      return { status: 302, headers: { Location } };
    },
  }),
];

function problem(status: number, message: string): HttpError {
  return new HttpError({ status, text: `ValidationErrorXO{id='*', message='${message}'}`, fault: true });
}

function found(call: EndpointRequest): SearchHit[] {
  return searchComponents(call.nexus, call.queries).flatMap(({ repository, component }): SearchHit[] => {
    const assets = component.assets.filter(({ path }) => canSeePath(call, repository, path));
    return assets.length === 0 ? [] : [{ repository, component: { ...component, assets } }];
  });
}

function assetsFound(call: EndpointRequest): { readonly repository: RepositoryRecord; readonly asset: StoredAsset }[] {
  return found(call).flatMap(({ repository, component }) => component.assets.map((asset) => ({ repository, asset })));
}

/** A page of results; the token says how many were given already. */
function paged<T>(call: EndpointRequest, all: readonly T[], shown: (one: T) => Json): ResponseData {
  const token = call.query("continuationToken") ?? "0";
  if (!/^[0-9a-f]+$/.test(token)) {
    throw javaException("java.lang.IllegalArgumentException", `Unrecognized character: ${token.charAt(0)}`);
  }
  const start = Number.parseInt(token, 16);
  const end = start + PAGE;
  const continuationToken = end < all.length ? end.toString(16) : null;
  return ok({ items: all.slice(start, end).map(shown), continuationToken });
}
