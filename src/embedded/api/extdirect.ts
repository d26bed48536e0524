import type { Answer } from "../http/answers.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { permissionOf } from "../security/privileges.ts";
import type { Subject } from "../security/subject.ts";

/**
 * What the user interface calls: always 200, told by result.success. Of it, which of all privileges' permissions the
 * caller has (3.71).
 */
export function extDirect(nexus: Nexus, text: string, subject: Subject): Answer {
  const request: unknown = JSON.parse(text);
  const { tid = null, action = null, method = null } = isObject(request) ? request : {};
  const type = { "Content-Type": "application/json;charset=utf-8" };
  const answer = (rest: JsonObject): Answer => {
    return { status: 200, text: JSON.stringify({ tid, action, method, ...rest }), headers: type };
  };
  if (action === "rapture_Security" && method === "getPermissions") {
    const known = new Set([...nexus.privileges.values()].map(permissionOf));
    const data: Json = [...known].filter((permission) => subject.may(permission)).map((id) => ({ id }));
    return answer({ result: { success: true, data }, type: "rpc" });
  }
  const exception = {
    type: "com.softwarementors.extjs.djn.router.processor.RequestException",
    message: `No action registered as *${action}*`,
    where: "",
  };
  return answer({
    message: `RequestException: No action registered as '${action}'`,
    where: "",
    serverException: { rootException: exception, exception, exceptions: [exception] },
    type: "exception",
  });
}
