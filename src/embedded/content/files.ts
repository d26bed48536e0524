import type { Answer } from "../http/answers.ts";
import type { Nexus } from "../nexus.ts";
import { mayUse } from "../security/repositories.ts";
import type { Repository } from "../state.ts";
import { asked, type ContentRequest, put, refusedWrite } from "./request.ts";
import { serve } from "./serving.ts";

/** Repositories whose files are served as they are, by their paths. */
export async function answerFiles(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const { repository, subject, path } = request;
  const action = asked[request.method];
  if (action === undefined) return { status: 405, reason: request.method };
  // 3.71: who came without credentials is asked for some, also where anonymous access is on.
  if (!mayUse(nexus, subject, action, repository, path)) return { status: subject.kind === "user" ? 403 : 401 };
  if (action === "read") return read(nexus, repository, request, new Set()) ?? { status: 404, reason: path };
  if (repository.type !== "hosted" || action === "add") return { status: 405, reason: request.method };
  const assets = nexus.holdings.assets(repository);
  if (action === "delete") return assets.delete(path) ? { status: 204 } : { status: 404, reason: path };
  const refused = refusedWrite(repository, path, assets.has(path));
  if (refused) return refused;
  const stored = await nexus.holdings.blobs(repository).store(request.body());
  put(nexus, request, path, stored, request.headers.get("content-type") ?? "application/octet-stream");
  return { status: 201 };
}

/** Of a group: what the first member has. */
function read(
  nexus: Nexus,
  repository: Repository,
  request: ContentRequest,
  seen: Set<Repository>,
): Answer | undefined {
  if (seen.has(repository)) return undefined;
  seen.add(repository);
  const assets = nexus.holdings.assets(repository);
  const asset = assets.get(request.path);
  if (asset) {
    assets.downloaded(request.path, nexus.clock.now());
    return serve(asset, nexus.holdings.blobs(repository), request);
  }
  for (const name of nexus.members(repository)) {
    const member = nexus.repository(name);
    const found = member && read(nexus, member, request, seen);
    if (found) return found;
  }
  return undefined;
}
