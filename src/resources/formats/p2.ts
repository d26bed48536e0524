/** p2 repositories: plug-ins for Eclipse. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"p2", "proxy">;

/**
 * A proxy of another registry. Plug-ins are downloaded on the first request and cached.
 *
 * ```ts
 * new p2.Proxy("p2-proxy", { proxy: { remoteUrl: upstreams.eclipse } });
 * ```
 */
export class Proxy extends recipe("p2", "proxy") {}
