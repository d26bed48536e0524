import { answerMaven } from "../formats/maven/maven.ts";
import { answerNpm } from "../formats/npm/npm.ts";
import { answerPypi } from "../formats/pypi/pypi.ts";
import type { Answer } from "../http/answers.ts";
import type { Nexus } from "../nexus.ts";
import { answerFiles } from "./files.ts";
import type { ContentRequest } from "./request.ts";

/** How repositories answer whose format is more than files by their paths; images are the registry's alone. */
const formats: Readonly<Record<string, (nexus: Nexus, request: ContentRequest) => Answer | Promise<Answer>>> = {
  docker: () => ({ status: 404 }),
  maven2: answerMaven,
  npm: answerNpm,
  oci: () => ({ status: 404 }),
  pypi: answerPypi,
};

/** What stands under /repository. */
export async function contentAnswer(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  if (!request.repository.online) return { status: 503 };
  return (formats[request.repository.format] ?? answerFiles)(nexus, request);
}
