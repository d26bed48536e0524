import * as pulumi from "@pulumi/pulumi";
import type { Action } from "../access/security-model.ts";
import { resolveImagePrefix } from "../estate/declared-client-config.ts";
import type { Kind } from "../model/kind.ts";
import type { Format, RepositoryType } from "../model/kinds/repository/recipes.ts";
import { repositoryKinds } from "../model/kinds/repository/repository-kinds.ts";
import type { Json } from "../util/json.ts";
import { type ClassParameters, NamedResource, type Options, type ResourceClass } from "./resource.ts";

/** Represents a repository of any format and type. Fields that are omitted get the default of Nexus or of nexus-iac on creation. */
export abstract class Repository extends NamedResource {
  /** Nexus's name of the format, as used in privileges and cleanup policies: `docker`, `maven2`. */
  readonly format: string;
  readonly #formatFields: unknown;

  /** @internal */
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

/**
 * Creates the base class of a recipe: `class Hosted extends recipe<HostedArgs>("docker", "hosted") {}`.
 *
 * @internal
 */
export function recipe<A extends { name?: unknown }>(
  format: Format,
  type: RepositoryType,
): ResourceClass<A, Repository> {
  const kind = getKind(format, type);
  abstract class OfRecipe extends Repository {
    constructor(name: string, ...[args, options]: ClassParameters<A>) {
      super(kind, name, args ?? {}, options);
    }
  }
  return OfRecipe;
}

function getKind(format: Format, type: RepositoryType): Kind {
  const kinds: Partial<Record<RepositoryType, Kind>> = repositoryKinds[format];
  const kind = kinds[type];
  if (!kind) throw new Error(`Nexus has no recipe ${format} ${type}.`);
  return kind;
}
