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
 * Handles a call of ExtDirect, the API of Nexus's user interface. The status is always 200; `result.success` separates success
 * from failure. Supported are tasks, capabilities and `rapture_Security.getPermissions`, which lists the permissions of
 * all privileges that the caller has (3.71).
 */
export async function handleExtDirect(nexus: Nexus, text: string, subject: Subject): Promise<ResponseData> {
  const request: unknown = JSON.parse(text);
  const { tid = null, action = null, method = null, data = null } = isObject(request) ? request : {};
  const type = { "Content-Type": "application/json;charset=utf-8" };
  const respond = (rest: JsonObject): ResponseData => {
    return { status: 200, text: JSON.stringify({ tid, action, method, ...rest }), headers: type };
  };
  if (action === "rapture_Security" && method === "getPermissions") {
    const permissions = new Set([...nexus.privileges.values()].map(getPermissionString));
    const data: Json = [...permissions].filter((permission) => subject.isPermitted(permission)).map((id) => ({ id }));
    return respond({ result: { success: true, data }, type: "rpc" });
  }
  const methods = METHODS[String(action)];
  const called = methods?.[String(method)];
  if (called) return respond({ result: await callMethod(called, nexus, subject, data), type: "rpc" });
  const missing = methods ? `method registered as 'X' in action '${action}'` : "action registered as 'X'";
  return respond(unregisteredResponse(`No ${missing.replace("X", String(methods ? method : action))}`));
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
