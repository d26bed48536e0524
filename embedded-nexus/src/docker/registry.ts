import type { Answer } from "../http/answers.ts";
import { admit, tokenAnswer } from "./admission.ts";
import { failed } from "./answers.ts";
import { blobAnswer } from "./blobs.ts";
import { catalogAnswer, tagsAnswer } from "./lists.ts";
import { manifestAnswer } from "./manifests.ts";
import { beginUpload, continueUpload } from "./pushing.ts";
import { referrersAnswer } from "./referrers.ts";
import type { Admitted, RegistryRequest } from "./request.ts";
import { isName, type Route, routeOf } from "./route.ts";

/** What a repository of images answers. */
export async function registryAnswer(request: RegistryRequest): Promise<Answer> {
  return asRegistry(await answer(request));
}

/** What every answer of a registry says of itself. */
export function asRegistry(answer: Answer): Answer {
  return { ...answer, headers: { "Docker-Distribution-Api-Version": "registry/2.0", ...answer.headers } };
}

async function answer(request: RegistryRequest): Promise<Answer> {
  const route = routeOf(request.path);
  if (route.about === "token") return tokenAnswer(request.nexus, request.headers);
  const subject = admit(request);
  if ("status" in subject) return subject;
  if (!request.repository.online) return failed("UNKNOWN", "Repository offline", 503);
  return dispatch({ ...request, subject }, route);
}

async function dispatch(request: Admitted, route: Route): Promise<Answer> {
  if (route.about === "ping") return { status: 200, json: {} };
  if (route.about === "catalog") return catalogAnswer(request);
  if (!("name" in route)) return failed("NAME_UNKNOWN", request.path, 404);
  if (!isName(route.name)) return failed("NAME_INVALID", route.name);
  switch (route.about) {
    case "tags":
      return tagsAnswer(request, route.name);
    case "manifest":
      return manifestAnswer(request, route.name, route.reference);
    case "blob":
      return blobAnswer(request, route.name, route.digest);
    case "uploads":
      return beginUpload(request, route.name);
    case "upload":
      return continueUpload(request, route.id);
    case "referrers":
      return referrersAnswer(request, route.name, route.digest);
  }
}
