/** Hugging Face repositories: models and data sets. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"huggingface", "proxy">;

/**
 * A proxy of another registry. Models and data sets are downloaded on the first request and cached.
 *
 * ```ts
 * new huggingface.Proxy("huggingface-proxy", { proxy: { remoteUrl: upstreams.huggingFace } });
 * ```
 */
export class Proxy extends recipe("huggingface", "proxy") {}
