/** CocoaPods repositories: pods for Swift and Objective-C. Not in the Core edition. */
import type { ProxyArgs } from "../arguments/cocoapods.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/cocoapods.ts";

/**
 * A proxy of another registry. Pods are downloaded on the first request and cached.
 *
 * ```ts
 * new cocoapods.Proxy("cocoapods-proxy", { proxy: { remoteUrl: upstreams.cocoapods } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("cocoapods", "proxy") {}
