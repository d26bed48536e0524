import { formatImageReference } from "../../../client-config/image-reference.ts";
import { createImageLinter, type ImageLintResult } from "../../../client-config/naming/image-linter.ts";
import { isUpload } from "../attempt.ts";
import type { AttemptFacts } from "../attempt-facts.ts";
import { type Cause, reportCertain, reportLikely, ruleOut } from "../cause.ts";

/** With a digest an image needs no tag: one that nobody knows is not judged. */
const noDigest = `sha256:${"0".repeat(64)}`;

/** What is wrong with an image's name, and what would be right; nothing where no rule holds for its repository. */
export function checkImageName({
  attempt,
  location: where,
  clientConfig,
}: AttemptFacts): Pick<ImageLintResult, "wrong" | "right"> | undefined {
  if (!where || !("image" in attempt.target)) return undefined;
  const { name } = where.repository;
  if (!clientConfig.naming?.some(({ repositories }) => repositories.includes(name))) return undefined;
  const { image, untagged } = attempt.target;
  if (!untagged) return createImageLinter(clientConfig)(formatImageReference(image));
  const { wrong, right } = createImageLinter(clientConfig)(formatImageReference({ ...image, digest: noDigest }));
  return { wrong, right: right.map((one) => one.replace(`@${noDigest}`, "")) };
}

const misnamed: Cause = {
  name: "image-name",
  check: (facts) => {
    const linted = checkImageName(facts);
    if (!linted) return undefined;
    if (!linted.wrong.length) return ruleOut("the image is called as the estate's rules want it");
    if (facts.content?.exists) return ruleOut("it is there by that name, whatever the estate's rules say");
    // What is not pushed by a name of the rules is refused by them; what is pulled may just be gone.
    return (isUpload(facts.attempt) ? reportCertain : reportLikely)(
      `the image is not called as the estate's rules want it: ${linted.wrong.join("; ")}`,
      [`rules for ${facts.location?.repository.name}: clientConfig.naming`],
      ...linted.right.map((one) => `call it ${one}`),
    );
  },
};

export const imageNameCauses: readonly Cause[] = [misnamed];
