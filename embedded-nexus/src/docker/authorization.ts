import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { canAccessPath } from "../security/repository-permissions.ts";
import { authenticate, type Subject } from "../security/subject.ts";
import { issueToken } from "../security/tokens.ts";
import { readConnectorSettings } from "./connector-settings.ts";
import { registryError } from "./registry-errors.ts";
import type { RegistryRequest } from "./registry-request.ts";

const REALM = "DockerToken";

/** What each method asks for, as for any content: POST and PATCH are add, PUT is edit (by Nexus's open parts). */
const asked: Readonly<Record<string, string>> = {
  GET: "read",
  HEAD: "read",
  POST: "add",
  PATCH: "add",
  PUT: "edit",
  DELETE: "delete",
};

/** Who asks, where he may; or why not: 401 with how to log in for who has not, 403 for who may not. */
export function authorizeRegistryRequest(request: RegistryRequest): Subject | ResponseData {
  const { nexus, repository, method, path } = request;
  const subject = authenticateCaller(nexus, request.headers.get("authorization"));
  if (!subject || (subject.kind !== "user" && forcesBasic(request))) return createChallenge(request);
  const action = asked[method];
  if (action === undefined) return registryError("UNSUPPORTED");
  // A log-in asks for the path /v2/ itself: by the documents, a content selector has to select it.
  if (canAccessPath(nexus, subject, action, repository, `/v2${path}`)) return subject;
  return subject.kind === "user" ? registryError("DENIED") : createChallenge(request);
}

/** Gives a token to who logs in, and to anybody where anonymous access is on. */
export function handleTokenRequest(nexus: Nexus, headers: Headers): ResponseData {
  const subject = authenticate(nexus, headers.get("authorization") ?? undefined);
  if (subject?.userId === undefined || !nexus.state.realms.includes(REALM)) return registryError("UNAUTHORIZED");
  return { status: 200, json: { token: issueToken(nexus, REALM, { userId: subject.userId }) } };
}

/** Credentials are taken directly also where a token is asked for; who brings neither is told to (3.70, 3.96: reported). */
export function authenticateCaller(nexus: Nexus, authorization: string | null): Subject | undefined {
  const isKnown = authorization !== null && /^(basic\s|bearer\s+DockerToken\.)/i.test(authorization);
  return isKnown ? authenticate(nexus, authorization) : undefined;
}

export function createChallenge(
  request: Pick<RegistryRequest, "nexus" | "tokens"> & Partial<RegistryRequest>,
): ResponseData {
  return { ...registryError("UNAUTHORIZED"), headers: { "WWW-Authenticate": challengeOf(request) } };
}

/** forceBasicAuth: false needs the Docker Bearer Token Realm to have an effect; where no repository is meant, it is all. */
function forcesBasic({ nexus, repository }: Pick<RegistryRequest, "nexus"> & Partial<RegistryRequest>): boolean {
  if (!nexus.state.realms.includes(REALM)) return true;
  return repository !== undefined && readConnectorSettings(repository)?.forceBasicAuth !== false;
}

/** 3.70, 3.96: reported. */
function challengeOf(request: Pick<RegistryRequest, "nexus" | "tokens"> & Partial<RegistryRequest>): string {
  if (forcesBasic(request)) return 'BASIC realm="Sonatype Nexus Repository Manager"';
  return `Bearer realm="${request.tokens}",service="${request.tokens}",scope="repository:*:pull"`;
}
