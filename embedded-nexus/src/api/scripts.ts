import { runGroovy } from "../groovy.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { HttpError, javaException, NO_CONTENT, ok, statusError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { ScriptRecord } from "../state.ts";

const body = { schema: "ScriptXO" } as const;

/** Unless enabled, scripts cannot be created or changed, only read, run and deleted (3.71, 3.77). */
export const scriptEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/script", {
    permission: "nexus:script:*:browse",
    handle: ({ nexus }) => ok(nexus.state.scripts.map(toScriptXO)),
  }),

  defineEndpoint("GET /v1/script/{name}", { handle: (request) => ok(toScriptXO(getPermittedScript(request, "read"))) }),

  defineEndpoint<ScriptRecord>("POST /v1/script", {
    body,
    permission: "nexus:script:*:add",
    handle: ({ nexus, body }) => {
      checkScriptsAreEnabled(nexus, body.name);
      if (nexus.state.scripts.some(({ name }) => name === body.name)) {
        throw javaException("org.sonatype.nexus.datastore.api.DuplicateKeyException", "Duplicate key");
      }
      nexus.change(() => nexus.state.scripts.push(toScriptXO(body)));
      return NO_CONTENT;
    },
  }),

  defineEndpoint<ScriptRecord>("PUT /v1/script/{name}", {
    body,
    handle: (request) => {
      const { nexus, body } = request;
      const script = getPermittedScript(request, "edit");
      // 3.71.
      if (body.name !== script.name) {
        const message = `Path parameter: ${script.name} does not match data name: ${body.name}`;
        throw javaException("java.lang.IllegalArgumentException", message);
      }
      checkScriptsAreEnabled(nexus, script.name);
      nexus.change(() => Object.assign(script, { type: body.type, content: body.content }));
      return NO_CONTENT;
    },
  }),

  // 3.77: the result of every exception is 400.
  defineEndpoint<string>("POST /v1/script/{name}/run", {
    body: "anything",
    handle: (request) => {
      const { body } = request;
      const { name, content } = getPermittedScript(request, "run");
      try {
        return ok({ name, result: runGroovy(content, body) });
      } catch (error) {
        const result = `javax.script.ScriptException: ${error instanceof Error ? error.message : String(error)}`;
        throw new HttpError({ status: 400, json: { name, result } });
      }
    },
  }),

  // Privileges for the script stay.
  defineEndpoint("DELETE /v1/script/{name}", {
    handle: (request) => {
      const { nexus } = request;
      const { name } = getPermittedScript(request, "delete");
      nexus.change(() => {
        nexus.state.scripts = nexus.state.scripts.filter((script) => script.name !== name);
      });
      return NO_CONTENT;
    },
  }),
];

function getPermittedScript(
  { nexus, subject, param }: Pick<EndpointRequest, "nexus" | "subject" | "param">,
  action: string,
): ScriptRecord {
  const name = param("name");
  if (!subject.isPermitted(`nexus:script:${name}:${action}`)) throw statusError(403);
  const script = nexus.state.scripts.find((script) => script.name === name);
  if (!script) throw statusError(404);
  return script;
}

function checkScriptsAreEnabled({ scripts }: Nexus, name: string): void {
  if (!scripts)
    throw new HttpError({ status: 410, json: { name, result: "Creating and updating scripts is disable" } });
}

function toScriptXO({ name, content, type }: ScriptRecord): { name: string; content: string; type: string } {
  return { name, content, type };
}
