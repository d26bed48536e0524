/** Git LFS repositories: large files of Git repositories. Not in the Core edition. */
import { recipe } from "../repository.ts";

/**
 * A hosted repository for large files.
 *
 * ```ts
 * new gitlfs.Hosted("gitlfs-hosted");
 * ```
 */
export class Hosted extends recipe("gitlfs", "hosted") {}
