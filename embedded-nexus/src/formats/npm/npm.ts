import { createHash } from "node:crypto";
import { type FileRules, forbidden, served, write } from "../../content/files.ts";
import { find, findAll, isFound, textOf } from "../../content/find.ts";
import { bytesOf, type ContentRequest, putText, refusedWrite, uploaderOf } from "../../content/request.ts";
import { beneath } from "../../content/upstream.ts";
import { type Answer, Refusal } from "../../http/answers.ts";
import { isObject, type JsonObject, jsonOf } from "../../json.ts";
import type { Nexus } from "../../nexus.ts";
import { passwordFits } from "../../security/subject.ts";
import { issueToken, revokeToken } from "../../security/tokens.ts";
import type { Repository } from "../../state.ts";
import {
  addressed,
  addressOf,
  attachmentsOf,
  merged,
  objectOf,
  type Packument,
  published,
  without,
} from "./packument.ts";
import { packageJsonIn } from "./tarball.ts";

/**
 * How an npm repository answers: packages, tarballs, tags, and who a client is. None of it was measured; what it says
 * is by Nexus's published sources.
 */
export async function answerNpm(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const { path } = request;
  try {
    if (path.startsWith("/-/")) return await answerClient(nexus, request);
    const refused = forbidden(nexus, request);
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
    if (error instanceof Refusal && error.answer.status === 400) return failure(400, error.answer.reason ?? "");
    throw error;
  }
}

interface Route {
  readonly method: readonly string[];
  /** What follows the package's name. */
  readonly rest: RegExp;
  answer(nexus: Nexus, request: ContentRequest, name: string, which: string): Promise<Answer>;
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

const success: Answer = { status: 200, json: { success: true } };
const failure = (status: number, error: string): Answer => ({ status, json: { success: false, error } });

/** Packages are metadata; a tarball is where its package says, as long as that was ever asked for. */
const rules: FileRules = {
  isMetadata: (path) => !path.endsWith(".tgz"),
  address: async (nexus, repository, path) => {
    const [, name = "", file] = /^\/(.+?)(?:\/-\/([^/]+))?$/.exec(path) ?? [];
    if (file === undefined) return `/${name.replace("/", "%2f")}`;
    const held = await heldPackage(nexus, repository, name);
    const told = held && addressOf(held, file);
    return told === undefined ? path : beneath(repository, told);
  },
};

async function heldPackage(nexus: Nexus, repository: Repository, name: string): Promise<Packument | undefined> {
  const asset = nexus.holdings.assets(repository).get(`/${name}`);
  if (!asset) return undefined;
  return asPackument(await nexus.holdings.blobs(repository).text(asset.sha256));
}

/** Of a group all members' packages as one. */
async function wholePackage(nexus: Nexus, request: ContentRequest, name: string): Promise<Packument | Answer> {
  const { repository, subject } = request;
  const path = `/${name}`;
  const missing = failure(404, `Package '${name}' not found`);
  if (repository.type === "group") {
    const all = await findAll(nexus, repository, path, subject, rules);
    const packages = await Promise.all(all.map(async (found) => asPackument(await textOf(nexus, found))));
    const [first, ...others] = packages.filter((one) => one !== undefined);
    if (!first) return missing;
    return addressed(others.length === 0 ? first : merged([first, ...others]), request.base);
  }
  const found = await find(nexus, repository, path, subject, rules);
  if (!isFound(found)) return found.status === 404 ? missing : found;
  const packument = asPackument(await textOf(nexus, found));
  return packument ? addressed(packument, request.base) : missing;
}

function asPackument(text: string): Packument | undefined {
  const read = jsonOf(text);
  return isObject(read) && isObject(read.versions) ? read : undefined;
}

const isPackument = (one: Packument | Answer): one is Packument => "versions" in one;

async function getPackage(nexus: Nexus, request: ContentRequest, name: string): Promise<Answer> {
  const found = await wholePackage(nexus, request, name);
  if (!isPackument(found)) return found;
  return { status: 200, json: found };
}

async function getVersion(nexus: Nexus, request: ContentRequest, name: string, version: string): Promise<Answer> {
  const found = await wholePackage(nexus, request, name);
  if (!isPackument(found)) return found;
  const tagged = String(objectOf(found["dist-tags"])[version] ?? version);
  const told = objectOf(found.versions)[tagged];
  return told ? { status: 200, json: told } : failure(404, `Package '${name}-${version}' not found`);
}

async function getTarball(nexus: Nexus, request: ContentRequest, name: string, file: string): Promise<Answer> {
  const { repository, subject, path } = request;
  const found = await find(nexus, repository, path, subject, rules);
  if (isFound(found)) return served(nexus, request, found);
  return found.status === 404 && found.reason === path
    ? failure(404, `Tarball '${file}' in package '${name}' not found`)
    : found;
}

/** A package is read, and written anew with what comes to it or goes. */
function inTurn<T>(nexus: Nexus, { name }: Repository, packageName: string, work: () => Promise<T>): Promise<T> {
  return nexus.turns.take(`${name}/${packageName}`, work);
}

/** A publication, or a package as it is to be from now on; a tarball that is there is refused with ALLOW_ONCE. */
async function publish(nexus: Nexus, request: ContentRequest, name: string): Promise<Answer> {
  const given = jsonOf((await bytesOf(request)).toString("utf8"));
  if (!isObject(given) || given.name !== name) return failure(400, "Invalid package");
  return inTurn(nexus, request.repository, name, () => publishGiven(nexus, request, name, given));
}

async function publishGiven(nexus: Nexus, request: ContentRequest, name: string, given: JsonObject): Promise<Answer> {
  const held = await heldPackage(nexus, request.repository, name);
  if (held && typeof given._rev === "string" && given._rev !== held._rev) return failure(400, "Revision mismatch");
  for (const { file, bytes } of attachmentsOf(given)) {
    await write(nexus, request, `/${name}/-/${file}`, [bytes], rules);
  }
  // Nothing was published, but the package is changed: where nothing may be written it stays as it is.
  const refused = refusedWrite(request.repository, `/${name}`, false);
  if (refused) throw new Refusal(refused);
  const now = new Date(nexus.clock.now()).toISOString();
  await keep(nexus, request.repository, uploaderOf(request), published(given, held, now));
  return success;
}

/** A package's tarball, with what its package.json says of it. */
export interface Packed {
  /** In the repository. */
  readonly path: string;
  readonly told: JsonObject;
  readonly bytes: Uint8Array;
}

export function packed(bytes: Uint8Array): Packed | undefined {
  const told = packageJsonIn(bytes);
  if (typeof told?.name !== "string" || typeof told.version !== "string") return undefined;
  const { name, version } = told;
  return { path: `/${name}/-/${name.slice(name.indexOf("/") + 1)}-${version}.tgz`, told, bytes };
}

/** Publishes a tarball that came without a client's publication. */
export async function publishPacked(
  nexus: Nexus,
  target: Pick<ContentRequest, "repository" | "subject">,
  { path, told, bytes }: Packed,
): Promise<void> {
  await write(nexus, target, path, [bytes], rules);
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
    await keep(nexus, target.repository, uploaderOf(target), published(given, held, now));
  });
}

