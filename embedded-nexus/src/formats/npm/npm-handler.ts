import { createHash } from "node:crypto";
import { findAsset, findInMembers, isFoundAsset, readAssetText } from "../../content/asset-lookup.ts";
import { checkUpload, putGeneratedText, uploadAsset } from "../../content/asset-upload.ts";
import type { StoredAsset } from "../../content/components.ts";
import { type ContentRequest, readRequestBytes, uploaderOf } from "../../content/content-request.ts";
import { checkAccess, type FormatRules, serveAsset } from "../../content/file-handler.ts";
import { toUpstreamAddress } from "../../content/proxy-fetch.ts";
import {
  type ComponentTarget,
  checkUploadPaths,
  invalidUpload,
  type UploadedComponent,
} from "../../content/uploaded-component.ts";
import { HttpError, type ResponseData } from "../../http/responses.ts";
import { isObject, type JsonObject, parseJson } from "../../json.ts";
import type { Nexus } from "../../nexus.ts";
import { findUserByPassword } from "../../security/subject.ts";
import { issueToken, revokeToken } from "../../security/tokens.ts";
import type { RepositoryRecord } from "../../state.ts";
import {
  applyPublication,
  findTarballUrl,
  mergePackuments,
  type Packument,
  parseAttachments,
  toObject,
  withoutVersion,
  withTarballUrls,
} from "./packument.ts";
import { readPackageJson } from "./tarball.ts";

/**
 * Handles requests for an npm repository: packages, tarballs, tags, login. Not measured; responses follow Nexus's
 * published sources.
 */
export async function handleNpmRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { path } = request;
  try {
    if (path.startsWith("/-/")) return await handleClientRequest(nexus, request);
    const refusal = checkAccess(nexus, request);
    if (refusal) return refusal;
    const [, name, rest = ""] = /^\/((?:@[^/]+\/)?[^/@-][^/]*)(\/.*)?$/.exec(path) ?? [];
    if (name === undefined) return failure(404, `Package '${path.slice(1)}' not found`);
    const route = routes.find(({ methods, pattern }) => methods.includes(request.method) && pattern.test(rest));
    if (!route) return { status: 405, reason: request.method };
    if (!route.methods.includes("GET") && request.repository.type !== "hosted") {
      return { status: 405, reason: request.method };
    }
    return await route.handle(nexus, request, name, route.pattern.exec(rest)?.[1] ?? "");
  } catch (error) {
    // npm reads the reason from the body.
    if (error instanceof HttpError && error.response.status === 400) return failure(400, error.response.reason ?? "");
    throw error;
  }
}

interface Route {
  readonly methods: readonly string[];
  /** Matches the path behind the package's name; its group is the argument. */
  readonly pattern: RegExp;
  handle(nexus: Nexus, request: ContentRequest, name: string, argument: string): Promise<ResponseData>;
}

const READ = ["GET", "HEAD"];

const routes: readonly Route[] = [
  { methods: READ, pattern: /^$/, handle: getPackage },
  { methods: READ, pattern: /^\/-\/([^/]+)$/, handle: getTarball },
  { methods: READ, pattern: /^\/([^/-][^/]*)$/, handle: getVersion },
  { methods: ["PUT"], pattern: /^(?:\/-rev\/[^/]+)?$/, handle: publish },
  { methods: ["DELETE"], pattern: /^(?:\/-rev\/[^/]+)?$/, handle: deletePackage },
  { methods: ["DELETE"], pattern: /^\/-\/([^/]+)(?:\/-rev\/[^/]+)?$/, handle: deleteTarball },
];

const success: ResponseData = { status: 200, json: { success: true } };
const failure = (status: number, error: string): ResponseData => ({ status, json: { success: false, error } });

const isPackagePath = (path: string): boolean => !path.endsWith(".tgz");

/**
 * Rules for npm's files. Packages are metadata, which ALLOW_ONCE lets change. A tarball is fetched from the URL in its
 * package, if that was requested before.
 */
const npmRules: FormatRules = {
  isMetadata: isPackagePath,
  writePolicy: (policy, { path }) => (policy === "ALLOW_ONCE" && isPackagePath(path) ? "ALLOW" : policy),
  upstreamAddress: async (nexus, repository, path) => {
    const [, name = "", file] = /^\/(.+?)(?:\/-\/([^/]+))?$/.exec(path) ?? [];
    if (file === undefined) return `/${name.replace("/", "%2f")}`;
    const packument = await readStoredPackage(nexus, repository, name);
    const url = packument && findTarballUrl(packument, file);
    return url === undefined ? path : toUpstreamAddress(repository, url);
  },
};

/** Reads the package that the repository itself stores. */
async function readStoredPackage(
  nexus: Nexus,
  repository: RepositoryRecord,
  name: string,
): Promise<Packument | undefined> {
  const asset = nexus.content.assets(repository).get(`/${name}`);
  if (!asset) return undefined;
  return parsePackument(await nexus.content.blobStoreOf(repository).readText(asset.sha256));
}

