/** Blob stores: where repositories keep their content. */
import { fileBlobStore } from "../kinds/blob-store.ts";
import { type ContentArgs, NamedResource, type Options } from "./resource.ts";

/** What a file blob store takes. */
export type FileArgs = ContentArgs<typeof fileBlobStore.schema, "name">;

/**
 * A folder of Nexus's host.
 *
 * ```ts
 * const images = new blobStore.File("images", { softQuota: { type: "spaceRemainingQuota", limit: 50 * 1024 ** 3 } });
 * ```
 */
export class File extends NamedResource {
  constructor(name: string, args: FileArgs = {}, options?: Options) {
    super(fileBlobStore, name, args, options);
  }
}
