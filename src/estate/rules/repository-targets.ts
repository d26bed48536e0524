import type { RepositoryTarget } from "../../model/field-metadata.ts";
import type { Shape } from "../../model/shape.ts";
import type { Json } from "../../util/json.ts";
import { type Estate, type EstateFinding, type EstateRepository, listRepositories } from "../estate.ts";
import type { ValidationScope } from "../validation-scope.ts";

/** Checks that repositories of tasks and capabilities have a format and type that these support. */
export function validateTargets(estate: Estate, { changed }: ValidationScope): EstateFinding[] {
  const targets = changed.flatMap((about) =>
    listTargets(about.kind.shape, about.fields, "").map((target) => ({ about, ...target })),
  );
  if (!targets.length) return [];
  const repositories = new Map(listRepositories(estate).map((repository) => [repository.name, repository]));
  return targets.flatMap(({ about, path, name, target }) => {
    const repository = repositories.get(name);
    const supported = repository && findMismatch(repository, target);
    if (!repository || !supported) return [];
    const actual = [repository.format, repository.type].filter(Boolean).join(" ");
    return [
      {
        about,
        path,
        message: `"${name}" is a ${actual} repository; a ${about.kind.noun} supports only ${supported} repositories`,
      },
    ];
  });
}

/** Returns the supported format or types. Returns nothing if the repository has one of them, or if its own are not known. */
function findMismatch({ format, type }: EstateRepository, target: RepositoryTarget): string | undefined {
  if (target.format && format && format !== target.format) return target.format;
  const types: readonly string[] = target.types ?? [];
  return types.length && type && !types.includes(type) ? types.join(" or ") : undefined;
}

function listTargets(
  shape: Shape,
  value: Json | undefined,
  path: string,
): { path: string; name: string; target: RepositoryTarget }[] {
  const { target } = shape.metadata;
  if (typeof value === "string") return target ? [{ path, name: value, target }] : [];
  if (Array.isArray(value)) {
    const { element } = shape;
    return element ? value.flatMap((item, index) => listTargets(element, item, `${path}[${index}]`)) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) =>
    listTargets(field, value[name], path ? `${path}.${name}` : name),
  );
}
