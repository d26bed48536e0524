/** OCI repositories: images and artifacts of the Open Container Initiative. Release 3.94 or later; not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"oci", "hosted">;

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
export class Hosted extends recipe("oci", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"oci", "proxy">;

/**
 * A proxy of another registry. Images and artifacts are downloaded on the first request and cached.
 *
 * ```ts
 * const proxy = new oci.Proxy("oci-proxy", { proxy: { remoteUrl: upstreams.registry } });
 * ```
 */
export class Proxy extends recipe("oci", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"oci", "group">;

/**
 * A group of OCI repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * const hosted = new oci.Hosted("oci-hosted");
 * new oci.Group("oci-group", { group: { memberNames: [hosted.name] }, oci: { httpPort: 5011 } });
 * ```
 */
export class Group extends recipe("oci", "group") {}
