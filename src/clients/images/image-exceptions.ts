import { z } from "zod";
import { hasReferencePrefix } from "./mirror-resolution.ts";

/** What may run though the allowlist does not say so. */
export const imageExceptionSchema = z.strictObject({
  /** An image, or the beginning of some, as an allowlist has it. */
  image: z.string().regex(/^\S+$/, 'must be an image or the beginning of some, such as "registry.example/vendor/"'),
  /** The only one that it holds for. */
  cluster: z.string().min(1).optional(),
  reason: z.string().regex(/\S/, "must say why"),
  /** The last day, in UTC, on which it counts. */
  ends: z.iso.date('must be the last day on which it counts, such as "2027-01-31"'),
});
export type ImageException = z.infer<typeof imageExceptionSchema>;

export const imageExceptionsSchema = z.array(imageExceptionSchema);

/** Whether it counts on that day, `2027-01-31`. */
export function isActive({ ends }: ImageException, today: string): boolean {
  return today <= ends;
}

/** Those that name one of these texts, in that cluster. */
export function findExceptions(
  all: readonly ImageException[],
  cluster: string,
  texts: readonly string[],
): ImageException[] {
  return all.filter(
    (one) => appliesToCluster(one, cluster) && texts.some((text) => hasReferencePrefix(one.image, text)),
  );
}

export function appliesToCluster({ cluster }: ImageException, name: string): boolean {
  return cluster === undefined || cluster === name;
}
