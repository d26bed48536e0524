/** Error messages of clients and logs, in their own wording. */
import { describe, expect, it } from "vitest";
import { formatImageReference } from "../../../src/client-config/image-reference.ts";
import { parseError } from "../../../src/clients/doctor/error-parsing/parse-error.ts";

/** Formats a parsed error: `push app.example/team/app:1 401 unauthorized`. */
function format(text: string): string {
  const { operation, target, error } = parseError(text);
  const address = target && ("image" in target ? formatImageReference(target.image) : target.url);
  return [operation, address, error.status, error.symptoms.join(", ")]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
}

const app = "app.example/team/app";

const messages: [client: string, text: string, expected: string][] = [
  [
    "docker push without credentials",
    `$ docker push ${app}:1\nThe push refers to repository [${app}]\n5f70bf18a086: Preparing\nno basic auth credentials`,
    `push ${app}:1 no credentials`,
  ],
  [
    "docker push without permission",
    `The push refers to repository [${app}]\ndenied: access to the requested resource is not authorized`,
    `push ${app} denied`,
  ],
  [
    "docker push of an existing tag",
    `docker push ${app}:1\nerror parsing HTTP 400 response body: invalid character 'R': "Repository does not allow updating assets: apps"`,
    `push ${app}:1 400 immutable`,
  ],
  [
    "docker pull of a missing tag",
    `Error response from daemon: manifest for ${app}:9 not found: manifest unknown: manifest unknown`,
    `pull ${app}:9 no tag`,
  ],
  [
    "docker pull: denied",
    `Error response from daemon: pull access denied for ${app}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    `pull ${app} denied`,
  ],
  [
    "docker from a server without TLS",
    `docker pull ${app}:1\nError response from daemon: Get "https://app.example/v2/": http: server gave HTTP response to HTTPS client`,
    `pull ${app}:1 plain`,
  ],
  [
    "docker login",
    "Error response from daemon: login attempt to https://app.example:5001/v2/ failed with status: 401 Unauthorized",
    "login https://app.example:5001/v2/ 401 unauthorized",
  ],
  [
    "podman push",
    `Error: trying to reuse blob sha256:8823818c474862932702f8a920abea43b2560ddceb910d145be9ba0eb149a643 at destination: checking whether a blob sha256:8823818c474862932702f8a920abea43b2560ddceb910d145be9ba0eb149a643 exists in ${app}: authentication required`,
    `push ${app} unauthorized`,
  ],
  [
    "podman push to a group",
    "Error: writing blob: initiating layer upload to /v2/team/app/blobs/uploads/ in app.example:5001: StatusCode: 405, ",
    "push app.example:5001/team/app 405 method",
  ],
  [
    "skopeo copy",
    `time="2026-01-02T03:04:05Z" level=fatal msg="initializing source docker://${app}:9: reading manifest 9 in ${app}: manifest unknown"`,
    `pull ${app}:9 no tag`,
  ],
  [
    "skopeo with an unknown certificate authority",
    `FATA[0000] initializing source docker://${app}:1: pinging container registry app.example: Get "https://app.example/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    `pull ${app}:1 certificate`,
  ],
  [
    "crane",
    `Error: pushing image ${app}:1: PUT https://app.example/v2/team/app/manifests/1: BLOB_UPLOAD_INVALID: blob upload invalid; Repository does not allow updating assets: apps`,
    `push ${app}:1 immutable`,
  ],
  [
    "crane: unauthorized",
    "Error: GET https://app.example/v2/team/app/manifests/1: UNAUTHORIZED: access to the requested resource is not authorized",
    `pull ${app}:1 unauthorized`,
  ],
  [
    "kubelet with containerd",
    `  Warning  Failed     9s (x2 over 24s)  kubelet  Failed to pull image "${app}:1": rpc error: code = NotFound desc = failed to pull and unpack image "${app}:1": failed to resolve reference "${app}:1": ${app}:1: not found\n  Warning  Failed  kubelet  Error: ErrImagePull`,
    `pull ${app}:1 no tag`,
  ],
  ["kubelet, backing off", `Back-off pulling image "${app}:1"`, `pull ${app}:1`],
  [
    "CRI-O",
    `Failed to pull image "${app}@sha256:${"a".repeat(64)}": rpc error: code = Unknown desc = reading manifest sha256:${"a".repeat(64)} in ${app}: unauthorized: access to the requested resource is not authorized`,
    `pull ${app}@sha256:${"a".repeat(64)} unauthorized`,
  ],
  [
    "containerd: unresolvable host name",
    `failed to do request: Head "https://app.example/v2/team/app/manifests/1": dial tcp: lookup app.example on 10.0.0.10:53: no such host`,
    `pull ${app}:1 name`,
  ],
  [
    "containerd: connection refused",
    `failed to do request: Head "https://app.example:5002/v2/team/app/manifests/1": dial tcp 10.1.2.3:5002: connect: connection refused`,
    "pull app.example:5002/team/app:1 refused",
  ],
  [
    "a log of Jenkins",
    `[2026-01-02T03:04:05.678Z] + docker push ${app}:build-1\n[2026-01-02T03:04:06.001Z] The push refers to repository [${app}]\n[2026-01-02T03:04:07.123Z] \u001b[31munauthorized: authentication required\u001b[0m`,
    `push ${app}:build-1 unauthorized`,
  ],
  [
    "Jib",
    `Tried to push image manifest for ${app}:1 but failed because: other: blob upload invalid: 400 Bad Request\nPUT https://app.example/v2/team/app/manifests/1\n{"errors":[{"code":"BLOB_UPLOAD_INVALID","message":"blob upload invalid","detail":"apps/v2/team/app/manifests/1 cannot be updated"}]}`,
    `push ${app}:1 400 immutable`,
  ],
  [
    "skopeo delete",
    `skopeo delete docker://${app}:1\nlevel=fatal msg="deleting ${app}:1: requested access to the resource is denied"`,
    `delete ${app}:1 denied`,
  ],
  [
    "mvn deploy without permission",
    "[ERROR] Failed to execute goal org.apache.maven.plugins:maven-deploy-plugin:3.1.1:deploy (default-deploy) on project a: Failed to deploy artifacts: Could not transfer artifact org.acme:a:jar:1.0 from/to nexus (https://nexus.example/repository/releases/): authorization failed for https://nexus.example/repository/releases/org/acme/a/1.0/a-1.0.jar, status: 403 Forbidden -> [Help 1]",
    "put https://nexus.example/repository/releases/org/acme/a/1.0/a-1.0.jar 403 denied",
  ],
  [
    "mvn deploy of an existing version",
    "[ERROR] Failed to deploy artifacts: Could not transfer artifact org.acme:a:pom:1.0 from/to nexus (https://nexus.example/repository/releases): status code: 400, reason phrase: Repository does not allow updating assets: releases (400) -> [Help 1]",
    "put https://nexus.example/repository/releases/org/acme/a/1.0/a-1.0.pom 400 immutable",
  ],
  [
    "mvn for a missing artifact",
    "[ERROR] Could not find artifact org.acme:a:jar:sources:1.0 in nexus (https://nexus.example/repository/public/)",
    "get https://nexus.example/repository/public/org/acme/a/1.0/a-1.0-sources.jar not found",
  ],
  [
    "npm publish",
    "npm error code E401\nnpm error 401 Unauthorized - PUT https://nexus.example/repository/npm-hosted/a - authentication required",
    "put https://nexus.example/repository/npm-hosted/a 401 unauthorized",
  ],
  [
    "npm install",
    "npm ERR! code E403\nnpm ERR! 403 403 Forbidden - GET https://nexus.example/repository/npm-group/@acme%2fa - Forbidden",
    "get https://nexus.example/repository/npm-group/@acme%2fa 403 denied",
  ],
  [
    "pip",
    "WARNING: 401 Error, Credentials not correct for https://nexus.example/repository/pypi-group/simple/a/\nERROR: Could not find a version that satisfies the requirement a (from versions: none)",
    "get https://nexus.example/repository/pypi-group/simple/a/ 401 unauthorized, not found",
  ],
  [
    "twine",
    "Uploading distributions to https://nexus.example/repository/pypi-hosted/\nERROR HTTPError: 400 Bad Request from https://nexus.example/repository/pypi-hosted/\nRepository does not allow updating assets: pypi-hosted",
    "put https://nexus.example/repository/pypi-hosted/ 400 immutable",
  ],
  [
    "a proxy whose upstream is blocked",
    'The "https://nexus.example/repository/composer-proxy/packages.json" file could not be downloaded (HTTP/1.1 404 Remote Auto Blocked until 2026-05-31T16:58:29.586Z)',
    "get https://nexus.example/repository/composer-proxy/packages.json 404 not found, blocked",
  ],
];

