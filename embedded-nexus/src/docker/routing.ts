import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { RepositoryRecord } from "../state.ts";
import { authenticateCaller, createChallenge, handleTokenRequest } from "./authorization.ts";
import { readConnectorSettings } from "./connector-settings.ts";
import type { ImageRequest } from "./image-request.ts";
import { registryError } from "./registry-errors.ts";
import { handleRegistryRequest, withRegistryHeader } from "./registry-handler.ts";

/** A request for `/v2` at Nexus's own port, before its repository is known. */
export type MainPortRequest = Omit<ImageRequest, "repository">;

/**
 * Routes a request for `/v2` at Nexus's own port to a repository: by subdomain (a feature of Pro), or by the first part
 * of the path if that repository has pathEnabled (from 3.83 on). A login names no repository.
 */
export async function routeMainPortRequest(request: MainPortRequest, host: string): Promise<ResponseData> {
  const { nexus, path, base } = request;
  const bySubdomain = findBySubdomain(nexus, host);
  if (bySubdomain) return handleRegistryRequest({ ...request, repository: bySubdomain });
  if (path === "/token") return withRegistryHeader(handleTokenRequest(request));
  if (path === "/" || path === "") {
    const subject = authenticateCaller(nexus, request.headers.get("authorization"));
    return withRegistryHeader(subject ? { status: 200, json: {} } : createChallenge(request));
  }
  const [, name = "", rest = ""] = /^\/([^/]+)(\/.+)$/.exec(path) ?? [];
  const repository = findByPath(nexus, name);
  if (!repository) return withRegistryHeader(registryError("NAME_UNKNOWN", path));
  return handleRegistryRequest({ ...request, repository, path: rest, base: `${base}/${name}` });
}

function findBySubdomain({ state }: Nexus, host: string): RepositoryRecord | undefined {
  const [first, ...others] = host.toLowerCase().split(".");
  if (others.length === 0) return undefined;
  return state.repositories.find((repository) => readConnectorSettings(repository)?.subdomain === first);
}

function findByPath(nexus: Nexus, name: string): RepositoryRecord | undefined {
  const repository = isAtLeast(nexus.release, "3.83") ? nexus.findRepository(name) : undefined;
  return repository && readConnectorSettings(repository)?.pathEnabled === true ? repository : undefined;
}
