/** CocoaPods repositories: pods for Swift and Objective-C. Not in the Core edition. */
import { recipe } from "../repository.ts";

/**
 * A proxy of another registry. Pods are downloaded on the first request and cached.
 *
 * ```ts
 * new cocoapods.Proxy("cocoapods-proxy", { proxy: { remoteUrl: upstreams.cocoapods } });
 * ```
 */
export class Proxy extends recipe("cocoapods", "proxy") {}
