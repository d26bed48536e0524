import { toAssetXO, toComponentXO } from "../content/asset-xo.ts";
import { type SearchHit, searchComponents } from "../content/component-search.ts";
import type { StoredAsset } from "../content/components.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { javaException, ok, printedViolationError, type ResponseData } from "../http/responses.ts";
import type { Json } from "../json.ts";
import type { RepositoryRecord } from "../state.ts";
import { canSeePath } from "./components.ts";

const PAGE_SIZE = 50;

/** The search API. Every caller gets the hits that they can see: an empty list instead of 403 (3.71). */
export const searchEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/search", {
    handle: (request) =>
      toPage(request, findVisibleHits(request), ({ repository, component }) =>
        toComponentXO(repository, request.base, component),
      ),
  }),

  defineEndpoint("GET /v1/search/assets", {
    handle: (request) =>
      toPage(request, findVisibleAssets(request), ({ repository, asset }) =>
        toAssetXO(repository, request.base, asset),
      ),
  }),

  defineEndpoint("GET /v1/search/assets/download", {
    handle: (request) => {
      const all = findVisibleAssets(request);
      const [first] = all;
      if (!first) throw printedViolationError(404, "Asset search returned no results");
      if (all.length > 1 && request.query("sort") === undefined) {
        const message =
          "Search returned multiple assets, please refine search criteria to find a single asset or use the sort " +
          "query parameter to retrieve the first result.";
        throw printedViolationError(400, message);
      }
      const { repository, asset } = first;
      const Location = `${request.base}/repository/${repository.name}${encodeURI(asset.path)}`;
      return { status: 302, headers: { Location } };
    },
  }),
];

function findVisibleHits(request: EndpointRequest): SearchHit[] {
  return searchComponents(request.nexus, request.queries).flatMap(({ repository, component }): SearchHit[] => {
    const assets = component.assets.filter(({ path }) => canSeePath(request, repository, path));
    return assets.length === 0 ? [] : [{ repository, component: { ...component, assets } }];
  });
}

function findVisibleAssets(
  request: EndpointRequest,
): { readonly repository: RepositoryRecord; readonly asset: StoredAsset }[] {
  return findVisibleHits(request).flatMap(({ repository, component }) =>
    component.assets.map((asset) => ({ repository, asset })),
  );
}

/** Returns a page of hits. The token is the number of hits on earlier pages, hexadecimal. */
function toPage<T>(request: EndpointRequest, all: readonly T[], toXO: (hit: T) => Json): ResponseData {
  const token = request.query("continuationToken") ?? "0";
  if (!/^[0-9a-f]+$/.test(token)) {
    throw javaException("java.lang.IllegalArgumentException", `Unrecognized character: ${token.charAt(0)}`);
  }
  const start = Number.parseInt(token, 16);
  const end = start + PAGE_SIZE;
  const continuationToken = end < all.length ? end.toString(16) : null;
  return ok({ items: all.slice(start, end).map(toXO), continuationToken });
}
