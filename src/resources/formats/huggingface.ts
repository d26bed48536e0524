/** Hugging Face repositories: models and data sets. Not in the Core edition. */
import type { ProxyArgs } from "../arguments/huggingface.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/huggingface.ts";

/**
 * A proxy of another registry. Models and data sets are downloaded on the first request and cached.
 *
 * ```ts
 * new huggingface.Proxy("huggingface-proxy", { proxy: { remoteUrl: upstreams.huggingFace } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("huggingface", "proxy") {}
