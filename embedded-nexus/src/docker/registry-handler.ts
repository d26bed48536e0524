import type { ResponseData } from "../http/responses.ts";
import { authorizeRegistryRequest, handleTokenRequest } from "./authorization.ts";
import { handleBlobRequest } from "./blob-handler.ts";
import { continueUpload, startUpload } from "./blob-upload.ts";
import { handleCatalogRequest, handleTagsRequest } from "./catalog-and-tags.ts";
import type { AuthorizedRequest, ImageRequest } from "./image-request.ts";
import { handleManifestRequest } from "./manifest-handler.ts";
import { handleReferrersRequest } from "./referrers.ts";
import { registryError } from "./registry-errors.ts";
import { isImageName, parseRegistryPath, type RegistryRoute } from "./registry-path.ts";

/** Handles a request of the registry protocol for a Docker or OCI repository. */
export async function handleRegistryRequest(request: ImageRequest): Promise<ResponseData> {
  return withRegistryHeader(await handle(request));
}

/** Adds the header that every response of a registry has. */
export function withRegistryHeader(answer: ResponseData): ResponseData {
  return { ...answer, headers: { "Docker-Distribution-Api-Version": "registry/2.0", ...answer.headers } };
}

async function handle(request: ImageRequest): Promise<ResponseData> {
  const route = parseRegistryPath(request.path);
  if (route.type === "token") return handleTokenRequest(request);
  const subject = authorizeRegistryRequest(request);
  if ("status" in subject) return subject;
  if (!request.repository.online) return registryError("UNKNOWN", "Repository offline", 503);
  return handleRoute({ ...request, subject }, route);
}

async function handleRoute(request: AuthorizedRequest, route: RegistryRoute): Promise<ResponseData> {
  if (route.type === "ping") return { status: 200, json: {} };
  if (route.type === "catalog") return handleCatalogRequest(request);
  if (!("name" in route)) return registryError("NAME_UNKNOWN", request.path, 404);
  if (!isImageName(route.name)) return registryError("NAME_INVALID", route.name);
  switch (route.type) {
    case "tags":
      return handleTagsRequest(request, route.name);
    case "manifest":
      return handleManifestRequest(request, route.name, route.reference);
    case "blob":
      return handleBlobRequest(request, route.name, route.digest);
    case "uploads":
      return startUpload(request, route.name);
    case "upload":
      return continueUpload(request, route.id);
    case "referrers":
      return handleReferrersRequest(request, route.name, route.digest);
  }
}
