import { contentActions } from "../content/content-request.ts";
import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { canAccessPath } from "../security/repository-permissions.ts";
import { authenticate, type Subject } from "../security/subject.ts";
import { issueToken } from "../security/tokens.ts";
import { readConnectorSettings } from "./connector-settings.ts";
import type { ImageRequest } from "./image-request.ts";
import { registryError } from "./registry-errors.ts";

/** The realms of the tokens for clients of images, by the format of repositories (3.94, published API). */
const TOKEN_REALMS: Readonly<Record<string, string>> = { docker: "DockerToken", oci: "OciBearerToken" };

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
export function handleTokenRequest(request: ChallengedRequest & Pick<ImageRequest, "headers">): ResponseData {
  const { nexus, headers } = request;
  const subject = authenticate(nexus, headers.get("authorization") ?? undefined);
  const realm = findTokenRealm(request);
  if (subject?.userId === undefined || realm === undefined) return registryError("UNAUTHORIZED");
  return { status: 200, json: { token: issueToken(nexus, realm, { userId: subject.userId }) } };
}

/**
 * Authenticates by Basic credentials or a token of this Nexus; undefined otherwise, so that the caller is challenged.
 * Basic credentials are accepted also where a token is asked for (3.70, 3.96: reported).
 */
export function authenticateCaller(nexus: Nexus, authorization: string | null): Subject | undefined {
  const isSupported =
    authorization !== null && /^(basic\s|bearer\s+(?:DockerToken|OciBearerToken)\.)/i.test(authorization);
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

/** forceBasicAuth: false needs the realm of the format to have an effect; without a repository the realms decide. */
function forcesBasicAuth(request: ChallengedRequest): boolean {
  if (findTokenRealm(request) === undefined) return true;
  const { repository } = request;
  return repository !== undefined && readConnectorSettings(repository)?.forceBasicAuth !== false;
}

/** Returns the active realm that issues tokens for the repository's format. Nexus's own address serves both (assumed). */
function findTokenRealm({ nexus, repository }: ChallengedRequest): string | undefined {
  const realms = repository ? [TOKEN_REALMS[repository.format] ?? ""] : Object.values(TOKEN_REALMS);
  return realms.find((realm) => nexus.state.realms.includes(realm));
}
