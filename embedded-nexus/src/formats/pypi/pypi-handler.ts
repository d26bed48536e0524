import { findAsset, isFoundAsset, listLeafRepositories, readAssetText } from "../../content/asset-lookup.ts";
import type { ContentRequest } from "../../content/content-request.ts";
import { checkAccess, type FormatRules, handleFileRequest, storeFile } from "../../content/file-handler.ts";
import { parseMultipartForm } from "../../content/multipart-form.ts";
import { toUpstreamAddress } from "../../content/proxy-fetch.ts";
import type { ResponseData } from "../../http/responses.ts";
import type { Nexus } from "../../nexus.ts";
import type { RepositoryRecord } from "../../state.ts";
import { type IndexLink, normalizeProjectName, parseFileVersion, parseIndex, renderIndex } from "./simple-index.ts";

/**
 * How a PyPI repository answers: uploads as twine makes them, simple indexes, files. None of it was measured; where things
 * are and what is answered is by Nexus's published sources.
 */
export async function handlePypiRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { path, method, repository } = request;
  const refused = checkAccess(nexus, request);
  if (refused) return refused;
  if (method === "POST") {
    if (path !== "/" || repository.type !== "hosted") return { status: 405, reason: method };
    return upload(nexus, request);
  }
  const [, name] = /^\/simple(?:\/([\w.-]+))?\/?$/.exec(path) ?? [];
  const isIndex = path.startsWith("/simple");
  if (!isIndex || (method !== "GET" && method !== "HEAD")) return handleFileRequest(nexus, request, rules);
  if (name === undefined) return html(renderIndex("Simple Index", projects(nexus, repository)));
  const parts = await Promise.all(
    listLeafRepositories(nexus, repository).map((one) => linksIn(nexus, request, one, normalizeProjectName(name))),
  );
  const links = firstOfEach(parts.flatMap((part) => (Array.isArray(part) ? part : [])));
  if (links.length > 0) return html(renderIndex(`Links for ${name}`, links));
  // A proxy says what is wrong with its upstream; a group does not.
  const [own] = parts;
  return repository.type === "group" || !own || Array.isArray(own) ? { status: 404 } : own;
}

const html = (text: string): ResponseData => ({ status: 200, text, headers: { "Content-Type": "text/html" } });

const indexPath = (name: string): string => `/simple/${name}/`;

const filePath = (name: string, version: string, file: string): string => `/packages/${name}/${version}/${file}`;

/** An upstream's files are anywhere: its indexes say where. */
const rules: FormatRules = {
  isMetadata: (path) => path.startsWith("/simple/"),
  address: async (nexus, repository, path) => {
    const [, project = "", file] = /^\/packages\/([^/]+)\/[^/]+\/([^/]+)$/.exec(path) ?? [];
    const asset = nexus.content.assets(repository).get(indexPath(project));
    if (file === undefined || !asset) return path;
    const text = await nexus.content.blobStoreOf(repository).readText(asset.sha256);
    const link = parseIndex(text).find((one) => one.text === file);
    return link ? toUpstreamAddress(repository, link.href.replace(/#.*$/, ""), indexPath(project)) : path;
  },
};

/** Of a hosted repository made of what is there, of a proxy of what the upstream has; or why there is nothing. */
async function linksIn(
  nexus: Nexus,
  { subject }: ContentRequest,
  one: RepositoryRecord,
  name: string,
): Promise<IndexLink[] | ResponseData> {
  if (one.type === "hosted") return one.online ? hostedLinks(nexus, one, name) : [];
  const found = await findAsset(nexus, one, indexPath(name), subject, rules);
  return isFoundAsset(found) ? rewritten(name, parseIndex(await readAssetText(nexus, found))) : found;
}

/** Where two have a file, the first. */
function firstOfEach(links: readonly IndexLink[]): IndexLink[] {
  return [...new Map([...links].reverse().map((link) => [link.text, link])).values()].reverse();
}

function hostedLinks(nexus: Nexus, repository: RepositoryRecord, name: string): IndexLink[] {
  const files = nexus.content.assets(repository).list(`/packages/${name}/`);
  return files.map(([path, { md5, attributes }]) => ({
    text: path.slice(path.lastIndexOf("/") + 1),
    href: `../..${encodeURI(path)}#md5=${md5}`,
    requiresPython: attributes?.requires_python,
  }));
}

/** Files of an upstream as files of this repository, their digests kept. */
function rewritten(name: string, links: readonly IndexLink[]): IndexLink[] {
  return links.map(({ text, href, requiresPython }) => {
    const [digest = ""] = /#.*$/.exec(href) ?? [];
    const path = filePath(name, parseFileVersion(text) ?? "0", text);
    return { text, href: `../..${encodeURI(path)}${digest}`, requiresPython };
  });
}

/** Those that are there; of a proxy those that somebody asked for. */
function projects(nexus: Nexus, repository: RepositoryRecord): IndexLink[] {
  const names = listLeafRepositories(nexus, repository).flatMap((one) => {
    const paths = nexus.content
      .assets(one)
      .list()
      .map(([path]) => path);
    return paths.flatMap((path) => /^\/(?:packages|simple)\/([^/]+)\//.exec(path)?.[1] ?? []);
  });
  return [...new Set(names)].sort().map((name) => ({ text: name, href: `${name}/` }));
}

async function upload(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { fields, files } = await parseMultipartForm(request);
  const content = files.get("content");
  const { name, version, requires_python: requires } = fields;
  if (fields[":action"] !== "file_upload" || !content || !name || !version) return { status: 400 };
  await publishDistribution(nexus, request, { name, version, requires, content });
  return { status: 200 };
}

export interface Distribution {
  readonly name: string;
  readonly version: string;
  readonly requires?: string | undefined;
  readonly content: File;
}

/** Where it belongs. */
export const distributionPath = ({ name, version, content }: Distribution): string =>
  filePath(normalizeProjectName(name), version, content.name);

/** Puts a distribution where it belongs, or throws why it is refused. */
export async function publishDistribution(
  nexus: Nexus,
  target: Pick<ContentRequest, "repository" | "subject">,
  distribution: Distribution,
): Promise<void> {
  const { name, version, requires, content } = distribution;
  const attributes = { name, version, ...(requires && { requires_python: requires }) };
  await storeFile(nexus, target, distributionPath(distribution), content.stream(), {}, attributes);
}
