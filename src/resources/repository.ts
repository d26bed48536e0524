import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Action } from "../access/security-model.ts";
import type { Kind } from "../model/kind.ts";
import type { Format, Recipes } from "../model/kinds/repository/recipes.ts";
import { repositoryKinds } from "../model/kinds/repository/repository-kinds.ts";
import { type ContentArgs, NamedResource, type Options } from "./resource.ts";

type Schema<F extends Format, T extends keyof Recipes[F]> = Recipes[F][T] extends z.ZodObject ? Recipes[F][T] : never;

/** What a repository of that format and type takes. */
export type RepositoryArgs<F extends Format, T extends keyof Recipes[F]> = ContentArgs<Schema<F, T>, "name">;

/** What is left out has Nexus's or the creation's default; where all may be, so may the whole. */
type Given<A> = Record<string, never> extends A ? [args?: A, options?: Options] : [args: A, options?: Options];

/** A repository of any format and type. */
export abstract class Repository extends NamedResource {
  /** In Nexus's words, as privileges and cleanup policies have it: `docker`, `maven2`. */
  readonly format: string;

  constructor(kind: Kind, name: string, args: { name?: unknown }, options?: Options) {
    super(kind, name, args, options);
    this.format = kind.repository?.format ?? "";
  }

  /**
   * The names of the privileges that Nexus makes with the repository, one for each action on its content: what a role
   * is made of. An upload over HTTP needs `edit` beside `add`.
   */
  privileges(...actions: readonly Action[]): pulumi.Output<string>[] {
    return actions.map((action) => pulumi.interpolate`nx-repository-view-${this.format}-${this.name}-${action}`);
  }
}

export type RepositoryClass<F extends Format, T extends keyof Recipes[F]> = abstract new (
  name: string,
  ...given: Given<RepositoryArgs<F, T>>
) => Repository;

/** The base of a recipe's class: `class Hosted extends recipe("docker", "hosted") {}`. */
export function recipe<F extends Format, T extends keyof Recipes[F] & string>(
  format: F,
  type: T,
): RepositoryClass<F, T> {
  abstract class OfRecipe extends Repository {
    constructor(name: string, ...[args, options]: Given<RepositoryArgs<F, T>>) {
      super(repositoryKinds[format][type], name, args ?? {}, options);
    }
  }
  return OfRecipe;
}
