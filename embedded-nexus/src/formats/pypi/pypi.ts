import { answerFiles, type FileRules, forbidden, write } from "../../content/files.ts";
import { find, isFound, leaves, textOf } from "../../content/find.ts";
import { formOf } from "../../content/form.ts";
import type { ContentRequest } from "../../content/request.ts";
import { beneath } from "../../content/upstream.ts";
import type { Answer } from "../../http/answers.ts";
import type { Nexus } from "../../nexus.ts";
import type { Repository } from "../../state.ts";
import { type Link, normalized, parseIndex, renderIndex, versionIn } from "./simple.ts";

/**
 * How a PyPI repository answers: uploads as twine makes them, simple indexes, files. None of it was measured; where things
 * are and what is answered is by Nexus's published sources.
 */
export async function answerPypi(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const { path, method, repository } = request;
  const refused = forbidden(nexus, request);
  if (refused) return refused;
  if (method === "POST") {
    if (path !== "/" || repository.type !== "hosted") return { status: 405, reason: method };
    return upload(nexus, request);
  }
  const [, name] = /^\/simple(?:\/([\w.-]+))?\/?$/.exec(path) ?? [];
  const isIndex = path.startsWith("/simple");
  if (!isIndex || (method !== "GET" && method !== "HEAD")) return answerFiles(nexus, request, rules);
  if (name === undefined) return html(renderIndex("Simple Index", projects(nexus, repository)));
  const parts = await Promise.all(
    leaves(nexus, repository).map((one) => linksIn(nexus, request, one, normalized(name))),
  );
  const links = firstOfEach(parts.flatMap((part) => (Array.isArray(part) ? part : [])));
  if (links.length > 0) return html(renderIndex(`Links for ${name}`, links));
  // A proxy says what is wrong with its upstream; a group does not.
  const [own] = parts;
  return repository.type === "group" || !own || Array.isArray(own) ? { status: 404 } : own;
}

const html = (text: string): Answer => ({ status: 200, text, headers: { "Content-Type": "text/html" } });

const indexPath = (name: string): string => `/simple/${name}/`;

const filePath = (name: string, version: string, file: string): string => `/packages/${name}/${version}/${file}`;

/** An upstream's files are anywhere: its indexes say where. */
const rules: FileRules = {
  isMetadata: (path) => path.startsWith("/simple/"),
  address: async (nexus, repository, path) => {
    const [, project = "", file] = /^\/packages\/([^/]+)\/[^/]+\/([^/]+)$/.exec(path) ?? [];
    const asset = nexus.holdings.assets(repository).get(indexPath(project));
    if (file === undefined || !asset) return path;
    const text = await nexus.holdings.blobs(repository).text(asset.sha256);
    const link = parseIndex(text).find((one) => one.text === file);
    return link ? beneath(repository, link.href.replace(/#.*$/, ""), indexPath(project)) : path;
  },
};

/** Of a hosted repository made of what is there, of a proxy of what the upstream has; or why there is nothing. */
async function linksIn(
  nexus: Nexus,
  { subject }: ContentRequest,
  one: Repository,
  name: string,
): Promise<Link[] | Answer> {
  if (one.type === "hosted") return one.online ? hostedLinks(nexus, one, name) : [];
  const found = await find(nexus, one, indexPath(name), subject, rules);
  return isFound(found) ? rewritten(name, parseIndex(await textOf(nexus, found))) : found;
}

/** Where two have a file, the first. */
function firstOfEach(links: readonly Link[]): Link[] {
  return [...new Map([...links].reverse().map((link) => [link.text, link])).values()].reverse();
}

function hostedLinks(nexus: Nexus, repository: Repository, name: string): Link[] {
  const files = nexus.holdings.assets(repository).list(`/packages/${name}/`);
  return files.map(([path, { md5, attributes }]) => ({
    text: path.slice(path.lastIndexOf("/") + 1),
    href: `../..${encodeURI(path)}#md5=${md5}`,
    requiresPython: attributes?.requires_python,
  }));
}

/** Files of an upstream as files of this repository, their digests kept. */
function rewritten(name: string, links: readonly Link[]): Link[] {
  return links.map(({ text, href, requiresPython }) => {
    const [digest = ""] = /#.*$/.exec(href) ?? [];
    const path = filePath(name, versionIn(text) ?? "0", text);
    return { text, href: `../..${encodeURI(path)}${digest}`, requiresPython };
  });
}

/** Those that are there; of a proxy those that somebody asked for. */
function projects(nexus: Nexus, repository: Repository): Link[] {
  const names = leaves(nexus, repository).flatMap((one) => {
    const paths = nexus.holdings
      .assets(one)
      .list()
      .map(([path]) => path);
    return paths.flatMap((path) => /^\/(?:packages|simple)\/([^/]+)\//.exec(path)?.[1] ?? []);
  });
  return [...new Set(names)].sort().map((name) => ({ text: name, href: `${name}/` }));
}

async function upload(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const { fields, files } = await formOf(request);
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
  filePath(normalized(name), version, content.name);

/** Puts a distribution where it belongs, or throws why it is refused. */
export async function publishDistribution(
  nexus: Nexus,
  target: Pick<ContentRequest, "repository" | "subject">,
  distribution: Distribution,
): Promise<void> {
  const { name, version, requires, content } = distribution;
  const attributes = { name, version, ...(requires && { requires_python: requires }) };
  await write(nexus, target, distributionPath(distribution), content.stream(), {}, attributes);
}
