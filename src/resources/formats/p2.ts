/** p2 repositories: plug-ins for Eclipse. Not in the Core edition. */
import type { ProxyArgs } from "../arguments/p2.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/p2.ts";

/**
 * A proxy of another registry. Plug-ins are downloaded on the first request and cached.
 *
 * ```ts
 * new p2.Proxy("p2-proxy", { proxy: { remoteUrl: upstreams.eclipse } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("p2", "proxy") {}
