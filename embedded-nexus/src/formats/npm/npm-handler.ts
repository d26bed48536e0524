import { createHash } from "node:crypto";
import { findAsset, findInMembers, isFoundAsset, readAssetText } from "../../content/asset-lookup.ts";
import {
  type ContentRequest,
  checkWritePolicy,
  putGeneratedText,
  readRequestBytes,
  uploaderOf,
} from "../../content/content-request.ts";
import { checkAccess, type FormatRules, serveAsset, storeFile } from "../../content/file-handler.ts";
import { toUpstreamAddress } from "../../content/proxy-fetch.ts";
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
 * How an npm repository answers: packages, tarballs, tags, and who a client is. None of it was measured; what it says
 * is by Nexus's published sources.
 */
export async function handleNpmRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { path } = request;
  try {
    if (path.startsWith("/-/")) return await answerClient(nexus, request);
    const refused = checkAccess(nexus, request);
    if (refused) return refused;
    const [, name, rest = ""] = /^\/((?:@[^/]+\/)?[^/@-][^/]*)(\/.*)?$/.exec(path) ?? [];
    if (name === undefined) return failure(404, `Package '${path.slice(1)}' not found`);
    const route = routes.find(({ method, rest: pattern }) => method.includes(request.method) && pattern.test(rest));
    if (!route) return { status: 405, reason: request.method };
    if (!route.method.includes("GET") && request.repository.type !== "hosted") {
      return { status: 405, reason: request.method };
    }
    return await route.answer(nexus, request, name, route.rest.exec(rest)?.[1] ?? "");
  } catch (error) {
    // What Nexus says beside the status, npm reads in the body.
    if (error instanceof HttpError && error.response.status === 400) return failure(400, error.response.reason ?? "");
    throw error;
  }
}

interface Route {
  readonly method: readonly string[];
  /** What follows the package's name. */
  readonly rest: RegExp;
  answer(nexus: Nexus, request: ContentRequest, name: string, which: string): Promise<ResponseData>;
}

const READ = ["GET", "HEAD"];

const routes: readonly Route[] = [
  { method: READ, rest: /^$/, answer: getPackage },
  { method: READ, rest: /^\/-\/([^/]+)$/, answer: getTarball },
  { method: READ, rest: /^\/([^/-][^/]*)$/, answer: getVersion },
  { method: ["PUT"], rest: /^(?:\/-rev\/[^/]+)?$/, answer: publish },
  { method: ["DELETE"], rest: /^(?:\/-rev\/[^/]+)?$/, answer: removePackage },
  { method: ["DELETE"], rest: /^\/-\/([^/]+)(?:\/-rev\/[^/]+)?$/, answer: removeTarball },
];

const success: ResponseData = { status: 200, json: { success: true } };
const failure = (status: number, error: string): ResponseData => ({ status, json: { success: false, error } });

/** Packages are metadata; a tarball is where its package says, as long as that was ever asked for. */
const rules: FormatRules = {
  isMetadata: (path) => !path.endsWith(".tgz"),
  address: async (nexus, repository, path) => {
    const [, name = "", file] = /^\/(.+?)(?:\/-\/([^/]+))?$/.exec(path) ?? [];
    if (file === undefined) return `/${name.replace("/", "%2f")}`;
    const held = await heldPackage(nexus, repository, name);
    const told = held && findTarballUrl(held, file);
    return told === undefined ? path : toUpstreamAddress(repository, told);
  },
};

async function heldPackage(nexus: Nexus, repository: RepositoryRecord, name: string): Promise<Packument | undefined> {
  const asset = nexus.content.assets(repository).get(`/${name}`);
  if (!asset) return undefined;
  return asPackument(await nexus.content.blobStoreOf(repository).readText(asset.sha256));
}

/** Of a group all members' packages as one. */
async function wholePackage(nexus: Nexus, request: ContentRequest, name: string): Promise<Packument | ResponseData> {
  const { repository, subject } = request;
  const path = `/${name}`;
  const missing = failure(404, `Package '${name}' not found`);
  if (repository.type === "group") {
    const all = await findInMembers(nexus, repository, path, subject, rules);
    const packages = await Promise.all(all.map(async (found) => asPackument(await readAssetText(nexus, found))));
    const [first, ...others] = packages.filter((one) => one !== undefined);
    if (!first) return missing;
    return withTarballUrls(others.length === 0 ? first : mergePackuments([first, ...others]), request.base);
  }
  const found = await findAsset(nexus, repository, path, subject, rules);
  if (!isFoundAsset(found)) return found.status === 404 ? missing : found;
  const packument = asPackument(await readAssetText(nexus, found));
  return packument ? withTarballUrls(packument, request.base) : missing;
}

