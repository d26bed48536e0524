import type { Answer } from "../http/answers.ts";
import type { Nexus } from "../nexus.ts";
import { atLeast } from "../release.ts";
import type { Repository } from "../state.ts";
import { callerOf, tokenAnswer, unauthorized } from "./admission.ts";
import { failed } from "./answers.ts";
import { asRegistry, registryAnswer } from "./registry.ts";
import type { RegistryRequest } from "./request.ts";
import { connectorSettings } from "./settings.ts";

/** A request for `/v2` on Nexus's own port; the path is behind it. */
export type MainRequest = Omit<RegistryRequest, "repository">;

/**
 * Finds the repository that is meant: by a subdomain, which is Pro's, or by the first part of the path, where a
 * repository has pathEnabled. A log-in names none.
 */
export async function mainPortAnswer(request: MainRequest, host: string): Promise<Answer> {
  const { nexus, path, base } = request;
  const own = ofSubdomain(nexus, host);
  if (own) return registryAnswer({ ...request, repository: own });
  if (path === "/token") return asRegistry(tokenAnswer(nexus, request.headers));
  if (path === "/" || path === "") {
    const subject = callerOf(nexus, request.headers.get("authorization"));
    return asRegistry(subject ? { status: 200, json: {} } : unauthorized(request));
  }
  const [, name = "", rest = ""] = /^\/([^/]+)(\/.+)$/.exec(path) ?? [];
  const repository = ofPath(nexus, name);
  if (!repository) return asRegistry(failed("NAME_UNKNOWN", path));
  return registryAnswer({ ...request, repository, path: rest, base: `${base}/${name}` });
}

function ofSubdomain({ state }: Nexus, host: string): Repository | undefined {
  const [first, ...others] = host.toLowerCase().split(".");
  return others.length === 0
    ? undefined
    : state.repositories.find((one) => connectorSettings(one)?.subdomain === first);
}

function ofPath(nexus: Nexus, name: string): Repository | undefined {
  const repository = atLeast(nexus.release, "3.83") ? nexus.repository(name) : undefined;
  return repository && connectorSettings(repository)?.pathEnabled === true ? repository : undefined;
}
