import { toClassName } from "../reference/kind-descriptions.ts";
import type { ExportedResource } from "./to-declaration.ts";
import { capitalize, toCamelCase, toKebabCase, UniqueNames } from "./unique-names.ts";

/** Represents an exported resource with its names in the program. */
export interface ProgramResource extends ExportedResource {
  /** The name of the Pulumi resource. */
  resource: string;
  /** The key in the stack's `nexus:secrets` of each secret, by the path of its field. */
  secretNames: ReadonlyMap<string, string>;
  /** The constant that other resources refer to; undefined where none does. */
  constant: string | undefined;
}

/** Gives each resource a name that is unique among those of its class, and each secret a unique key. */
export function nameResources(resources: readonly ExportedResource[]): ProgramResource[] {
  const namesByToken = new Map<string, UniqueNames>();
  const secrets = new UniqueNames([]);
  return resources.map((exported) => {
    const { token, family } = exported.kind;
    const names = namesByToken.get(token) ?? new UniqueNames([]);
    namesByToken.set(token, names);
    const resource = names.allocate(proposeName(exported));
    const secretName = (path: string) => {
      const [prefix, parts] = [toCamelCase(resource, family), path.split(".").map(capitalize)];
      const [first = "", last = ""] = [parts[0], parts.at(-1)];
      return secrets.allocate(prefix + last, prefix + first + last);
    };
    const secretNames = new Map(exported.secrets.map(({ path }) => [path, secretName(path)]));
    return { ...exported, resource, secretNames, constant: undefined };
  });
}

/** Names of resources are part of the state, of previews and of URLs: printable characters only, at most 100. */
const printableName = /^[\p{L}\p{N}\p{P}\p{S}][\p{L}\p{N}\p{P}\p{S} ]{0,99}$/u;

function proposeName({ kind, identity, fields }: ExportedResource): string {
  const className = toKebabCase(toClassName(kind).split(".").at(-1) ?? "");
  const asResourceName = (name: unknown) =>
    typeof name === "string" && printableName.test(name) && !name.includes("::") ? name : undefined;
  if (kind.setting) return className;
  if (kind.identity !== undefined) return asResourceName(fields[kind.identity]) ?? toCamelCase(identity, kind.family);
  if (kind.family === "capability") return asResourceName(identity.replaceAll(/[^\w.-]+/g, "-")) ?? className;
  return className;
}