function asPackument(text: string): Packument | undefined {
  const read = parseJson(text);
  return isObject(read) && isObject(read.versions) ? read : undefined;
}

const isPackument = (one: Packument | ResponseData): one is Packument => "versions" in one;

async function getPackage(nexus: Nexus, request: ContentRequest, name: string): Promise<ResponseData> {
  const found = await wholePackage(nexus, request, name);
  if (!isPackument(found)) return found;
  return { status: 200, json: found };
}

async function getVersion(nexus: Nexus, request: ContentRequest, name: string, version: string): Promise<ResponseData> {
  const found = await wholePackage(nexus, request, name);
  if (!isPackument(found)) return found;
  const tagged = String(toObject(found["dist-tags"])[version] ?? version);
  const told = toObject(found.versions)[tagged];
  return told ? { status: 200, json: told } : failure(404, `Package '${name}-${version}' not found`);
}

async function getTarball(nexus: Nexus, request: ContentRequest, name: string, file: string): Promise<ResponseData> {
  const { repository, subject, path } = request;
  const found = await findAsset(nexus, repository, path, subject, rules);
  if (isFoundAsset(found)) return serveAsset(nexus, request, found);
  return found.status === 404 && found.reason === path
    ? failure(404, `Tarball '${file}' in package '${name}' not found`)
    : found;
}

/** A package is read, and written anew with what comes to it or goes. */
function inTurn<T>(nexus: Nexus, { name }: RepositoryRecord, packageName: string, work: () => Promise<T>): Promise<T> {
  return nexus.mutex.run(`${name}/${packageName}`, work);
}

/** A publication, or a package as it is to be from now on; a tarball that is there is refused with ALLOW_ONCE. */
async function publish(nexus: Nexus, request: ContentRequest, name: string): Promise<ResponseData> {
  const given = parseJson((await readRequestBytes(request)).toString("utf8"));
  if (!isObject(given) || given.name !== name) return failure(400, "Invalid package");
  return inTurn(nexus, request.repository, name, () => publishGiven(nexus, request, name, given));
}

async function publishGiven(
  nexus: Nexus,
  request: ContentRequest,
  name: string,
  given: JsonObject,
): Promise<ResponseData> {
  const held = await heldPackage(nexus, request.repository, name);
  if (held && typeof given._rev === "string" && given._rev !== held._rev) return failure(400, "Revision mismatch");
  for (const { file, bytes } of parseAttachments(given)) {
    await storeFile(nexus, request, `/${name}/-/${file}`, [bytes], rules);
  }
  // Nothing was published, but the package is changed: where nothing may be written it stays as it is.
  const refused = checkWritePolicy(request.repository, `/${name}`, false);
  if (refused) throw new HttpError(refused);
  const now = new Date(nexus.clock.now()).toISOString();
  await keep(nexus, request.repository, uploaderOf(request), applyPublication(given, held, now));
  return success;
}

/** A package's tarball, with what its package.json says of it. */
export interface NpmTarball {
  /** In the repository. */
  readonly path: string;
  readonly packageJson: JsonObject;
  readonly bytes: Uint8Array;
}

export function parseTarball(bytes: Uint8Array): NpmTarball | undefined {
  const told = readPackageJson(bytes);
  if (typeof told?.name !== "string" || typeof told.version !== "string") return undefined;
  const { name, version } = told;
  return { path: `/${name}/-/${name.slice(name.indexOf("/") + 1)}-${version}.tgz`, packageJson: told, bytes };
}

/** Publishes a tarball that came without a client's publication. */
export async function publishTarball(
  nexus: Nexus,
  target: Pick<ContentRequest, "repository" | "subject">,
  { path, packageJson: told, bytes }: NpmTarball,
): Promise<void> {
  await storeFile(nexus, target, path, [bytes], rules);
  const [name, version] = [String(told.name), String(told.version)];
  const dist = {
    tarball: path,
    shasum: createHash("sha1").update(bytes).digest("hex"),
    integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
  };
  const given = { name, versions: { [version]: { ...told, dist } }, "dist-tags": { latest: version } };
  await inTurn(nexus, target.repository, name, async () => {
    const held = await heldPackage(nexus, target.repository, name);
    const now = new Date(nexus.clock.now()).toISOString();
    await keep(nexus, target.repository, uploaderOf(target), applyPublication(given, held, now));
  });
}

