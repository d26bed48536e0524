/** CocoaPods repositories: pods for Swift and Objective-C. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"cocoapods", "proxy">;

/**
 * A proxy of another registry. Pods are downloaded on the first request and cached.
 *
 * ```ts
 * new cocoapods.Proxy("cocoapods-proxy", { proxy: { remoteUrl: upstreams.cocoapods } });
 * ```
 */
export class Proxy extends recipe("cocoapods", "proxy") {}
