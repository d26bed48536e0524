/** OCI repositories: images and artifacts of the Open Container Initiative. Nexus 3.94 or later; not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Images and artifacts that are published here.
 *
 * ```ts
 * const hosted = new oci.Hosted("oci-hosted", {
 *   oci: { httpPort: 5010 },
 *   cosign: { enforcement: "KEYLESS", issuerRegex: "^https://ci\\.example$" },
 * });
 * ```
 */
export class Hosted extends recipe("oci", "hosted") {}

/**
 * Images and artifacts of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const proxy = new oci.Proxy("oci-proxy", { proxy: { remoteUrl: upstreams.registry } });
 * ```
 */
export class Proxy extends recipe("oci", "proxy") {}

/**
 * Several OCI repositories as one; the first member that has something gives it.
 *
 * ```ts
 * const hosted = new oci.Hosted("oci-hosted");
 * new oci.Group("oci-group", { group: { memberNames: [hosted.name] }, oci: { httpPort: 5011 } });
 * ```
 */
export class Group extends recipe("oci", "group") {}
