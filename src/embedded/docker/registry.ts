import type { IncomingHttpHeaders } from "node:http";
import type { Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { mayView } from "../security/repositories.ts";
import { authenticate, type Subject } from "../security/subject.ts";
import type { Repository } from "../state.ts";
import { connectorSettings } from "./settings.ts";

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/**
 * What a Docker repository's connector answers: so far the question of a client whether it speaks to a registry and may
 * go on. None of this was measured.
 */
export function registryAnswer(
  nexus: Nexus,
  repository: Repository,
  path: string,
  headers: IncomingHttpHeaders,
): RegistryAnswer {
  if (path !== "/v2/" && path !== "/v2") return answer(404, failure("NOT_FOUND", "not found"));
  const subject = authenticate(nexus, headers.authorization);
  if (subject && mayEnter(nexus, repository, subject)) return answer(200, {});
  const challenge = { "WWW-Authenticate": challengeOf(nexus, repository, headers.host ?? "") };
  return answer(401, failure("UNAUTHORIZED", "access to the requested resource is not authorized"), challenge);
}

function answer(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): RegistryAnswer {
  return { status, body, headers: { "Docker-Distribution-Api-Version": "registry/2.0", ...headers } };
}

const failure = (code: string, message: string): Json => ({ errors: [{ code, message, detail: null }] });

/** Whoever logs in; without credentials where the repository does not force them and anonymous may read it. */
function mayEnter(nexus: Nexus, repository: Repository, subject: Subject): boolean {
  if (subject.kind === "user") return true;
  return subject.kind === "anonymous" && !forcesBasic(nexus, repository) && mayView(nexus, subject, "read", repository);
}

/** forceBasicAuth: false needs the Docker Bearer Token Realm to have an effect. */
function forcesBasic(nexus: Nexus, repository: Repository): boolean {
  return connectorSettings(repository)?.forceBasicAuth !== false || !nexus.state.realms.includes("DockerToken");
}

function challengeOf(nexus: Nexus, repository: Repository, host: string): string {
  if (forcesBasic(nexus, repository)) return 'Basic realm="Sonatype Nexus Repository Manager"';
  const token = `http://${host}/v2/token`;
  return `Bearer realm="${token}",service="${token}"`;
}
