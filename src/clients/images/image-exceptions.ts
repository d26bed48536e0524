import { z } from "zod";
import { hasReferencePrefix } from "./mirror-resolution.ts";

/** An image that may run although the allowlist does not cover it. */
export const imageExceptionSchema = z.strictObject({
  /** An image or a prefix of images, as in the allowlist. */
  image: z.string().regex(/^\S+$/, 'must be an image or a prefix of images, such as "registry.example/vendor/"'),
  /** The cluster in which it applies. By default, all clusters. */
  cluster: z.string().min(1).optional(),
  reason: z.string().regex(/\S/, "must not be empty"),
  /** The last day in UTC on which it applies. */
  ends: z.iso.date('must be the last day on which it applies, such as "2027-01-31"'),
});
export type ImageException = z.infer<typeof imageExceptionSchema>;

export const imageExceptionsSchema = z.array(imageExceptionSchema);

/** Returns true if the exception applies on a day such as `2027-01-31`. */
export function isActive({ ends }: ImageException, today: string): boolean {
  return today <= ends;
}

/** Finds the exceptions of a cluster that name one of the texts. Ended exceptions are included. */
export function findExceptions(
  exceptions: readonly ImageException[],
  cluster: string,
  texts: readonly string[],
): ImageException[] {
  return exceptions.filter(
    (exception) =>
      appliesToCluster(exception, cluster) && texts.some((text) => hasReferencePrefix(exception.image, text)),
  );
}

export function appliesToCluster({ cluster }: ImageException, name: string): boolean {
  return cluster === undefined || cluster === name;
}
