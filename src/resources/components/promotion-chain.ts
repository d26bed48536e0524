import * as pulumi from "@pulumi/pulumi";
import { promoted, type Stage } from "../promotion.ts";
import type { Repository } from "../repository.ts";
import type { Options } from "../resource.ts";
import { CleanupPolicy } from "../rules.ts";
import { Access, pull, push } from "./access.ts";

/** The module of a format that has hosted repositories: `docker`. */
export interface PromotedFormat<H, G> {
  Hosted: new (name: string, args: H, options?: Options) => Repository;
  Group?: new (name: string, args: G, options?: Options) => Repository;
}

/** One stage of a {@link PromotionChain}: what its hosted repository takes, and how long it keeps what nobody wants. */
export type PromotionStage<H> = NonNullable<H> & {
  /** Days without a download after which a component goes. Default: it stays. */
  retainDays?: number;
};

/** What a {@link PromotionChain} is made of. */
export interface PromotionChainArgs<S extends string, H, G> {
  /** The module of the format: `docker`. */
  format: PromotedFormat<H, G>;
  /** From the first to the last, by name. Each is the hosted repository `CHAIN-STAGE`, unless it says its `name`. */
  stages: Record<S, PromotionStage<H>>;
  /** The group `CHAIN` of all stages, the last one first. Default: none. */
  group?: Omit<NonNullable<G>, "group"> & {
    /** Repositories that come after the stages, such as a proxy. */
    others?: readonly Repository[];
  };
  /** Users who push to the first stage: the role `CHAIN-writers`. */
  writers?: readonly string[];
  /** Users who move artifacts on: the role `CHAIN-promoters`. They read the first stage and write to the others. */
  promoters?: readonly string[];
  /** Users who read the group, or all stages where there is none: the role `CHAIN-readers`. */
  readers?: readonly string[];
  /** A user's password; nothing where one is to be generated, or kept. */
  password?(userId: string): pulumi.Input<string> | undefined;
}

/**
 * Where artifacts of a format are promoted: a hosted repository for each stage, with the rights that go with it. The
 * first may be overwritten, unless it says otherwise; the others may not. `nexus-iac promote` moves along it.
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
  /** The hosted repositories, by stage. */
  readonly stages: Readonly<Record<S, Repository>>;
  readonly group: Repository | undefined;
  /** Each user's password, by user id. Secrets. */
  readonly passwords: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name - the chain's name, which that of each repository and role begins with */
  constructor(name: string, args: PromotionChainArgs<S, H, G>, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:PromotionChain", name, {}, options);
    const inside = { parent: this };
    const declared = Object.entries<PromotionStage<H>>(args.stages).map(
      ([stage, { retainDays, ...hosted }], index) =>
        [stage, stageOf(args.format, `${name}-${stage}`, hosted, retainDays, index === 0, inside)] as const,
    );
    this.stages = Object.fromEntries(declared) as Record<S, Repository>;
    promoted(name, this.stages);

    const repositories = declared.map(([, repository]) => repository);
    if (args.group) this.group = groupOf(args.format, name, repositories, args.group, inside);

    const [first, ...later] = repositories;
    const rights = (some: readonly (Repository | undefined)[], actions: typeof pull | typeof push) =>
      some.flatMap((repository) => repository?.privileges(...actions) ?? []);
    const access = (role: string, description: string, users: readonly string[], privileges: pulumi.Input<string>[]) =>
      new Access(
        `${name}-${role}`,
        { description, users, privileges, ...(args.password && { password: args.password }) },
        inside,
      ).passwords;
    const { writers, promoters, readers } = args;
    this.passwords = {
      ...(writers && access("writers", `Publish to the first stage of ${name}`, writers, rights([first], push))),
      ...(promoters &&
        access("promoters", `Promote what is in ${name}, and delete nowhere`, promoters, [
          ...rights([first], pull),
          ...rights(later, push),
        ])),
      ...(readers &&
        access("readers", `Read ${name}`, readers, rights(this.group ? [this.group] : repositories, pull))),
    };
  }

  /**
   * Says that artifacts are promoted along repositories that the program declares already; it makes nothing. Where the
   * stages of a tag are one repository, what is added to the tag tells them apart.
   *
   * ```ts
   * PromotionChain.of("images", { build: apps, uat: { repository: apps, suffix: "-uat" } });
   * ```
   */
  static of(name: string, stages: Readonly<Record<string, Stage>>): void {
    promoted(name, stages);
  }
}

function stageOf<H, G>(
  format: PromotedFormat<H, G>,
  name: string,
  args: object,
  retainDays: number | undefined,
  isFirst: boolean,
  inside: Options,
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
  const repository = new format.Hosted(name, declared as H, inside);
  if (retainDays !== undefined)
    new CleanupPolicy(
      `${name}-retain`,
      { format: repository.format, criteriaLastDownloaded: retainDays, notes: `What nobody wants of ${name}` },
      inside,
    );
  return repository;
}

function groupOf<H, G>(
  { Group }: PromotedFormat<H, G>,
  name: string,
  stages: readonly Repository[],
  { others = [], ...args }: { others?: readonly Repository[] },
  inside: Options,
): Repository {
  if (!Group) throw new pulumi.RunError(`the chain ${name} cannot have a group: its format has none`);
  const memberNames = [...stages.toReversed(), ...others].map((member) => member.name);
  return new Group(name, { ...args, group: { memberNames } } as G, inside);
}
