import { computeDigest, type RegistryClient } from "./registry-client.ts";

const mediaTypes = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
};

/**
 * Pushes a small image. The same layers always have the same digest.
 *
 * @param layers - each a tar archive
 * @returns the digest of the manifest
 */
export async function pushImage(
  registry: RegistryClient,
  image: string,
  tag: string,
  layers: readonly Uint8Array[],
): Promise<string> {
  const config = encodeJson({
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers", diff_ids: layers.map(computeDigest) },
  });
  for (const bytes of [...layers, config]) await registry.pushBlob(image, bytes);
  const manifest = encodeJson({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: createDescriptor(mediaTypes.config, config),
    layers: layers.map((layer) => createDescriptor(mediaTypes.layer, layer)),
  });
  return registry.pushManifest(image, tag, { mediaType: mediaTypes.manifest, bytes: manifest });
}

function createDescriptor(mediaType: string, bytes: Uint8Array) {
  return { mediaType, digest: computeDigest(bytes), size: bytes.byteLength };
}

function encodeJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
