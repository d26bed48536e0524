import { z } from "zod";
import { fieldMetadata } from "../../field-metadata.ts";
import { defineKind, type Kind, type KindDefinition } from "../../kind.ts";
import { nexusName } from "../../names.ts";

/** What every blob store has. */
export const commonFields = {
  /** Default: the resource's own name. */
  name: nexusName().register(fieldMetadata, { identity: true }),
  /** Warns, and no more, when the blob store grows. */
  softQuota: z
    .strictObject({
      /** `spaceUsedQuota`: more than `limit` used; `spaceRemainingQuota`: less than `limit` left. */
      type: z.enum(["spaceRemainingQuota", "spaceUsedQuota"]),
      /** Bytes, more than 0. */
      limit: z.int().min(1),
    })
    .optional(),
};

/** A text that says where the content is: another one is another place. */
export function locationField(what: string): z.ZodString {
  return z
    .string()
    .min(1)
    .register(fieldMetadata, {
      losesContentOnChange: `Nexus would look for the content in the new ${what}, and moves nothing there`,
    });
}

type Special<S extends z.ZodObject> = Pick<KindDefinition<S>, "schema"> &
  Partial<Pick<KindDefinition<S>, "requires" | "toNexus">>;

/** A kind of blob store, by the type that is in its paths. */
export function defineBlobStoreKind<S extends z.ZodObject>(type: string, noun: string, special: Special<S>): Kind<S> {
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
      one: `/v1/blobstores/${type}/{name}`,
      create: `POST /v1/blobstores/${type}`,
      update: `PUT /v1/blobstores/${type}/{name}`,
      remove: "DELETE /v1/blobstores/{name}",
    },
    // The paths say "file" and "azure", the list "File" and "Azure Cloud Storage".
    matches: (live) => String(live.type).toLowerCase().startsWith(type),
    ...special,
  });
}
