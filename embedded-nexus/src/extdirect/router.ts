import { capabilityMethods } from "../capabilities/capability-methods.ts";
import type { ResponseData } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { getPermissionString } from "../security/privileges.ts";
import type { Subject } from "../security/subject.ts";
import { taskMethods } from "../tasks/task-methods.ts";
import { ExtDirectError, type ExtDirectMethod, extDirectError } from "./method.ts";

const METHODS: Readonly<Record<string, Readonly<Record<string, ExtDirectMethod>>>> = {
  coreui_Task: taskMethods,
  capability_Capability: capabilityMethods,
};

/**
 * What the user interface calls: always 200, told by result.success. Of it, which of all privileges' permissions the
 * caller has (3.71), tasks, and capabilities.
 */
export async function handleExtDirect(nexus: Nexus, text: string, subject: Subject): Promise<ResponseData> {
  const request: unknown = JSON.parse(text);
  const { tid = null, action = null, method = null, data = null } = isObject(request) ? request : {};
  const type = { "Content-Type": "application/json;charset=utf-8" };
  const answer = (rest: JsonObject): ResponseData => {
    return { status: 200, text: JSON.stringify({ tid, action, method, ...rest }), headers: type };
  };
  if (action === "rapture_Security" && method === "getPermissions") {
    const known = new Set([...nexus.privileges.values()].map(getPermissionString));
    const data: Json = [...known].filter((permission) => subject.isPermitted(permission)).map((id) => ({ id }));
    return answer({ result: { success: true, data }, type: "rpc" });
  }
  const methods = METHODS[String(action)];
  const called = methods?.[String(method)];
  if (called) return answer({ result: await callMethod(called, nexus, subject, data), type: "rpc" });
  const missing = methods ? `method registered as 'X' in action '${action}'` : "action registered as 'X'";
  return answer(unregisteredResponse(`No ${missing.replace("X", String(methods ? method : action))}`));
}

async function callMethod(
  { permission: may, handle }: ExtDirectMethod,
  nexus: Nexus,
  subject: Subject,
  data: Json,
): Promise<JsonObject> {
  try {
    if (!subject.isPermitted(may)) throw extDirectError(`User is not permitted: ${may}`);
    return { success: true, data: await handle(nexus, Array.isArray(data) ? data : []) };
  } catch (error) {
    if (error instanceof ExtDirectError) return error.result;
    throw error;
  }
}

function unregisteredResponse(message: string): JsonObject {
  const exception = {
    type: "com.softwarementors.extjs.djn.router.processor.RequestException",
    message: message.replaceAll("'", "*"),
    where: "",
  };
  return {
    message: `RequestException: ${message}`,
    where: "",
    serverException: { rootException: exception, exception, exceptions: [exception] },
    type: "exception",
  };
}
