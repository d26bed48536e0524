import { referenceText } from "../../handbook/references.ts";
import { linter } from "../../naming/lint.ts";
import { uploads } from "../attempt.ts";
import { isOfImages } from "../facts.ts";
import { type Cause, certain, likely, not } from "../verdict.ts";

const name: Cause = {
  name: "image-name",
  look: ({ attempt, where, handbook, content }) => {
    if (!where || !isOfImages(where.repository) || !("image" in attempt.target) || !handbook.naming?.length)
      return undefined;
    if (!handbook.naming.some(({ repositories }) => repositories.includes(where.repository.name))) return undefined;
    const text = referenceText(attempt.target.image);
    const { wrong, right } = linter(handbook)(text);
    if (!wrong.length) return not("the image is called as the estate's rules want it");
    if (content?.there) return not("it is there by that name, whatever the estate's rules say");
    // What is not pushed by a name of the rules is refused by them; what is pulled may just be gone.
    return (uploads(attempt) ? certain : likely)(
      `the image is not called as the estate's rules want it: ${wrong.join("; ")}`,
      [`rules for ${where.repository.name}: handbook.naming`],
      ...right.map((one) => `call it ${one}`),
    );
  },
};

export const naming: readonly Cause[] = [name];
