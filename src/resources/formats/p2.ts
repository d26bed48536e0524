/** p2 repositories: plug-ins for Eclipse. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Plug-ins of another registry, fetched when asked for and kept.
 *
 * ```ts
 * new p2.Proxy("p2-proxy", { proxy: { remoteUrl: upstreams.eclipse } });
 * ```
 */
export class Proxy extends recipe("p2", "proxy") {}
