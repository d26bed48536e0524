import { handleMavenRequest } from "../formats/maven/maven-handler.ts";
import { handleNpmRequest } from "../formats/npm/npm-handler.ts";
import { handlePypiRequest } from "../formats/pypi/pypi-handler.ts";
import { HttpError, type ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { ContentRequest } from "./content-request.ts";
import { handleFileRequest } from "./file-handler.ts";

/** How repositories answer whose format is more than files by their paths; images are the registry's alone. */
const formats: Readonly<
  Record<string, (nexus: Nexus, request: ContentRequest) => ResponseData | Promise<ResponseData>>
> = {
  docker: () => ({ status: 404 }),
  maven2: handleMavenRequest,
  npm: handleNpmRequest,
  oci: () => ({ status: 404 }),
  pypi: handlePypiRequest,
};

/** What stands under /repository. */
export async function handleContentRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  if (!request.repository.online) return toErrorPage(request.method, { status: 503 });
  try {
    return toErrorPage(request.method, await (formats[request.repository.format] ?? handleFileRequest)(nexus, request));
  } catch (error) {
    if (error instanceof HttpError) return toErrorPage(request.method, error.response);
    throw error;
  }
}

/** A failure as a page for people, save to who uploads, deletes or has to log in (3.77). */
export function toErrorPage(method: string, answer: ResponseData): ResponseData {
  const { status, json, text } = answer;
  const isBare = status < 400 || status === 401 || json !== undefined || text !== undefined;
  if (isBare || !["GET", "POST"].includes(method)) return answer;
  const headers = { ...answer.headers, "Content-Type": "text/html" };
  const html = `<!DOCTYPE html>\n<html lang="en"><head><title>${status} - Sonatype Nexus Repository</title></head></html>\n`;
  return { ...answer, text: html, headers };
}
