/** Runs what a test of another client does against a Nexus: with the client's own requests, or declared as resources. */
import type { NexusClient } from "../../../src/client/nexus-client.ts";
import { expandPath, getIdentity, type Kind } from "../../../src/model/kind.ts";
import { type Fields, isFields, type Json } from "../../../src/util/json.ts";
import { expectReadAsDeclared } from "../../support/lifecycle.ts";
import { ResourceStack, type ServerLogin } from "../../support/resource-stack.ts";
import { type PeerTest, restServer, toResource } from "./peer-settings.ts";

/** A declaration or a request that is refused, or that Nexus returns otherwise. */
export interface Failure {
  readonly kind: Kind;
  readonly message: string;
}

/** Creates, updates and deletes resources. Returns the first failure: later resources may depend on the failed one. */
export async function declare(test: PeerTest, login: ServerLogin): Promise<Failure | undefined> {
  const stacks: ResourceStack[] = [];
  try {
    for (const { kind, declarations } of test.objects.map(toResource)) {
      const stack = new ResourceStack(login, kind);
      stacks.push(stack);
      try {
        for (const declared of declarations) {
          // Pulumi replaces a resource whose identity changes.
          if (getIdentity(kind, stack.outputs) !== getIdentity(kind, declared)) await stack.destroy();
          await stack.up(withContentLoss(kind, declared));
          await expectReadAsDeclared(stack, declared);
        }
      } catch (error) {
        return { kind, message: String(error) };
      }
    }
  } finally {
    for (const stack of stacks.reverse()) await stack.destroy();
  }
  return undefined;
}

/** Allows changes that Nexus cannot make in place. */
function withContentLoss(kind: Kind, declared: Fields): Fields {
  return kind.shape.fields?.allowContentLoss ? { ...declared, allowContentLoss: true } : declared;
}

/** Sends the requests of the client, and deletes what they create. Returns the first failure. */
export async function replay(test: PeerTest, client: NexusClient): Promise<Failure | undefined> {
  const removals: string[] = [];
  try {
    for (const object of test.objects) {
      const { kind, bodies } = toResource(object);
      const { update = "", remove } = kind.endpoints(restServer);
      try {
        const [first = null, ...updates] = bodies;
        const existing = await findOnlyCapability(client, kind);
        const created = existing ?? (await send(client, kind, object.operation, first));
        const names = { ...namesOf(first), ...namesOf(created) };
        if (remove && !kind.setting) removals.unshift(expandPath(remove, names));
        for (const body of existing ? bodies : updates) {
          const id = await findAssignedId(client, kind, names);
          await send(client, kind, expandPath(update, { ...names, ...id }), isFields(body) ? { ...body, ...id } : body);
        }
      } catch (error) {
        return { kind, message: String(error) };
      }
    }
  } finally {
    for (const removal of removals) await client.send({ method: "DELETE", path: removal.replace("DELETE ", "") });
  }
  return undefined;
}

async function send(client: NexusClient, kind: Kind, operation: string, body: Json): Promise<Json> {
  const [method, path = ""] = operation.split(" ");
  const content = kind.textBodyField ? { text: String(body) } : { body };
  return (await client.send({ method: method === "PUT" ? "PUT" : "POST", path, ...content })).body;
}

/** The fields that name an object in paths. The field of a role is `id` in bodies. */
function namesOf(body: Json): Fields {
  return isFields(body) ? { ...body, roleId: body.id } : {};
}

/** Returns the capability of a type of which Nexus has only one, such as that of audit: the clients update it. */
async function findOnlyCapability(client: NexusClient, kind: Kind): Promise<Fields | undefined> {
  if (kind.family !== "capability" || !kind.setting) return undefined;
  const { body } = await client.get(kind.endpoints(restServer).list);
  return (body as Fields[]).find(({ type }) => `capability-${String(type).replaceAll(".", "-")}` === kind.name);
}

/** Returns the id that Nexus assigned to an object, which the body of an update contains. */
async function findAssignedId(client: NexusClient, kind: Kind, names: Fields): Promise<Fields> {
  if (kind.family === "capability") return { id: names.id };
  if (kind.family !== "LDAP server") return {};
  const { body } = await client.get(expandPath(kind.endpoints(restServer).item ?? "", names));
  return { id: (body as Fields).id };
}
