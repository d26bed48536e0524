import { type Linted, linter } from "../../../client-config/naming/lint.ts";
import { referenceText } from "../../../client-config/references.ts";
import { uploads } from "../attempt.ts";
import type { Facts } from "../facts.ts";
import { type Cause, certain, likely, not } from "../verdict.ts";

/** With a digest an image needs no tag: one that nobody knows is not judged. */
const noDigest = `sha256:${"0".repeat(64)}`;

/** What is wrong with an image's name, and what would be right; nothing where no rule holds for its repository. */
export function namingOf({ attempt, where, clientConfig }: Facts): Pick<Linted, "wrong" | "right"> | undefined {
  if (!where || !("image" in attempt.target)) return undefined;
  const { name } = where.repository;
  if (!clientConfig.naming?.some(({ repositories }) => repositories.includes(name))) return undefined;
  const { image, untagged } = attempt.target;
  if (!untagged) return linter(clientConfig)(referenceText(image));
  const { wrong, right } = linter(clientConfig)(referenceText({ ...image, digest: noDigest }));
  return { wrong, right: right.map((one) => one.replace(`@${noDigest}`, "")) };
}

const misnamed: Cause = {
  name: "image-name",
  look: (facts) => {
    const linted = namingOf(facts);
    if (!linted) return undefined;
    if (!linted.wrong.length) return not("the image is called as the estate's rules want it");
    if (facts.content?.there) return not("it is there by that name, whatever the estate's rules say");
    // What is not pushed by a name of the rules is refused by them; what is pulled may just be gone.
    return (uploads(facts.attempt) ? certain : likely)(
      `the image is not called as the estate's rules want it: ${linted.wrong.join("; ")}`,
      [`rules for ${facts.where?.repository.name}: clientConfig.naming`],
      ...linted.right.map((one) => `call it ${one}`),
    );
  },
};

export const naming: readonly Cause[] = [misnamed];
