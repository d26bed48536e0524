import type { RepositoryTarget } from "../../model/field-metadata.ts";
import type { Shape } from "../../model/shape.ts";
import type { Json } from "../../util/json.ts";
import { type Estate, type EstateFinding, type EstateRepository, listRepositories } from "../estate.ts";

/** A repository that a task or capability is for is of the format and type that it is for. */
export function validateTargets(estate: Estate): EstateFinding[] {
  const byName = new Map(listRepositories(estate).map((repository) => [repository.name, repository]));
  return estate.declarations.flatMap((about) =>
    targetsIn(about.kind.shape, about.fields, "").flatMap(({ path, name, target }) => {
      const repository = byName.get(name);
      const wanted = repository && misfit(repository, target);
      if (!repository || !wanted) return [];
      const is = [repository.format, repository.type].filter(Boolean).join(" ");
      return [{ about, path, message: `"${name}" is a ${is} repository: a ${about.kind.noun} is for ${wanted} ones` }];
    }),
  );
}

/** What it would have to be; nothing where it is, or where the program does not say what it is. */
function misfit({ format, type }: EstateRepository, target: RepositoryTarget): string | undefined {
  if (target.format && format && format !== target.format) return target.format;
  const types: readonly string[] = target.types ?? [];
  return types.length && type && !types.includes(type) ? types.join(" or ") : undefined;
}

function targetsIn(
  shape: Shape,
  value: Json | undefined,
  path: string,
): { path: string; name: string; target: RepositoryTarget }[] {
  const { target } = shape.metadata;
  if (typeof value === "string") return target ? [{ path, name: value, target }] : [];
  if (Array.isArray(value)) {
    const { element } = shape;
    return element ? value.flatMap((item, index) => targetsIn(element, item, `${path}[${index}]`)) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) =>
    targetsIn(field, value[name], path ? `${path}.${name}` : name),
  );
}
