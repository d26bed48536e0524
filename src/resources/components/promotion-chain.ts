import * as pulumi from "@pulumi/pulumi";
import type { Repository } from "../repository.ts";
import type { Options } from "../resource.ts";
import { getRegistry } from "../resource-registry.ts";
import { CleanupPolicy } from "../rules.ts";
import { Access, pull, push } from "./access.ts";

/** The module of a format with hosted repositories, such as `docker`. */
export interface PromotedFormat<H, G> {
  Hosted: new (name: string, args: H, options?: Options) => Repository;
  Group?: new (name: string, args: G, options?: Options) => Repository;
}

/** A stage of a {@link PromotionChain}: the arguments of its hosted repository, and the retention of its content. */
export type PromotionStage<H> = NonNullable<H> & {
  /** Days since the last download after which a component is deleted. Default: components are kept. */
  retainDays?: number;
};

/** A stage of an existing chain: a repository, or a repository with the suffix that tags of this stage have. */
export type Stage = Repository | { repository: Repository; suffix: string };

/** The arguments of {@link PromotionChain}. */
export interface PromotionChainArgs<S extends string, H, G> {
  /** The module of the format: `docker`. */
  format: PromotedFormat<H, G>;
  /** The stages by name, from first to last. Each creates a hosted repository, by default with the name `CHAIN-STAGE`. */
  stages: Record<S, PromotionStage<H>>;
  /** Creates the group `CHAIN` of all stages, the last stage first. Default: no group. */
  group?: Omit<NonNullable<G>, "group"> & {
    /** Repositories after the stages, such as a proxy. */
    others?: readonly Repository[];
  };
  /** Ids of users that push to the first stage. Creates the role `CHAIN-writers`. */
  writers?: readonly string[];
  /**
   * Ids of users that promote artifacts: they read the first stage and write to the others. Creates the role
   * `CHAIN-promoters`.
   */
  promoters?: readonly string[];
  /** Ids of users that read the group, or all stages if there is no group. Creates the role `CHAIN-readers`. */
  readers?: readonly string[];
  /** Returns the password of a user, or nothing to generate one. Default: generated. */
  password?(userId: string): pulumi.Input<string> | undefined;
}

/**
 * Declares a promotion chain: a hosted repository for each stage and the roles for writing, promoting and reading. By
 * default artifacts of the first stage can be overwritten (`ALLOW`); those of later stages cannot (`ALLOW_ONCE`).
 * `nexus-iac promote` copies artifacts from one stage to the next.
 *
 * ```ts
 * new PromotionChain("images", {
 *   format: docker,
 *   stages: { dev: { docker: { httpPort: 5002 }, retainDays: 30 }, uat: {}, prod: {} },
 *   group: { docker: { httpPort: 5001 }, others: [hub] },
 *   writers: ["ci"],
 *   promoters: ["promoter"],
 * });
 * ```
 */
export class PromotionChain<S extends string, H, G> extends pulumi.ComponentResource {
  /** The hosted repositories by stage. */
  readonly stages: Readonly<Record<S, Repository>>;
  readonly group: Repository | undefined;
  /** Passwords by user id. Secrets. */
  readonly passwords: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name - the name of the chain, and the prefix of the names of its repositories and roles */
  constructor(name: string, args: PromotionChainArgs<S, H, G>, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:PromotionChain", name, {}, options);
    const childOptions = { parent: this };
    const declared = Object.entries<PromotionStage<H>>(args.stages).map(
      ([stage, { retainDays, ...hosted }], index) =>
        [stage, createStage(args.format, `${name}-${stage}`, hosted, retainDays, index === 0, childOptions)] as const,
    );
    this.stages = Object.fromEntries(declared) as Record<S, Repository>;
    registerChain(name, this.stages);

    const repositories = declared.map(([, repository]) => repository);
    if (args.group) this.group = createGroup(args.format, name, repositories, args.group, childOptions);

    const [first, ...later] = repositories;
    const listPrivileges = (some: readonly (Repository | undefined)[], actions: typeof pull | typeof push) =>
      some.flatMap((repository) => repository?.privileges(...actions) ?? []);
    const createAccess = (
      role: string,
      description: string,
      users: readonly string[],
      privileges: pulumi.Input<string>[],
    ) =>
      new Access(
        `${name}-${role}`,
        { description, users, privileges, ...(args.password && { password: args.password }) },
        childOptions,
      ).passwords;
    const { writers, promoters, readers } = args;
    this.passwords = {
      ...(writers &&
        createAccess("writers", `Publish to the first stage of ${name}`, writers, listPrivileges([first], push))),
      ...(promoters &&
        createAccess("promoters", `Promote what is in ${name}, and delete nowhere`, promoters, [
          ...listPrivileges([first], pull),
          ...listPrivileges(later, push),
        ])),
      ...(readers &&
        createAccess(
          "readers",
          `Read ${name}`,
          readers,
          listPrivileges(this.group ? [this.group] : repositories, pull),
        )),
    };
    this.registerOutputs({
      repositories: repositories.map((repository) => repository.name),
      passwords: this.passwords,
    });
  }

  /**
   * Defines a promotion chain of repositories that the program already declares, for `nexus-iac promote`. It creates no
   * resources. If stages share a repository, the suffix of a tag identifies the stage.
   *
   * ```ts
   * PromotionChain.of("images", { build: apps, uat: { repository: apps, suffix: "-uat" } });
   * ```
   */
  static of(name: string, stages: Readonly<Record<string, Stage>>): void {
    registerChain(name, stages);
  }
}

/** Adds the chain to the registry of the Nexus that contains the first stage. */
function registerChain(name: string, stages: Readonly<Record<string, Stage>>): void {
  const entries = Object.entries(stages).map(([stageName, stage]) => {
    const { repository, suffix } = "repository" in stage ? stage : { repository: stage, suffix: undefined };
    return {
      repository,
      chainStage: { name: stageName, repository: repository.name, ...(suffix !== undefined && { suffix }) },
    };
  });
  const first = entries[0]?.repository;
  const chain = { name, format: first?.format ?? "", stages: entries.map(({ chainStage }) => chainStage) };
  getRegistry(first?.getProvider("pulumi-nodejs::")).addChain(chain);
}

function createStage<H, G>(
  format: PromotedFormat<H, G>,
  name: string,
  args: object,
  retainDays: number | undefined,
  isFirst: boolean,
  options: Options,
): Repository {
  const { storage, cleanup } = args as {
    storage?: object;
    cleanup?: { policyNames?: readonly pulumi.Input<string>[] };
  };
  const declared = {
    ...args,
    storage: isFirst ? { writePolicy: "ALLOW", ...storage } : { ...storage, writePolicy: "ALLOW_ONCE" },
    ...(retainDays !== undefined && { cleanup: { policyNames: [...(cleanup?.policyNames ?? []), `${name}-retain`] } }),
  };
  const repository = new format.Hosted(name, declared as H, options);
  if (retainDays !== undefined)
    new CleanupPolicy(
      `${name}-retain`,
      { format: repository.format, criteriaLastDownloaded: retainDays, notes: `What nobody wants of ${name}` },
      options,
    );
  return repository;
}

function createGroup<H, G>(
  { Group }: PromotedFormat<H, G>,
  name: string,
  stages: readonly Repository[],
  { others = [], ...args }: { others?: readonly Repository[] },
  options: Options,
): Repository {
  if (!Group)
    throw new pulumi.RunError(`promotion chain "${name}": its format has no group repositories; remove group`);
  const memberNames = [...stages.toReversed(), ...others].map((member) => member.name);
  return new Group(name, { ...args, group: { memberNames } } as G, options);
}
