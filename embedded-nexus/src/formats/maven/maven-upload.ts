import { createHash } from "node:crypto";
import { uploadAsset } from "../../content/asset-upload.ts";
import { uploaderOf } from "../../content/content-request.ts";
import {
  type ComponentTarget,
  checkUploadPaths,
  invalidUpload,
  type UploadedComponent,
} from "../../content/uploaded-component.ts";
import type { Nexus } from "../../nexus.ts";
import { mavenRules } from "./maven-handler.ts";
import { parseMavenPath } from "./maven-path.ts";
import { DIGEST_ALGORITHMS, rebuildMetadata } from "./metadata-rebuild.ts";
import { escapeXml, findChild, parseXml, readChildText } from "./xml.ts";

interface ArtifactCoordinates {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

/** Stores a Maven component of POST /v1/components: its files, their digests and the artifact's metadata (3.71). */
export async function uploadMavenComponent(
  nexus: Nexus,
  target: ComponentTarget,
  { fields, assets }: UploadedComponent,
): Promise<void> {
  const versionPolicy = String(target.repository.attributes.maven?.versionPolicy).toUpperCase();
  if (versionPolicy === "SNAPSHOT") {
    throw invalidUpload("Upload to snapshot repositories not supported, use the maven client.");
  }
  const pom = assets.find((asset) => asset.fields.extension === "pom");
  const coordinates = pom ? await readPom(pom.file) : { groupId: "", artifactId: "", version: "", ...fields };
  const { groupId, artifactId, version } = coordinates;
  const folder = `/${groupId.replaceAll(".", "/")}/${artifactId}/${version}`;
  const pathOf = (extension: string, classifier = ""): string =>
    `${folder}/${artifactId}-${version}${classifier && `-${classifier}`}.${extension}`;
  const files: { readonly path: string; readonly bytes: Uint8Array }[] = [];
  for (const { fields: assetFields, file } of assets) {
    const { extension = "", classifier } = assetFields;
    files.push({ path: pathOf(extension, classifier), bytes: new Uint8Array(await file.arrayBuffer()) });
  }
  if (!pom && fields["generate-pom"] === "true") {
    files.push({ path: pathOf("pom"), bytes: Buffer.from(renderPom(coordinates, fields.packaging)) });
  }
  checkUploadPaths(
    nexus,
    target,
    files.map(({ path }) => path),
  );
  for (const { path } of files) {
    if (parseMavenPath(path)?.baseVersion.endsWith("SNAPSHOT") && versionPolicy === "RELEASE") {
      const file = path.slice(1);
      throw invalidUpload(
        `Version policy mismatch, cannot upload SNAPSHOT content to RELEASE repositories for file '${file}'`,
      );
    }
  }
  for (const { path, bytes } of files) {
    await uploadAsset(nexus, target, path, [bytes], mavenRules);
    for (const algorithm of DIGEST_ALGORITHMS) {
      const digest = createHash(algorithm).update(bytes).digest("hex");
      await uploadAsset(nexus, target, `${path}.${algorithm}`, [Buffer.from(digest)], mavenRules);
    }
  }
  await rebuildMetadata(nexus, target.repository, groupId, artifactId, uploaderOf(target));
}

async function readPom(file: File): Promise<ArtifactCoordinates> {
  const project = parseXml(await file.text());
  const parent = findChild(project, "parent");
  return {
    groupId: readChildText(project, "groupId") ?? readChildText(parent, "groupId") ?? "",
    artifactId: readChildText(project, "artifactId") ?? "",
    version: readChildText(project, "version") ?? readChildText(parent, "version") ?? "",
  };
}

function renderPom({ groupId, artifactId, version }: ArtifactCoordinates, packaging = "jar"): string {
  const fields = Object.entries({ modelVersion: "4.0.0", groupId, artifactId, version, packaging });
  const lines = fields.map(([name, value]) => `  <${name}>${escapeXml(value)}</${name}>\n`);
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">\n${lines.join("")}</project>\n`;
}
