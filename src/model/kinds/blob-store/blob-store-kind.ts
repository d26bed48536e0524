import { z } from "zod";
import type { Fields } from "../../../util/json.ts";
import { fieldMetadata } from "../../field-metadata.ts";
import { defineKind, type Kind, type KindDefinition } from "../../kind.ts";
import { nexusName } from "../../names.ts";

/** The fields of every blob store. */
export const commonFields = {
  /** The name. Default: the resource's name. */
  name: nexusName().register(fieldMetadata, { identity: true }),
  /** A quota that only warns: Nexus still accepts content. */
  softQuota: z
    .strictObject({
      /** `spaceUsedQuota` warns if more than `limit` is used, `spaceRemainingQuota` if less than `limit` is free. */
      type: z.enum(["spaceRemainingQuota", "spaceUsedQuota"]),
      /** The limit in bytes; at least 1. */
      limit: z.int().min(1),
    })
    .optional(),
};

/** Returns true if a blob store in a cloud is authenticated with an account key. */
export function usesAccountKey({ authenticationMethod }: Fields): boolean {
  return /^accountkey$/i.test(String(authenticationMethod));
}

/** Creates the schema of a part of the content's location. A change of the location loses the content. */
export function locationField(noun: string): z.ZodString {
  return z
    .string()
    .min(1)
    .register(fieldMetadata, {
      losesContentOnChange: `Nexus does not move the content to the new ${noun}`,
    });
}

type BlobStoreDefinition<S extends z.ZodObject> = Pick<KindDefinition<S>, "schema"> &
  Partial<Pick<KindDefinition<S>, "requires" | "toNexus">>;

/** Creates a kind of blob store. `type` is the type in its paths. */
export function defineBlobStoreKind<S extends z.ZodObject>(
  type: string,
  noun: string,
  definition: BlobStoreDefinition<S>,
): Kind<S> {
  const className = type.replace(/^\w/, (first) => first.toUpperCase());
  return defineKind({
    name: `blob-store-${type}`,
    token: `blobStore:${className}`,
    noun: `${noun} blob store`,
    family: "blob store",
    identityIgnoresCase: true,
    holdsContent: true,
    typeChangeLosesContent: true,
    listOmitsFields: true,
    endpoints: {
      list: "/v1/blobstores",
      item: `/v1/blobstores/${type}/{name}`,
      create: `POST /v1/blobstores/${type}`,
      update: `PUT /v1/blobstores/${type}/{name}`,
      remove: "DELETE /v1/blobstores/{name}",
    },
    // The type is "file" or "azure" in paths and "File" or "Azure Cloud Storage" in the list.
    matches: (live) => String(live.type).toLowerCase().startsWith(type),
    ...definition,
  });
}
