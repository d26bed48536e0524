/** Git LFS repositories: large files of Git repositories. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"gitlfs", "hosted">;

/**
 * A hosted repository for large files.
 *
 * ```ts
 * new gitlfs.Hosted("gitlfs-hosted");
 * ```
 */
export class Hosted extends recipe("gitlfs", "hosted") {}