function keep(nexus: Nexus, repository: RepositoryRecord, uploader: string, packument: Packument): Promise<void> {
  return putGeneratedText(
    nexus,
    repository,
    `/${packument.name}`,
    JSON.stringify(packument),
    "application/json",
    uploader,
  );
}

async function removePackage(nexus: Nexus, { repository }: ContentRequest, name: string): Promise<ResponseData> {
  const assets = nexus.content.assets(repository);
  if (!assets.delete(`/${name}`)) return failure(404, `Package '${name}' not found`);
  for (const [path] of assets.list(`/${name}/-/`)) assets.delete(path);
  return success;
}

async function removeTarball(nexus: Nexus, request: ContentRequest, name: string, file: string): Promise<ResponseData> {
  const { repository } = request;
  if (!nexus.content.assets(repository).delete(`/${name}/-/${file}`)) {
    return failure(404, `Tarball '${file}' in package '${name}' not found`);
  }
  await removeVersion(nexus, repository, `/${name}/-/${file}`);
  return success;
}

/** A package without the version that a tarball was of; without any it goes itself. */
export async function removeVersion(nexus: Nexus, repository: RepositoryRecord, tarball: string): Promise<void> {
  const [, name = ""] = /^\/(.+)\/-\//.exec(tarball) ?? [];
  await inTurn(nexus, repository, name, async () => {
    const held = await heldPackage(nexus, repository, name);
    const version = Object.keys(toObject(held?.versions)).find((one) => tarball.endsWith(`-${one}.tgz`));
    if (!held || version === undefined) return;
    const left = withoutVersion(held, version);
    if (Object.keys(toObject(left.versions)).length === 0) nexus.content.assets(repository).delete(`/${name}`);
    else await keep(nexus, repository, "admin", left);
  });
}

/** What begins with a hyphen is no package: the client's own questions, and tags. */
async function answerClient(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { path, method, subject } = request;
  // Whoever logs in has no rights yet.
  if (method === "PUT" && path.startsWith("/-/user/org.couchdb.user:")) return logIn(nexus, request);
  const refused = checkAccess(nexus, request);
  if (refused) return refused;
  if (method === "GET" && path === "/-/ping") return { status: 200, json: {} };
  if (method === "GET" && path === "/-/whoami")
    return { status: 200, json: { username: subject.userId ?? "anonymous" } };
  const [, token] = /^\/-\/user\/token\/(.+)$/.exec(path) ?? [];
  if (method === "DELETE" && token !== undefined) {
    return revokeToken(nexus, token) ? { status: 200, json: { ok: "true" } } : failure(404, "Token not found");
  }
  const [, name, tag] = /^\/-\/package\/((?:@[^/]+\/)?[^/]+)\/dist-tags(?:\/([^/]+))?$/.exec(path) ?? [];
  return name === undefined ? { status: 404, reason: path } : answerTags(nexus, request, name, tag);
}

async function logIn(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { name, password } = toObject(parseJson((await readRequestBytes(request)).toString("utf8")));
  const user = findUserByPassword(nexus, { userId: String(name), password: String(password) });
  if (!user) return failure(401, "Bad username or password");
  const token = issueToken(nexus, "NpmToken", user);
  const json = { ok: "true", rev: "_we_dont_use_revs_any_more", id: "org.couchdb.user:undefined", token };
  return { status: 201, json };
}

async function answerTags(
  nexus: Nexus,
  request: ContentRequest,
  name: string,
  tag: string | undefined,
): Promise<ResponseData> {
  const { method, repository } = request;
  if (method === "GET" && tag === undefined) {
    const found = await wholePackage(nexus, request, name);
    return isPackument(found) ? { status: 200, json: toObject(found["dist-tags"]) } : found;
  }
  if (repository.type !== "hosted" || tag === undefined || !["PUT", "DELETE"].includes(method)) {
    return { status: 405, reason: method };
  }
  const held = await heldPackage(nexus, repository, name);
  if (!held) return failure(404, `Package '${name}' not found`);
  const tags = { ...toObject(held["dist-tags"]) };
  if (method === "DELETE") delete tags[tag];
  else {
    const version = parseJson((await readRequestBytes(request)).toString("utf8"));
    if (typeof version !== "string" || toObject(held.versions)[version] === undefined) {
      return failure(400, `Version '${version}' of package '${name}' not found`);
    }
    tags[tag] = version;
  }
  await keep(nexus, repository, uploaderOf(request), { ...held, "dist-tags": tags });
  return success;
}
