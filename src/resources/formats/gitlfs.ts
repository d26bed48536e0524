/** Git LFS repositories: large files of Git repositories. Not in the Core edition. */
import type { HostedArgs } from "../arguments/gitlfs.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/gitlfs.ts";

/**
 * A hosted repository for large files.
 *
 * ```ts
 * new gitlfs.Hosted("gitlfs-hosted");
 * ```
 */
export class Hosted extends recipe<HostedArgs>("gitlfs", "hosted") {}
