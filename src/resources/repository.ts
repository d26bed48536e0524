import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Action } from "../access/security-model.ts";
import { resolveImagePrefix } from "../estate/declared-client-config.ts";
import type { Kind } from "../model/kind.ts";
import type { Format, Recipes } from "../model/kinds/repository/recipes.ts";
import { repositoryKinds } from "../model/kinds/repository/repository-kinds.ts";
import type { Json } from "../util/json.ts";
import { type ContentArgs, NamedResource, type Options } from "./resource.ts";

type Schema<F extends Format, T extends keyof Recipes[F]> = Recipes[F][T] extends z.ZodObject ? Recipes[F][T] : never;

/** The arguments of a repository of a format and type. */
export type RepositoryArgs<F extends Format, T extends keyof Recipes[F]> = ContentArgs<Schema<F, T>, "name">;

/** The arguments object itself can be omitted if it has no required field. */
type RecipeParameters<A> =
  Record<string, never> extends A ? [args?: A, options?: Options] : [args: A, options?: Options];

/** Represents a repository of any format and type. Fields that are omitted get the default of Nexus or of nexus-iac on creation. */
export abstract class Repository extends NamedResource {
  /** Nexus's name of the format, as used in privileges and cleanup policies: `docker`, `maven2`. */
  readonly format: string;
  readonly #formatFields: unknown;

  constructor(kind: Kind, name: string, args: { name?: unknown }, options?: Options) {
    super(kind, name, args, options);
    this.format = kind.repository?.format ?? "";
    this.#formatFields = (args as Readonly<Record<string, unknown>>)[this.format];
  }

  /** The URL in Nexus: `https://nexus.example/repository/apps/`. A resource that uses this output is created after the repository. */
  get url(): pulumi.Output<string> {
    return this.toDependentOutput(pulumi.interpolate`${this.getNexusAddress().url}/repository/${this.name}/`);
  }

  /**
   * Docker and OCI: the address before the path of an image, without a slash at the end. It is the repository's address in the
   * stack's setting `nexus:clients`, else its connector port on the host of Nexus (`nexus.example:5002`), else with `pathEnabled`
   * the host and the name (`nexus.example/apps`). undefined if there is none of them, and for other formats.
   *
   * ```ts
   * export const image = pulumi.interpolate`${apps.registry}/team/app:1.0`;
   * ```
   */
  get registry(): pulumi.Output<string | undefined> {
    const { url, clients } = this.getNexusAddress();
    const { format } = this;
    const address = pulumi.all([url, this.name, this.#formatFields]).apply(([nexusUrl, name, formatFields]) => {
      const fields = { [format]: formatFields as Json };
      return resolveImagePrefix({ name, format, fields }, nexusUrl, clients);
    });
    return this.toDependentOutput(address);
  }

  /**
   * Returns the names of the privileges that Nexus creates with the repository, one for each action on its content, for
   * use in a role. An upload over HTTP needs both `add` and `edit`.
   *
   * ```ts
   * new Role("readers", { privileges: apps.privileges("browse", "read") });
   * ```
   */
  privileges(...actions: readonly Action[]): pulumi.Output<string>[] {
    return actions.map((action) => pulumi.interpolate`nx-repository-view-${this.format}-${this.name}-${action}`);
  }
}

export type RepositoryClass<F extends Format, T extends keyof Recipes[F]> = abstract new (
  name: string,
  ...parameters: RecipeParameters<RepositoryArgs<F, T>>
) => Repository;

/** Creates the base class of a recipe: `class Hosted extends recipe("docker", "hosted") {}`. */
export function recipe<F extends Format, T extends keyof Recipes[F] & string>(
  format: F,
  type: T,
): RepositoryClass<F, T> {
  abstract class OfRecipe extends Repository {
    constructor(name: string, ...[args, options]: RecipeParameters<RepositoryArgs<F, T>>) {
      super(repositoryKinds[format][type], name, args ?? {}, options);
    }
  }
  return OfRecipe;
}
