import { referenceText } from "../../handbook/references.ts";
import { linter } from "../../naming/lint.ts";
import { isOfImages } from "../facts.ts";
import { type Cause, certain, not } from "../verdict.ts";

const name: Cause = {
  name: "image-name",
  look: ({ attempt, where, handbook }) => {
    if (!where || !isOfImages(where.repository) || !("image" in attempt.target) || !handbook.naming?.length)
      return undefined;
    if (!handbook.naming.some(({ repositories }) => repositories.includes(where.repository.name))) return undefined;
    const text = referenceText(attempt.target.image);
    const { wrong, right } = linter(handbook)(text);
    if (!wrong.length) return not("the image is called as the estate's rules want it");
    return certain(
      `the image is not called as the estate's rules want it: ${wrong.join("; ")}`,
      [`rules for ${where.repository.name}: handbook.naming`],
      ...right.map((one) => `call it ${one}`),
    );
  },
};

export const naming: readonly Cause[] = [name];
