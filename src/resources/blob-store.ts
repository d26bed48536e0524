/** Blob stores: where repositories keep their content. */
import type * as pulumi from "@pulumi/pulumi";
import { fileBlobStore } from "../kinds/blob-store.ts";
import { type ContentArgs, NexusResource, type Options } from "./resource.ts";

export type FileArgs = ContentArgs<typeof fileBlobStore.schema, "name">;

/**
 * A folder of Nexus's host.
 *
 * ```ts
 * const images = new blobStore.File("images", { softQuota: { type: "spaceRemainingQuota", limit: 50 * 1024 ** 3 } });
 * ```
 */
export class File extends NexusResource {
  /** Refer to it by this, and what refers is made after it. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: FileArgs = {}, options?: Options) {
    super(fileBlobStore, name, args, options);
    this.name = this.named(args.name ?? name);
  }
}
