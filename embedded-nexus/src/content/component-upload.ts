import { createHash } from "node:crypto";
import { mavenRules } from "../formats/maven/maven-handler.ts";
import { parseMavenPath } from "../formats/maven/maven-path.ts";
import { DIGEST_ALGORITHMS, rebuildMetadata } from "../formats/maven/metadata-rebuild.ts";
import { escapeXml, findChild, parseXml, readChildText } from "../formats/maven/xml.ts";
import { parseTarball, publishTarball } from "../formats/npm/npm-handler.ts";
import { distributionPath, publishDistribution } from "../formats/pypi/pypi-handler.ts";
import { parseFileVersion } from "../formats/pypi/simple-index.ts";
import { type BeanViolation, HttpError, javaException, statusError, validationError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { canAccessPath } from "../security/repository-permissions.ts";
import { type ContentRequest, uploaderOf } from "./content-request.ts";
import { storeFile } from "./file-handler.ts";
import type { MultipartForm } from "./multipart-form.ts";
import { fieldLabel, UPLOAD_SPECS, type UploadSpec } from "./upload-specs.ts";

type Target = Pick<ContentRequest, "repository" | "subject">;

/** An upload by /v1/components, its fields told apart. */
interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  readonly assets: readonly UploadedAsset[];
}

interface UploadedAsset {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: File;
}

const uploads: Readonly<Record<string, (nexus: Nexus, target: Target, uploadComponent: Upload) => Promise<void>>> = {
  raw: uploadFiles,
  yum: uploadFiles,
  maven2: uploadMaven,
  npm: uploadNpm,
  pypi: uploadPypi,
};

/** Puts what was uploaded where its format wants it, or throws why that is refused (words and statuses of 3.71). */
export async function upload(nexus: Nexus, target: Target, form: MultipartForm): Promise<void> {
  const { format, type } = target.repository;
  if (type !== "hosted") {
    throw wrong(`Uploading components to a '${type}' type repository is unsupported, must be 'hosted'`);
  }
  const spec = UPLOAD_SPECS.find((one) => one.format === format);
  const work = uploads[format];
  // Of other formats nothing can be uploaded here so far.
  if (!spec || !work) throw statusError(404);
  try {
    await work(nexus, target, read(spec, form));
  } catch (error) {
    if (!(error instanceof HttpError) || error.response.reason === undefined) throw error;
    const { reason } = error.response;
    if (reason.startsWith("Detected"))
      throw javaException("org.sonatype.nexus.repository.InvalidContentException", reason);
    throw new HttpError({ status: 400, text: `ValidationErrorXO{id='*', message='${reason}'}`, fault: true });
  }
}

const wrong = (message: string): HttpError => validationError([{ id: "*", message }]);

/** The fields of component and assets: `raw.directory`, `raw.asset1`, `raw.asset1.filename`, also without the format. */
function read(spec: UploadSpec, { fields, files }: MultipartForm): Upload {
  const bare = (name: string): string =>
    name.startsWith(`${spec.format}.`) ? name.slice(spec.format.length + 1) : name;
  const assets = [...files].map(([name, file]) => ({ name: bare(name), fields: {} as Record<string, string>, file }));
  const component: Record<string, string> = {};
  const violations: BeanViolation[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const [, of = "", field = bare(name)] = /^(asset\d*)\.(.+)$/.exec(bare(name)) ?? [];
    const asset = assets.find((one) => one.name === of);
    if (asset) asset.fields[field] = value;
    else if (of === "" && spec.componentFields.some((one) => one.name === field)) component[field] = value;
    else violations.push(unknown(bare(name)));
  }
  if (assets.length === 0) violations.unshift({ id: "*", message: "No assets found in upload" });
  for (const { name, optional } of spec.componentFields) {
    const isInPom = spec.format === "maven2" && assets.some((one) => one.fields.extension === "pom");
    if (optional || isInPom || assets.length === 0 || component[name]) continue;
    violations.push({ id: name, message: `Missing required component field '${fieldLabel(name)}'` });
  }
  for (const asset of assets) {
    for (const { name, optional, type } of spec.assetFields) {
      if (optional || type === "FILE" || asset.fields[name]) continue;
      const message = `Missing required asset field '${fieldLabel(name)}' on '${asset.name.slice("asset".length)}'`;
      violations.push({ id: name, message });
    }
  }
  if (violations.length > 0) throw validationError(violations);
  return { fields: component, assets };
}

const unknown = (name: string): BeanViolation => ({ id: name, message: `Unknown component field '${name}'` });