function keep(nexus: Nexus, repository: Repository, uploader: string, packument: Packument): Promise<void> {
  return putText(nexus, repository, `/${packument.name}`, JSON.stringify(packument), "application/json", uploader);
}

async function removePackage(nexus: Nexus, { repository }: ContentRequest, name: string): Promise<Answer> {
  const assets = nexus.holdings.assets(repository);
  if (!assets.delete(`/${name}`)) return failure(404, `Package '${name}' not found`);
  for (const [path] of assets.list(`/${name}/-/`)) assets.delete(path);
  return success;
}

async function removeTarball(nexus: Nexus, request: ContentRequest, name: string, file: string): Promise<Answer> {
  const { repository } = request;
  if (!nexus.holdings.assets(repository).delete(`/${name}/-/${file}`)) {
    return failure(404, `Tarball '${file}' in package '${name}' not found`);
  }
  await forgetVersion(nexus, repository, `/${name}/-/${file}`);
  return success;
}

/** A package without the version that a tarball was of; without any it goes itself. */
export async function forgetVersion(nexus: Nexus, repository: Repository, tarball: string): Promise<void> {
  const [, name = ""] = /^\/(.+)\/-\//.exec(tarball) ?? [];
  await inTurn(nexus, repository, name, async () => {
    const held = await heldPackage(nexus, repository, name);
    const version = Object.keys(objectOf(held?.versions)).find((one) => tarball.endsWith(`-${one}.tgz`));
    if (!held || version === undefined) return;
    const left = without(held, version);
    if (Object.keys(objectOf(left.versions)).length === 0) nexus.holdings.assets(repository).delete(`/${name}`);
    else await keep(nexus, repository, "admin", left);
  });
}

/** What begins with a hyphen is no package: the client's own questions, and tags. */
async function answerClient(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const { path, method, subject } = request;
  // Whoever logs in has no rights yet.
  if (method === "PUT" && path.startsWith("/-/user/org.couchdb.user:")) return logIn(nexus, request);
  const refused = forbidden(nexus, request);
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

async function logIn(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const { name, password } = objectOf(jsonOf((await bytesOf(request)).toString("utf8")));
  const user = passwordFits(nexus, { userId: String(name), password: String(password) });
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
): Promise<Answer> {
  const { method, repository } = request;
  if (method === "GET" && tag === undefined) {
    const found = await wholePackage(nexus, request, name);
    return isPackument(found) ? { status: 200, json: objectOf(found["dist-tags"]) } : found;
  }
  if (repository.type !== "hosted" || tag === undefined || !["PUT", "DELETE"].includes(method)) {
    return { status: 405, reason: method };
  }
  const held = await heldPackage(nexus, repository, name);
  if (!held) return failure(404, `Package '${name}' not found`);
  const tags = { ...objectOf(held["dist-tags"]) };
  if (method === "DELETE") delete tags[tag];
  else {
    const version = jsonOf((await bytesOf(request)).toString("utf8"));
    if (typeof version !== "string" || objectOf(held.versions)[version] === undefined) {
      return failure(400, `Version '${version}' of package '${name}' not found`);
    }
    tags[tag] = version;
  }
  await keep(nexus, repository, uploaderOf(request), { ...held, "dist-tags": tags });
  return success;
}
