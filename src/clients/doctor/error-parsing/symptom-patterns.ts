import type { Operation, Symptom } from "../attempt.ts";

/** Messages of clients, registries and Nexus with their meaning. */
export const symptomPatterns: readonly (readonly [Symptom, RegExp])[] = [
  [
    "name",
    /no such host|could not resolve host|name or service not known|ENOTFOUND|EAI_AGAIN|UnknownHostException|name does not resolve|name resolution|NameResolutionError|unknown host/i,
  ],
  ["refused", /connection refused|ECONNREFUSED/i],
  ["timeout", /i\/o timeout|context deadline exceeded|Client\.Timeout|TLS handshake timeout|ETIMEDOUT|timed out/i],
  [
    "certificate",
    /x509:|certificate signed by unknown|self[-_ ]signed[-_ ]cert|UNABLE_TO_(?:VERIFY|GET)|CERT_HAS_EXPIRED|certificate has expired|PKIX path|CERTIFICATE_VERIFY_FAILED|SSLHandshakeException|ALTNAME_INVALID/i,
  ],
  [
    "plain",
    /gave HTTP response to HTTPS client|wrong version number|WRONG_VERSION_NUMBER|unrecognized SSL message|packet length too long/i,
  ],
  ["no credentials", /no basic auth credentials|ENEEDAUTH|requires you to be logged in/i],
  [
    "unauthorized",
    /\bunauthorized\b|authentication required|incorrect username or password|invalid username\/password|unable to authenticate|\bE?401\b|authentication failed for|credentials not correct/i,
  ],
  ["denied", /\bdenied\b|\bforbidden\b|\bE?403\b|insufficient_scope|authorization failed|not authorized to/i],
  ["no tag", /manifest[_ ]unknown|manifest for \S+ not found|reference "[^"]+": \S+: not found/i],
  ["no image", /NAME_UNKNOWN|name unknown|repository name not known|repository \S+ not found/i],
  ["not found", /\bE?404\b|could not find artifact|no matching distribution|could not find a version/i],
  ["immutable", /does not allow updating|cannot be updated|cannot publish over/i],
  ["read-only", /is read-only|read-only mode|application is frozen/i],
  ["method", /\b405\b|method not allowed/i],
  ["blocked", /remote (?:auto |manually )?blocked|AUTO_BLOCKED/i],
  ["upstream", /\b502\b|\b504\b|bad gateway|gateway time-?out/i],
  ["full", /no space left on device|insufficient storage/i],
  ["unavailable", /\b503\b|service unavailable/i],
];

/** Patterns whose first group is the HTTP status code. */
export const statusPatterns: readonly RegExp[] = [
  /(?:status(?: ?code)?(?: from \w+ request to \S+)?|received unexpected HTTP status|HTTPError|Return code is|Failed (?:PUT|GET))\s*[:=]?\s*([45]\d\d)\b/i,
  /\bHTTP(?:\/\d(?:\.\d)?)? ([45]\d\d)\b/,
  /\bcode E([45]\d\d)\b/,
  /\b([45]\d\d) (?:Error|Client Error|Server Error|Unauthorized|Forbidden|Not Found|Method Not Allowed|Bad Request|Service Unavailable|Bad Gateway|Internal Server Error)/i,
];

/** Patterns for the operation that was tried with an image. */
export const imageOperationPatterns: readonly (readonly [Operation, RegExp])[] = [
  ["pull", /pull access denied|failed to pull|back-off pulling/i],
  ["delete", /\bDELETE "?https?:|\b(?:skopeo|crane|regctl (?:tag|manifest)) (?:delete|rm)\b|failed to delete/i],
  [
    "push",
    /push refers to|\b(?:docker|podman|buildah|nerdctl|crane|oras)(?: image)? push\b|failed to push|initiating layer upload|(?:writing|uploading) (?:blob|manifest|layer)|trying to reuse blob|copying blob [^ ]* to|blobs\/uploads|BLOB_UPLOAD|push(?:ing)? image|(?:PUT|POST|PATCH) "?https?:\S+\/v2\//i,
  ],
  ["login", /login attempt to|\b(?:docker|podman|skopeo|crane)(?: auth)? login\b|logging into/i],
];

/** Matches uploads of other formats. Everything that it does not match is a download. */
export const uploadPattern =
  /\bPUT\b|\bPOST\b|deploy|upload(?:ing|ed)? (?:to|distributions)|\bUploading\b|npm publish|failed to transfer file|twine/i;
