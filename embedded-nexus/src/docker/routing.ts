import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { RepositoryRecord } from "../state.ts";
import { authenticateCaller, createChallenge, handleTokenRequest } from "./authorization.ts";
import { readConnectorSettings } from "./connector-settings.ts";
import { registryError } from "./registry-errors.ts";
import { handleRegistryRequest, withRegistryHeader } from "./registry-handler.ts";
import type { RegistryRequest } from "./registry-request.ts";

/** A request for `/v2` on Nexus's own port; the path is behind it. */
export type MainPortRequest = Omit<RegistryRequest, "repository">;

/**
 * Finds the repository that is meant: by a subdomain, which is Pro's, or by the first part of the path, where a
 * repository has pathEnabled. A log-in names none.
 */
export async function routeMainPortRequest(request: MainPortRequest, host: string): Promise<ResponseData> {
  const { nexus, path, base } = request;
  const own = ofSubdomain(nexus, host);
  if (own) return handleRegistryRequest({ ...request, repository: own });
  if (path === "/token") return withRegistryHeader(handleTokenRequest(nexus, request.headers));
  if (path === "/" || path === "") {
    const subject = authenticateCaller(nexus, request.headers.get("authorization"));
    return withRegistryHeader(subject ? { status: 200, json: {} } : createChallenge(request));
  }
  const [, name = "", rest = ""] = /^\/([^/]+)(\/.+)$/.exec(path) ?? [];
  const repository = ofPath(nexus, name);
  if (!repository) return withRegistryHeader(registryError("NAME_UNKNOWN", path));
  return handleRegistryRequest({ ...request, repository, path: rest, base: `${base}/${name}` });
}

function ofSubdomain({ state }: Nexus, host: string): RepositoryRecord | undefined {
  const [first, ...others] = host.toLowerCase().split(".");
  return others.length === 0
    ? undefined
    : state.repositories.find((one) => readConnectorSettings(one)?.subdomain === first);
}

function ofPath(nexus: Nexus, name: string): RepositoryRecord | undefined {
  const repository = isAtLeast(nexus.release, "3.83") ? nexus.findRepository(name) : undefined;
  return repository && readConnectorSettings(repository)?.pathEnabled === true ? repository : undefined;
}
