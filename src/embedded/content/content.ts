import type { Answer } from "../http/answers.ts";
import type { Nexus } from "../nexus.ts";
import { answerFiles } from "./files.ts";
import type { ContentRequest } from "./request.ts";

/** How repositories of a format answer. Of others nothing can be got. */
const formats: Readonly<Record<string, (nexus: Nexus, request: ContentRequest) => Answer | Promise<Answer>>> = {
  raw: answerFiles,
  maven2: answerFiles,
};

/** What stands under /repository. */
export async function contentAnswer(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const answer = formats[request.repository.format];
  if (!answer) return { status: 404 };
  if (!request.repository.online) return { status: 503 };
  return answer(nexus, request);
}
