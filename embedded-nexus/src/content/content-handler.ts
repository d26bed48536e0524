import { formatHooks } from "../formats/format-hooks.ts";
import { HttpError, type ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { ContentRequest } from "./content-request.ts";
import { handleFileRequest } from "./file-handler.ts";

/** Handles a request below /repository/NAME, as the repository's format does. */
export async function handleContentRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { method, repository } = request;
  if (!repository.online) return toErrorPage(method, { status: 503 });
  try {
    const handle = formatHooks[repository.format]?.handle ?? handleFileRequest;
    return toErrorPage(method, await handle(nexus, request));
  } catch (error) {
    if (error instanceof HttpError) return toErrorPage(method, error.response);
    throw error;
  }
}

/** Turns a failure without a body into an HTML page; not for uploads, deletions and 401 (3.77). */
export function toErrorPage(method: string, answer: ResponseData): ResponseData {
  const { status, json, text } = answer;
  const hasOwnBody = status < 400 || status === 401 || json !== undefined || text !== undefined;
  if (hasOwnBody || !["GET", "POST"].includes(method)) return answer;
  const headers = { ...answer.headers, "Content-Type": "text/html" };
  const html = `<!DOCTYPE html>\n<html lang="en"><head><title>${status} - Sonatype Nexus Repository</title></head></html>\n`;
  return { ...answer, text: html, headers };
}
