import { findAsset, isFoundAsset, listLeafRepositories, readAssetText } from "../../content/asset-lookup.ts";
import { uploadAsset } from "../../content/asset-upload.ts";
import { type ContentRequest, uploaderOf } from "../../content/content-request.ts";
import { checkAccess, type FormatRules, handleFileRequest } from "../../content/file-handler.ts";
import { parseMultipartForm } from "../../content/multipart-form.ts";
import { toUpstreamAddress } from "../../content/proxy-fetch.ts";
import {
  type ComponentTarget,
  checkUploadPaths,
  invalidUpload,
  type UploadedComponent,
} from "../../content/uploaded-component.ts";
import type { ResponseData } from "../../http/responses.ts";
import type { Nexus } from "../../nexus.ts";
import type { RepositoryRecord } from "../../state.ts";
import { type IndexLink, normalizeProjectName, parseFileVersion, parseIndex, renderIndex } from "./simple-index.ts";

/**
 * Handles requests for a PyPI repository: uploads as twine makes them, simple indexes, files. Not measured; paths and
 * responses follow Nexus's published sources.
 */
export async function handlePypiRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { path, method, repository } = request;
  const refusal = checkAccess(nexus, request);
  if (refusal) return refusal;
  if (method === "POST") {
    if (path !== "/" || repository.type !== "hosted") return { status: 405, reason: method };
    return uploadByForm(nexus, request);
  }
  const [, project] = /^\/simple(?:\/([\w.-]+))?\/?$/.exec(path) ?? [];
  const isIndex = path.startsWith("/simple");
  if (!isIndex || (method !== "GET" && method !== "HEAD")) return handleFileRequest(nexus, request, pypiRules);
  if (project === undefined) return htmlResponse(renderIndex("Simple Index", listProjects(nexus, repository)));
  const results = await Promise.all(
    listLeafRepositories(nexus, repository).map((leaf) =>
      readLinks(nexus, request, leaf, normalizeProjectName(project)),
    ),
  );
  const links = firstOfEachFile(results.flatMap((result) => (Array.isArray(result) ? result : [])));
  if (links.length > 0) return htmlResponse(renderIndex(`Links for ${project}`, links));
  // A proxy reports the failure of its upstream; a group does not.
  const [result] = results;
  return repository.type === "group" || !result || Array.isArray(result) ? { status: 404 } : result;
}

const htmlResponse = (text: string): ResponseData => ({ status: 200, text, headers: { "Content-Type": "text/html" } });

const indexPath = (project: string): string => `/simple/${project}/`;

const filePath = (project: string, version: string, file: string): string => `/packages/${project}/${version}/${file}`;

/** Rules for PyPI's files; the files of an upstream are at the addresses that its indexes name. */
const pypiRules: FormatRules = {
  isMetadata: (path) => path.startsWith("/simple/"),
  upstreamAddress: async (nexus, repository, path) => {
    const [, project = "", file] = /^\/packages\/([^/]+)\/[^/]+\/([^/]+)$/.exec(path) ?? [];
    const index = nexus.content.assets(repository).get(indexPath(project));
    if (file === undefined || !index) return path;
    const html = await nexus.content.blobStoreOf(repository).readText(index.sha256);
    const link = parseIndex(html).find(({ text }) => text === file);
    return link ? toUpstreamAddress(repository, link.href.replace(/#.*$/, ""), indexPath(project)) : path;
  },
};

/** Reads the links of a project: those of a hosted repository's files, or of the upstream's index; else the failure. */
async function readLinks(
  nexus: Nexus,
  request: ContentRequest,
  repository: RepositoryRecord,
  project: string,
): Promise<IndexLink[] | ResponseData> {
  if (repository.type === "hosted") return repository.online ? listHostedLinks(nexus, repository, project) : [];
  const index = await findAsset(nexus, repository, indexPath(project), uploaderOf(request), pypiRules);
  if (!isFoundAsset(index)) return index;
  return toOwnLinks(project, parseIndex(await readAssetText(nexus, index)));
}

/** Keeps the first of several links to a file of the same name. */
function firstOfEachFile(links: readonly IndexLink[]): IndexLink[] {
  return [...new Map([...links].reverse().map((link) => [link.text, link])).values()].reverse();
}

function listHostedLinks(nexus: Nexus, repository: RepositoryRecord, project: string): IndexLink[] {
  const files = nexus.content.assets(repository).list(`/packages/${project}/`);
  return files.map(([path, { md5, attributes }]) => ({
    text: path.slice(path.lastIndexOf("/") + 1),
    href: `../..${encodeURI(path)}#md5=${md5}`,
    requiresPython: attributes?.requires_python,
  }));
}

/** Turns links to an upstream's files into links to this repository, with their digests. */
function toOwnLinks(project: string, links: readonly IndexLink[]): IndexLink[] {
  return links.map(({ text, href, requiresPython }) => {
    const [digest = ""] = /#.*$/.exec(href) ?? [];
    const path = filePath(project, parseFileVersion(text) ?? "0", text);
    return { text, href: `../..${encodeURI(path)}${digest}`, requiresPython };
  });
}

/** Lists the projects of hosted repositories, and those that were requested from proxies. */
function listProjects(nexus: Nexus, repository: RepositoryRecord): IndexLink[] {
  const projects = listLeafRepositories(nexus, repository).flatMap((leaf) =>
    nexus.content
      .assets(leaf)
      .list()
      .flatMap(([path]) => /^\/(?:packages|simple)\/([^/]+)\//.exec(path)?.[1] ?? []),
  );
  return [...new Set(projects)].sort().map((project) => ({ text: project, href: `${project}/` }));
}

async function uploadByForm(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { fields, files } = await parseMultipartForm(request);
  const content = files.get("content");
  const { name, version, requires_python: requiresPython } = fields;
  if (fields[":action"] !== "file_upload" || !content || !name || !version) return { status: 400 };
  await uploadDistribution(nexus, request, { name, version, requiresPython, content });
  return { status: 200 };
}

/** Stores distributions of POST /v1/components; name and version are those of the file's name. */
export async function uploadPypiComponent(
  nexus: Nexus,
  target: ComponentTarget,
  { assets }: UploadedComponent,
): Promise<void> {
  for (const { file } of assets) {
    const version = parseFileVersion(file.name);
    if (version === undefined) throw invalidUpload(`'${file.name}' is not the file name of a distribution`);
    const name = file.name.slice(0, file.name.indexOf(`-${version}`));
    const distribution = { name, version, content: file };
    checkUploadPaths(nexus, target, [distributionPath(distribution)]);
    await uploadDistribution(nexus, target, distribution);
  }
}

interface Distribution {
  readonly name: string;
  readonly version: string;
  readonly requiresPython?: string | undefined;
  readonly content: File;
}

const distributionPath = ({ name, version, content }: Distribution): string =>
  filePath(normalizeProjectName(name), version, content.name);

async function uploadDistribution(nexus: Nexus, target: ComponentTarget, distribution: Distribution): Promise<void> {
  const { name, version, requiresPython, content } = distribution;
  const attributes = { name, version, ...(requiresPython && { requires_python: requiresPython }) };
  await uploadAsset(nexus, target, distributionPath(distribution), content.stream(), {}, attributes);
}
