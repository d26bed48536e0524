import { expect, it } from "vitest";
import { createPipelineLinter } from "../../../src/clients/lint/pipeline-linter.ts";
import { clientConfigWith, served } from "../../client-config/support.ts";

const lint = createPipelineLinter(
  clientConfigWith([served("ocp", { registry: "mirror.example" })], { runtime: { allow: [], mirrors: ["ocp"] } }),
);

/** Texts that, repeated, are many beginnings of what a pattern or a loop searches for. */
const parts = [
  ...["#", "//", "/* ", "<!--", "# nexus-iac: allow ", "# nexus-iac: allow docker-hub x\n", "\\\n", "a\\\n", "\t", " "],
  ...["${", "${a", "$", "'", '"', "A=$A", "A=1\n", "a=", "A_", "a.", "a@", "a/", ":", "- ", "--x ", "def ", "ENV "],
  ...["login -p ", "curl -u a:", "twine ", "TOKEN", "password: a ", "<password> ", "http://a:", "Authorization: "],
  ...["docker run ", "FROM a AS b\n", "COPY --x ", "image 'a'", "docker.build(", "mirror.example", "x: x\n"],
];

/** Returns the CPU time of this thread to lint a text, in milliseconds. */
function measure(file: string, text: string): number {
  const start = process.threadCpuUsage();
  lint({ file, text });
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}

/** Returns true if the time to lint a repeated part is quadratic in three measurements: a busy machine makes some of them wrong. */
function isQuadratic(file: string, part: string): boolean {
  const repeat = (size: number) => part.repeat(Math.ceil(size / part.length));
  return [1, 2, 3].every(() => {
    const [small, large] = [measure(file, repeat(16_000)), measure(file, repeat(64_000))];
    return large > 200 && large > 10 * small;
  });
}

// The steps of a regular expression cannot be counted. Four times the text takes 16 times as long if the time is quadratic;
// quadratic patterns took 500 to 5000 milliseconds for these sizes, all others less than 100.
it.each(["a.sh", "Jenkinsfile", "Dockerfile", "pom.xml", ".gitlab-ci.yml"])(
  "needs time in proportion to the size of a file: %s",
  (file) => expect(parts.filter((part) => isQuadratic(file, part))).toEqual([]),
);
