/** Hugging Face repositories: models and data sets. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Models and data sets of another registry, fetched when asked for and kept.
 *
 * ```ts
 * new huggingface.Proxy("huggingface-proxy", { proxy: { remoteUrl: upstreams.huggingFace } });
 * ```
 */
export class Proxy extends recipe("huggingface", "proxy") {}