/** Finds a package, tarball URLs pointing at this repository; in a group, those of all members merged. */
async function findPackage(nexus: Nexus, request: ContentRequest, name: string): Promise<Packument | ResponseData> {
  const { repository, base } = request;
  const path = `/${name}`;
  const missing = failure(404, `Package '${name}' not found`);
  if (repository.type === "group") {
    const assets = await findInMembers(nexus, repository, path, uploaderOf(request), npmRules);
    const texts = await Promise.all(assets.map((asset) => readAssetText(nexus, asset)));
    const [first, ...others] = texts.map(parsePackument).filter((packument) => packument !== undefined);
    if (!first) return missing;
    return withTarballUrls(others.length === 0 ? first : mergePackuments([first, ...others]), base);
  }
  const result = await findAsset(nexus, repository, path, uploaderOf(request), npmRules);
  if (!isFoundAsset(result)) return result.status === 404 ? missing : result;
  const packument = parsePackument(await readAssetText(nexus, result));
  return packument ? withTarballUrls(packument, base) : missing;
}

function parsePackument(text: string): Packument | undefined {
  const json = parseJson(text);
  return isObject(json) && isObject(json.versions) ? json : undefined;
}

const isPackument = (result: Packument | ResponseData): result is Packument => "versions" in result;

async function getPackage(nexus: Nexus, request: ContentRequest, name: string): Promise<ResponseData> {
  const packument = await findPackage(nexus, request, name);
  return isPackument(packument) ? { status: 200, json: packument } : packument;
}

async function getVersion(
  nexus: Nexus,
  request: ContentRequest,
  name: string,
  versionOrTag: string,
): Promise<ResponseData> {
  const packument = await findPackage(nexus, request, name);
  if (!isPackument(packument)) return packument;
  const version = String(toObject(packument["dist-tags"])[versionOrTag] ?? versionOrTag);
  const json = toObject(packument.versions)[version];
  return json ? { status: 200, json } : failure(404, `Package '${name}-${versionOrTag}' not found`);
}

async function getTarball(nexus: Nexus, request: ContentRequest, name: string, file: string): Promise<ResponseData> {
  const { repository, path } = request;
  const result = await findAsset(nexus, repository, path, uploaderOf(request), npmRules);
  if (isFoundAsset(result)) return serveAsset(nexus, request, result);
  const isMissing = result.status === 404 && result.reason === path;
  return isMissing ? failure(404, `Tarball '${file}' in package '${name}' not found`) : result;
}

/** Serializes work that reads a package and writes it again. */
function withPackageLock<T>(nexus: Nexus, { name }: RepositoryRecord, packageName: string, work: () => Promise<T>) {
  return nexus.mutex.run(`${name}/${packageName}`, work);
}

/** Publishes versions, or replaces a package; ALLOW_ONCE refuses a tarball that exists. */
async function publish(nexus: Nexus, request: ContentRequest, name: string): Promise<ResponseData> {
  const publication = parseJson((await readRequestBytes(request)).toString("utf8"));
  if (!isObject(publication) || publication.name !== name) return failure(400, "Invalid package");
  return withPackageLock(nexus, request.repository, name, () => applyPublish(nexus, request, name, publication));
}

async function applyPublish(
  nexus: Nexus,
  request: ContentRequest,
  name: string,
  publication: JsonObject,
): Promise<ResponseData> {
  const { repository } = request;
  const stored = await readStoredPackage(nexus, repository, name);
  if (stored && typeof publication._rev === "string" && publication._rev !== stored._rev) {
    return failure(400, "Revision mismatch");
  }
  for (const { file, bytes } of parseAttachments(publication)) {
    await uploadAsset(nexus, request, `/${name}/-/${file}`, [bytes], npmRules);
  }
  // A change without tarballs is refused where the write policy is DENY.
  const refusal = checkUpload(nexus, repository, `/${name}`, npmRules);
  if (refusal) throw new HttpError(refusal);
  const now = new Date(nexus.clock.now()).toISOString();
  await storePackage(nexus, repository, uploaderOf(request), applyPublication(publication, stored, now));
  return success;
}

/** Stores npm packages of POST /v1/components. */
export async function uploadNpmComponent(
  nexus: Nexus,
  target: ComponentTarget,
  { assets }: UploadedComponent,
): Promise<void> {
  for (const { file } of assets) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const packageJson = readPackageJson(bytes);
    if (typeof packageJson?.name !== "string" || typeof packageJson.version !== "string") {
      throw invalidUpload("Uploaded package is invalid, or is missing package.json");
    }
    const { name, version } = packageJson;
    const path = `/${name}/-/${name.slice(name.indexOf("/") + 1)}-${version}.tgz`;
    checkUploadPaths(nexus, target, [path]);
    await uploadAsset(nexus, target, path, [bytes], npmRules);
    const dist = {
      tarball: path,
      shasum: createHash("sha1").update(bytes).digest("hex"),
      integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
    };
    const publication = { name, versions: { [version]: { ...packageJson, dist } }, "dist-tags": { latest: version } };
    await withPackageLock(nexus, target.repository, name, async () => {
      const stored = await readStoredPackage(nexus, target.repository, name);
      const now = new Date(nexus.clock.now()).toISOString();
      await storePackage(nexus, target.repository, uploaderOf(target), applyPublication(publication, stored, now));
    });
  }
}

