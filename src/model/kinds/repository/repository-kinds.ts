import type { z } from "zod";
import type { Fields } from "../../../util/json.ts";
import { defineKind, type Kind } from "../../kind.ts";
import {
  formatIds,
  getUnusedBlock,
  type Recipes,
  type RecipeTable,
  type RepositoryType,
  recipes,
  requirementsOf,
} from "./recipes.ts";

/** Returns the name of a format in bodies, privileges and cleanup policies: `maven2` for `maven`. */
export function toFormatId(format: string): string {
  return formatIds[format] ?? format;
}

function repositoryKind<S extends z.ZodObject>(format: string, type: RepositoryType, schema: S): Kind<S> {
  const path = `/v1/repositories/${format}/${type}`;
  const className = type.replace(/^./, (first) => first.toUpperCase());
  return defineKind({
    name: `${format}-${type}`,
    token: `${format}:${className}`,
    noun: `${format} ${type} repository`,
    family: "repository",
    schema,
    repository: { format: toFormatId(format), type },
    identityIgnoresCase: true,
    typeChangeLosesContent: true,
    ...(type === "hosted" && { holdsContent: true }),
    requires: requirementsOf(format, type),
    endpoints: {
      list: "/v1/repositorySettings",
      item: `${path}/{name}`,
      // Without permission, the settings answer 404 and this path answers 403 (3.71, 3.77).
      presence: "/v1/repositories/{name}",
      create: `POST ${path}`,
      update: `PUT ${path}/{name}`,
      remove: "DELETE /v1/repositories/{name}",
    },
    matches: (live) => live.format === toFormatId(format) && live.type === type,
    toNexus: (fields, _purpose, server) => ({ ...getUnusedBlock(format, type, server?.release), ...toNexus(fields) }),
  });
}

/**
 * Responses name the routing rule `routingRuleName`, requests before 3.94 use `routingRule`. Both are sent, because Nexus
 * removes the rule without an error if the name that it reads is missing. Fields that only responses have are removed.
 */
function toNexus({ url: _url, format: _format, type: _type, routingRuleName, ...body }: Fields): Fields {
  if (routingRuleName === undefined || routingRuleName === null || routingRuleName === "") return body;
  return { ...body, routingRule: routingRuleName, routingRuleName };
}

export type RepositoryKindsOf<R extends RecipeTable> = {
  [F in keyof R]: { [T in keyof R[F]]: Kind<R[F][T] extends z.ZodObject ? R[F][T] : never> };
};

/** Creates the kinds of repositories, one for each recipe of the table. */
export function defineRepositoryKinds<R extends RecipeTable>(table: R): RepositoryKindsOf<R> {
  const kinds = Object.entries(table).map(([format, types]) => [
    format,
    Object.fromEntries(
      Object.entries(types).map(([type, schema]) => [type, repositoryKind(format, type as RepositoryType, schema)]),
    ),
  ]);
  return Object.fromEntries(kinds) as RepositoryKindsOf<R>;
}

export type RepositoryKinds = RepositoryKindsOf<Recipes>;

/** The kinds of repositories by format and type: `repositoryKinds.docker.hosted`. */
export const repositoryKinds: RepositoryKinds = defineRepositoryKinds(recipes);

/** Returns the kind of a repository by its format and type in Nexus's responses (`maven2`, not maven). */
export function findRepositoryKind(format: string, type: string): Kind | undefined {
  return Object.values(repositoryKinds)
    .flatMap((types): Kind[] => Object.values(types))
    .find(({ repository }) => repository?.format === format && repository.type === type);
}
