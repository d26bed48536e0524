import { computeDigest } from "./digest.ts";
import type { RegistryClient } from "./registry-client.ts";

const types = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
};

/**
 * Pushes a small image, and gives its digest: the same content has the same digest.
 *
 * @param layers - each a tar
 */
export async function pushImage(
  registry: RegistryClient,
  image: string,
  tag: string,
  layers: readonly Uint8Array[],
): Promise<string> {
  const config = jsonBytes({
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers", diff_ids: layers.map(computeDigest) },
  });
  for (const bytes of [...layers, config]) await registry.pushBlob(image, bytes);
  const manifest = jsonBytes({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: descriptor(types.config, config),
    layers: layers.map((layer) => descriptor(types.layer, layer)),
  });
  return registry.pushManifest(image, tag, { mediaType: types.manifest, bytes: manifest });
}

function descriptor(mediaType: string, bytes: Uint8Array) {
  return { mediaType, digest: computeDigest(bytes), size: bytes.byteLength };
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
