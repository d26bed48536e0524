/** The names by which Pulumi finds the resources of a program in the state. */
import * as pulumi from "@pulumi/pulumi";

/** Internals of Pulumi's resources that its types do not include. */
interface ResourceInternals {
  __parentResource?: pulumi.Resource;
  __pulumiType?: string;
}

/** Returns the parent of a resource. A resource without a declared parent has the stack as its parent. */
export function getParent(resource: pulumi.Resource): pulumi.Resource | undefined {
  return (resource as ResourceInternals).__parentResource;
}

/** Pulumi identifies resources by name, type, and the types of their parents. */
export function toUrn(parent: pulumi.Resource | undefined, type: string, name: string): string {
  return [...listAncestors(parent).map((ancestor) => (ancestor as ResourceInternals).__pulumiType), type, name].join(
    "$",
  );
}

/** Returns a resource and its parents, the outermost first. */
function listAncestors(resource: pulumi.Resource | undefined): pulumi.Resource[] {
  return resource ? [...listAncestors(getParent(resource)), resource] : [];
}

/** By stack, as one process may run a program several times: the names that a resource of the program has, or takes over. */
const takenUrns = new WeakMap<object, Set<string>>();
const ownerWithoutStack = {};

/**
 * Returns the aliases of a resource in a component: the same resource beside the component, or beside a component that contains
 * it. So a resource that moves into a component stays the same, and a user keeps its generated password. A name that another
 * resource of the program has is no alias.
 *
 * @param isComplete - resolves when all other resources of the program are declared
 */
export function createAliases(
  parent: pulumi.Resource | undefined,
  type: string,
  name: string,
  isComplete: Promise<unknown>,
): Promise<pulumi.Alias>[] {
  const stack = pulumi.runtime.getStackResource();
  const taken = takenUrns.get(stack ?? ownerWithoutStack) ?? new Set();
  takenUrns.set(stack ?? ownerWithoutStack, taken);
  taken.add(toUrn(parent ?? stack, type, name));
  const containers = listAncestors(parent).filter((ancestor) => ancestor !== stack);
  return containers.map(async (container): Promise<pulumi.Alias> => {
    await isComplete;
    const former = getParent(container);
    const urn = toUrn(former, type, name);
    // Without any difference, an alias is the resource itself.
    if (taken.has(urn)) return {};
    taken.add(urn);
    return { parent: former === stack ? undefined : former };
  });
}
