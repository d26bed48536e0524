/** CocoaPods repositories: pods for Swift and Objective-C. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Pods of another registry, fetched when asked for and kept.
 *
 * ```ts
 * new cocoapods.Proxy("cocoapods-proxy", { proxy: { remoteUrl: upstreams.cocoapods } });
 * ```
 */
export class Proxy extends recipe("cocoapods", "proxy") {}
