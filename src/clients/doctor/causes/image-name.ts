import { formatImageReference } from "../../../client-config/image-reference.ts";
import { createImageLinter, type ImageLintResult } from "../../../client-config/naming/image-linter.ts";
import { isUpload } from "../attempt.ts";
import type { AttemptFacts } from "../attempt-facts.ts";
import { type Cause, reportCertain, reportLikely, ruleOut } from "../cause.ts";

/** Stands for an unknown tag: an image with a digest needs no tag, so the tag is not checked. */
const placeholderDigest = `sha256:${"0".repeat(64)}`;

/**
 * Checks the name of an image against the naming rules and returns the violations with valid names. Returns undefined
 * if no rule applies to the repository.
 */
export function checkImageName({
  attempt,
  location,
  clientConfig,
}: AttemptFacts): Pick<ImageLintResult, "wrong" | "right"> | undefined {
  if (!location || !("image" in attempt.target)) return undefined;
  const { name } = location.repository;
  if (!clientConfig.naming?.some(({ repositories }) => repositories.includes(name))) return undefined;
  const { image, untagged } = attempt.target;
  const lint = createImageLinter(clientConfig);
  if (!untagged) return lint(formatImageReference(image));
  const { wrong, right } = lint(formatImageReference({ ...image, digest: placeholderDigest }));
  return { wrong, right: right.map((reference) => reference.replace(`@${placeholderDigest}`, "")) };
}

const invalidName: Cause = {
  name: "image-name",
  check: (facts) => {
    const result = checkImageName(facts);
    if (!result) return undefined;
    if (!result.wrong.length) return ruleOut("the image name follows the naming rules");
    if (facts.content?.exists) return ruleOut("the image exists under this name, although it breaks the naming rules");
    // A push under an invalid name is wrong in any case; an image to pull may just have been removed.
    return (isUpload(facts.attempt) ? reportCertain : reportLikely)(
      `the image name breaks the naming rules: ${result.wrong.join("; ")}`,
      [`rules for ${facts.location?.repository.name}: clientConfig.naming`],
      ...result.right.map((reference) => `use the name ${reference}`),
    );
  },
};

export const imageNameCauses: readonly Cause[] = [invalidName];
