import { contentActions } from "../content/content-request.ts";
import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { canAccessPath } from "../security/repository-permissions.ts";
import { authenticate, type Subject } from "../security/subject.ts";
import { issueToken } from "../security/tokens.ts";
import { readConnectorSettings } from "./connector-settings.ts";
import type { ImageRequest } from "./image-request.ts";
import { registryError } from "./registry-errors.ts";

const REALM = "DockerToken";

/** The action that a method needs permission for, as for any content; PATCH is add (by Nexus's published sources). */
const registryActions: Readonly<Record<string, string>> = { ...contentActions, PATCH: "add" };

/**
 * Authenticates and authorizes a request. Returns the user, or the refusal: 401 with a challenge without credentials,
 * 403 without permission.
 */
export function authorizeRegistryRequest(request: ImageRequest): Subject | ResponseData {
  const { nexus, repository, method, path } = request;
  const subject = authenticateCaller(nexus, request.headers.get("authorization"));
  if (!subject || (subject.kind !== "user" && forcesBasicAuth(request))) return createChallenge(request);
  const action = registryActions[method];
  if (action === undefined) return registryError("UNSUPPORTED");
  // A login requests the path /v2/ itself: by the documentation, a content selector has to select it.
  if (canAccessPath(nexus, subject, action, repository, `/v2${path}`)) return subject;
  return subject.kind === "user" ? registryError("DENIED") : createChallenge(request);
}

/** Issues a token to a user who logs in, and to the anonymous user where anonymous access is on. */
export function handleTokenRequest(nexus: Nexus, headers: Headers): ResponseData {
  const subject = authenticate(nexus, headers.get("authorization") ?? undefined);
  if (subject?.userId === undefined || !nexus.state.realms.includes(REALM)) return registryError("UNAUTHORIZED");
  return { status: 200, json: { token: issueToken(nexus, REALM, { userId: subject.userId }) } };
}

/**
 * Authenticates by Basic credentials or a token of this Nexus; undefined otherwise, so that the caller is challenged.
 * Basic credentials are accepted also where a token is asked for (3.70, 3.96: reported).
 */
export function authenticateCaller(nexus: Nexus, authorization: string | null): Subject | undefined {
  const isSupported = authorization !== null && /^(basic\s|bearer\s+DockerToken\.)/i.test(authorization);
  return isSupported ? authenticate(nexus, authorization) : undefined;
}

/** A request for Nexus as a whole, or for one of its repositories. */
type ChallengedRequest = Pick<ImageRequest, "nexus" | "tokens"> & Partial<ImageRequest>;

/** Creates the 401 response with the scheme to log in by, Basic or Bearer (3.70, 3.96: reported). */
export function createChallenge(request: ChallengedRequest): ResponseData {
  const { tokens } = request;
  const challenge = forcesBasicAuth(request)
    ? 'BASIC realm="Sonatype Nexus Repository Manager"'
    : `Bearer realm="${tokens}",service="${tokens}",scope="repository:*:pull"`;
  return { ...registryError("UNAUTHORIZED"), headers: { "WWW-Authenticate": challenge } };
}

/** forceBasicAuth: false needs the Docker Bearer Token Realm to have an effect; without a repository the realm decides. */
function forcesBasicAuth({ nexus, repository }: ChallengedRequest): boolean {
  if (!nexus.state.realms.includes(REALM)) return true;
  return repository !== undefined && readConnectorSettings(repository)?.forceBasicAuth !== false;
}
