/** Git LFS repositories: large files of Git repositories. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Large files that are published here.
 *
 * ```ts
 * new gitlfs.Hosted("gitlfs-hosted");
 * ```
 */
export class Hosted extends recipe("gitlfs", "hosted") {}