/** Asked of each path before any of them is written. */
function demandPaths(nexus: Nexus, { repository, subject }: Target, paths: readonly string[]): void {
  for (const path of paths) {
    if (path.split("/").some((segment) => segment === "." || segment === "..")) {
      throw wrong(`Path is not allowed to have '.' or '..' segments: '${path}'`);
    }
    if (!canAccessPath(nexus, subject, "edit", repository, path))
      throw wrong(`Not authorized for requested path '${path}'`);
  }
}

async function uploadFiles(nexus: Nexus, target: Target, { fields, assets }: Upload): Promise<void> {
  const all = assets.map(({ fields: { filename }, file }) => {
    const path = `/${fields.directory ?? ""}/${filename}`.replace(/\/{2,}/g, "/");
    return { path, file };
  });
  demandPaths(
    nexus,
    target,
    all.map(({ path }) => path),
  );
  for (const { path, file } of all) await storeFile(nexus, target, path, file.stream());
}

async function uploadNpm(nexus: Nexus, target: Target, { assets }: Upload): Promise<void> {
  for (const { file } of assets) {
    const found = parseTarball(new Uint8Array(await file.arrayBuffer()));
    if (!found) throw wrong("Uploaded package is invalid, or is missing package.json");
    demandPaths(nexus, target, [found.path]);
    await publishTarball(nexus, target, found);
  }
}

/** Name and version are taken from the file's name. */
async function uploadPypi(nexus: Nexus, target: Target, { assets }: Upload): Promise<void> {
  for (const { file } of assets) {
    const version = parseFileVersion(file.name);
    if (version === undefined) throw wrong(`'${file.name}' is no name of a distribution`);
    const name = file.name.slice(0, file.name.indexOf(`-${version}`));
    const distribution = { name, version, content: file };
    demandPaths(nexus, target, [distributionPath(distribution)]);
    await publishDistribution(nexus, target, distribution);
  }
}

interface Gav {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

async function uploadMaven(nexus: Nexus, target: Target, { fields, assets }: Upload): Promise<void> {
  const { versionPolicy } = target.repository.attributes.maven ?? {};
  if (String(versionPolicy).toUpperCase() === "SNAPSHOT") {
    throw wrong("Upload to snapshot repositories not supported, use the maven client.");
  }
  const pom = assets.find((one) => one.fields.extension === "pom");
  const gav = pom ? await gavIn(pom.file) : { ...NO_GAV, ...fields };
  const folder = `/${gav.groupId.replaceAll(".", "/")}/${gav.artifactId}/${gav.version}`;
  const named = (extension: string, classifier = ""): string =>
    `${folder}/${gav.artifactId}-${gav.version}${classifier && `-${classifier}`}.${extension}`;
  const all: { readonly path: string; readonly bytes: Uint8Array }[] = [];
  for (const one of assets) {
    const { extension = "", classifier } = one.fields;
    all.push({ path: named(extension, classifier), bytes: new Uint8Array(await one.file.arrayBuffer()) });
  }
  if (!pom && fields["generate-pom"] === "true") {
    all.push({ path: named("pom"), bytes: Buffer.from(pomOf(gav, fields.packaging)) });
  }
  demandPaths(
    nexus,
    target,
    all.map(({ path }) => path),
  );
  for (const { path } of all) {
    if (parseMavenPath(path)?.baseVersion.endsWith("SNAPSHOT") && String(versionPolicy).toUpperCase() === "RELEASE") {
      const file = path.slice(1);
      throw wrong(`Version policy mismatch, cannot upload SNAPSHOT content to RELEASE repositories for file '${file}'`);
    }
  }
  for (const { path, bytes } of all) {
    await storeFile(nexus, target, path, [bytes], mavenRules);
    for (const algorithm of DIGEST_ALGORITHMS) {
      const digest = createHash(algorithm).update(bytes).digest("hex");
      await storeFile(nexus, target, `${path}.${algorithm}`, [Buffer.from(digest)], mavenRules);
    }
  }
  await rebuildMetadata(nexus, target.repository, gav.groupId, gav.artifactId, uploaderOf(target));
}

const NO_GAV: Gav = { groupId: "", artifactId: "", version: "" };

async function gavIn(file: File): Promise<Gav> {
  const project = parseXml(await file.text());
  const parent = findChild(project, "parent");
  return {
    groupId: readChildText(project, "groupId") ?? readChildText(parent, "groupId") ?? "",
    artifactId: readChildText(project, "artifactId") ?? "",
    version: readChildText(project, "version") ?? readChildText(parent, "version") ?? "",
  };
}

function pomOf({ groupId, artifactId, version }: Gav, packaging = "jar"): string {
  const fields = Object.entries({ modelVersion: "4.0.0", groupId, artifactId, version, packaging });
  const lines = fields.map(([name, value]) => `  <${name}>${escapeXml(value)}</${name}>\n`);
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">\n${lines.join("")}</project>\n`;
}