describe("parseError", () => {
  it.each(messages)("parses the error of %s", (_client, text, expected) => expect(format(text)).toBe(expected));

  it("marks a push without a tag as untagged; a pull without a tag means latest", () => {
    expect(parseError(`exists in ${app}: authentication required, trying to reuse blob`).target).toMatchObject({
      untagged: true,
    });
    expect(parseError(`docker push ${app}:1 denied`).target).not.toHaveProperty("untagged");
    expect(parseError(`Trying to pull ${app}...`).target).not.toHaveProperty("untagged");
  });

  it("returns no target if the text has no image and no URL", () => {
    expect(parseError("unauthorized")).toEqual({ error: { symptoms: ["unauthorized"] } });
  });

  it("does not keep secrets of the text", () => {
    const secrets = [
      `docker login -u bot -p s3cret app.example && docker push ${app}:1`,
      "curl -u bot:s3cret https://bot:s3cret@nexus.example/repository/files/a?token=s3cret 403 Forbidden",
      "PUT https://nexus.example/repository/files/a\nAuthorization: Basic s3cret",
      `Get "https://bot:s3cret@app.example/v2/": unauthorized`,
    ];
    for (const text of secrets) expect(JSON.stringify(parseError(text))).not.toContain("s3cret");
  });

  it("parses long and unusual texts in a short time", () => {
    const long = [
      "a".repeat(200_000),
      "https://".repeat(20_000),
      `docker push ${"-x ".repeat(30_000)}`,
      '"'.repeat(200_000),
    ];
    for (const text of long) expect(parseError(text).error.status).toBeUndefined();
  });
});
