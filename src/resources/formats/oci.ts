/** OCI repositories: images and artifacts of the Open Container Initiative. Release 3.94 or later; not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/oci.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/oci.ts";

/**
 * A hosted repository for images and artifacts.
 *
 * ```ts
 * const hosted = new oci.Hosted("oci-hosted", {
 *   oci: { httpPort: 5010 },
 *   cosign: { enforcement: "KEYLESS", issuerRegex: "^https://ci\\.example$" },
 * });
 * ```
 */
export class Hosted extends recipe<HostedArgs>("oci", "hosted") {}

/**
 * A proxy of another registry. Images and artifacts are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new oci.Proxy("oci-proxy", { proxy: { remoteUrl: upstreams.registry } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("oci", "proxy") {}

/**
 * A group of OCI repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new oci.Hosted("oci-hosted");
 * new oci.Group("oci-group", { group: { memberNames: [hosted.name] }, oci: { httpPort: 5011 } });
 * ```
 */
export class Group extends recipe<GroupArgs>("oci", "group") {}
