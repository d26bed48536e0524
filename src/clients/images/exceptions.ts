import { z } from "zod";
import { isWithin } from "./places.ts";

/** What may run though the allowlist does not say so. */
export const exception = z.strictObject({
  /** An image, or the beginning of some, as an allowlist has it. */
  image: z.string().regex(/^\S+$/, 'must be an image or the beginning of some, such as "registry.example/vendor/"'),
  /** The only one that it holds for. */
  cluster: z.string().min(1).optional(),
  reason: z.string().regex(/\S/, "must say why"),
  /** The last day, in UTC, on which it counts. */
  ends: z.iso.date('must be the last day on which it counts, such as "2027-01-31"'),
});
export type Exception = z.infer<typeof exception>;

export const exceptions = z.array(exception);

/** Whether it counts on that day, `2027-01-31`. */
export function counts({ ends }: Exception, today: string): boolean {
  return today <= ends;
}

/** Those that name one of these texts, in that cluster. */
export function matching(all: readonly Exception[], cluster: string, texts: readonly string[]): Exception[] {
  return all.filter((one) => holdsFor(one, cluster) && texts.some((text) => isWithin(one.image, text)));
}

export function holdsFor({ cluster }: Exception, name: string): boolean {
  return cluster === undefined || cluster === name;
}
