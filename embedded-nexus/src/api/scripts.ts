import { done, ok, Refusal, refusal, uncaught } from "../http/responses.ts";
import { type Call, type Endpoint, endpoint } from "../http/endpoint.ts";
import type { Nexus } from "../nexus.ts";
import type { ScriptRecord } from "../state.ts";

const body = { schema: "ScriptXO" } as const;

/** Kept and given back, never run (3.77). Off unless switched on: then nothing is made or changed, and the rest goes on. */
export const scriptEndpoints: readonly Endpoint[] = [
  endpoint("GET /v1/script", {
    may: "nexus:script:*:browse",
    handle: ({ nexus }) => ok(nexus.state.scripts.map(answer)),
  }),

  endpoint("GET /v1/script/{name}", { handle: (call) => ok(answer(existing(call, "read"))) }),

  endpoint<ScriptRecord>("POST /v1/script", {
    body,
    may: "nexus:script:*:add",
    handle: ({ nexus, body }) => {
      checkSwitchedOn(nexus, body.name);
      if (nexus.state.scripts.some(({ name }) => name === body.name)) {
        throw uncaught("org.sonatype.nexus.datastore.api.DuplicateKeyException", "Duplicate key");
      }
      nexus.change(() => nexus.state.scripts.push(answer(body)));
      return done;
    },
  }),

  endpoint<ScriptRecord>("PUT /v1/script/{name}", {
    body,
    handle: (call) => {
      const { nexus, body } = call;
      const script = existing(call, "edit");
      // 3.71.
      if (body.name !== script.name) {
        const message = `Path parameter: ${script.name} does not match data name: ${body.name}`;
        throw uncaught("java.lang.IllegalArgumentException", message);
      }
      checkSwitchedOn(nexus, script.name);
      nexus.change(() => Object.assign(script, { type: body.type, content: body.content }));
      return done;
    },
  }),

  // Privileges that are about it stay.
  endpoint("DELETE /v1/script/{name}", {
    handle: (call) => {
      const { nexus } = call;
      const { name } = existing(call, "delete");
      nexus.change(() => {
        nexus.state.scripts = nexus.state.scripts.filter((script) => script.name !== name);
      });
      return done;
    },
  }),
];

function existing(
  { nexus, subject, param }: Call<never> | Call<ScriptRecord> | Call<undefined>,
  action: string,
): ScriptRecord {
  const name = param("name");
  if (!subject.may(`nexus:script:${name}:${action}`)) throw refusal(403);
  const script = nexus.state.scripts.find((script) => script.name === name);
  if (!script) throw refusal(404);
  return script;
}

function checkSwitchedOn({ scripts }: Nexus, name: string): void {
  if (!scripts) throw new Refusal({ status: 410, json: { name, result: "Creating and updating scripts is disable" } });
}

function answer({ name, content, type }: ScriptRecord): { name: string; content: string; type: string } {
  return { name, content, type };
}
