import type { TaskTypeId } from "../../model/kinds/task-types.ts";
import { taskKinds } from "../../model/kinds/tasks.ts";
import { type NexusResource, type ResourceClass, resourceClass } from "../resource.ts";

/** Creates the base class of the tasks of a type. */
export function taskOf<A extends object>(type: TaskTypeId): ResourceClass<A, NexusResource> {
  return resourceClass<A>(taskKinds[type]);
}