function storePackage(
  nexus: Nexus,
  repository: RepositoryRecord,
  uploader: string,
  packument: Packument,
): Promise<void> {
  const path = `/${packument.name}`;
  return putGeneratedText(nexus, repository, path, JSON.stringify(packument), "application/json", uploader);
}

async function deletePackage(nexus: Nexus, { repository }: ContentRequest, name: string): Promise<ResponseData> {
  const assets = nexus.content.assets(repository);
  if (!assets.delete(`/${name}`)) return failure(404, `Package '${name}' not found`);
  for (const [path] of assets.list(`/${name}/-/`)) assets.delete(path);
  return success;
}

async function deleteTarball(nexus: Nexus, request: ContentRequest, name: string, file: string): Promise<ResponseData> {
  const { repository } = request;
  const path = `/${name}/-/${file}`;
  if (!nexus.content.assets(repository).delete(path)) {
    return failure(404, `Tarball '${file}' in package '${name}' not found`);
  }
  await removeVersion(nexus, repository, { path });
  return success;
}

/** Removes the version of a deleted tarball from its package; a package without versions is deleted. */
export async function removeVersion(
  nexus: Nexus,
  repository: RepositoryRecord,
  { path }: Pick<StoredAsset, "path">,
): Promise<void> {
  const [, name = ""] = /^\/(.+)\/-\//.exec(path) ?? [];
  await withPackageLock(nexus, repository, name, async () => {
    const stored = await readStoredPackage(nexus, repository, name);
    const version = Object.keys(toObject(stored?.versions)).find((candidate) => path.endsWith(`-${candidate}.tgz`));
    if (!stored || version === undefined) return;
    const remaining = withoutVersion(stored, version);
    if (Object.keys(toObject(remaining.versions)).length > 0) {
      await storePackage(nexus, repository, "admin", remaining);
    } else nexus.content.assets(repository).delete(`/${name}`);
  });
}

/** Handles paths below `/-/`: login, ping, whoami, tokens and tags. */
async function handleClientRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { path, method, subject } = request;
  // A login is made before the user has any permission.
  if (method === "PUT" && path.startsWith("/-/user/org.couchdb.user:")) return logIn(nexus, request);
  const refusal = checkAccess(nexus, request);
  if (refusal) return refusal;
  if (method === "GET" && path === "/-/ping") return { status: 200, json: {} };
  if (method === "GET" && path === "/-/whoami") return { status: 200, json: { username: uploaderOf({ subject }) } };
  const [, token] = /^\/-\/user\/token\/(.+)$/.exec(path) ?? [];
  if (method === "DELETE" && token !== undefined) {
    return revokeToken(nexus, token) ? { status: 200, json: { ok: "true" } } : failure(404, "Token not found");
  }
  const [, name, tag] = /^\/-\/package\/((?:@[^/]+\/)?[^/]+)\/dist-tags(?:\/([^/]+))?$/.exec(path) ?? [];
  return name === undefined ? { status: 404, reason: path } : handleTags(nexus, request, name, tag);
}

async function logIn(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { name, password } = toObject(parseJson((await readRequestBytes(request)).toString("utf8")));
  const user = findUserByPassword(nexus, { userId: String(name), password: String(password) });
  if (!user) return failure(401, "Bad username or password");
  const token = issueToken(nexus, "NpmToken", user);
  const json = { ok: "true", rev: "_we_dont_use_revs_any_more", id: "org.couchdb.user:undefined", token };
  return { status: 201, json };
}

async function handleTags(
  nexus: Nexus,
  request: ContentRequest,
  name: string,
  tag: string | undefined,
): Promise<ResponseData> {
  const { method, repository } = request;
  if (method === "GET" && tag === undefined) {
    const packument = await findPackage(nexus, request, name);
    return isPackument(packument) ? { status: 200, json: toObject(packument["dist-tags"]) } : packument;
  }
  if (repository.type !== "hosted" || tag === undefined || !["PUT", "DELETE"].includes(method)) {
    return { status: 405, reason: method };
  }
  const stored = await readStoredPackage(nexus, repository, name);
  if (!stored) return failure(404, `Package '${name}' not found`);
  const tags = { ...toObject(stored["dist-tags"]) };
  if (method === "DELETE") delete tags[tag];
  else {
    const version = parseJson((await readRequestBytes(request)).toString("utf8"));
    if (typeof version !== "string" || toObject(stored.versions)[version] === undefined) {
      return failure(400, `Version '${version}' of package '${name}' not found`);
    }
    tags[tag] = version;
  }
  await storePackage(nexus, repository, uploaderOf(request), { ...stored, "dist-tags": tags });
  return success;
}
