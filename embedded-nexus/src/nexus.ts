import { Schemas } from "./checks/schemas.ts";
import { Clock } from "./clock.ts";
import type { Holdings } from "./content/holdings.ts";
import { Remote } from "./content/remote.ts";
import { Uploads } from "./docker/uploads.ts";
import type { Facts } from "./facts.ts";
import { frozen, type Refusal } from "./http/answers.ts";
import type { Edition } from "./options.ts";
import { Races } from "./races.ts";
import type { Release } from "./release.ts";
import { type Recipe, recipes } from "./repositories/formats.ts";
import { builtinPrivileges, repositoryPrivileges } from "./security/builtin.ts";
import type { Privilege } from "./security/privileges.ts";
import type { Configuration, Repository, RepositoryType, State } from "./state.ts";
import { Turns } from "./turns.ts";

export interface NexusParts {
  readonly release: Release;
  readonly edition: Edition;
  readonly facts: Facts;
  readonly state: State;
  /** What people have put into repositories. */
  readonly holdings: Holdings;
  readonly racy: boolean;
  /** Whether scripts may be made and changed. */
  readonly scripts: boolean;
  /** Called after every change, to keep the state. */
  readonly changed: (state: State) => void;
}

/** One Nexus: its release and edition, what it remembers, and what follows from both. */
export class Nexus {
  readonly release: Release;
  readonly edition: Edition;
  readonly state: State;
  readonly schemas: Schemas;
  readonly recipes: readonly Recipe[];
  /** The ids of all formats of this edition and release. */
  readonly formats: readonly string[];
  readonly races: Races;
  readonly scripts: boolean;
  /** Its own port, once it listens. */
  port = 0;
  readonly clock = new Clock();
  /** What is being pushed to Docker repositories. */
  readonly uploads = new Uploads();
  readonly turns = new Turns();
  readonly holdings: Holdings;
  /** Called after a repository was made, changed or deleted, and awaited before that is answered. */
  repositoriesChanged: () => Promise<void> = async () => {};
  readonly #changed: (state: State) => void;
  readonly #builtin: readonly Privilege[];
  readonly #remotes = new WeakMap<Repository, Remote>();
  readonly #automatic = new WeakMap<Repository, readonly Privilege[]>();
  #privileges: Map<string, Privilege> | undefined;
  /** What the map was made of: lists that only grow in place, and are replaced when they lose or change anything. */
  #privilegesOf: readonly unknown[] = [];

  constructor({ release, edition, facts, state, holdings, racy, scripts, changed }: NexusParts) {
    this.release = release;
    this.edition = edition;
    this.state = state;
    this.holdings = holdings;
    this.schemas = new Schemas(release, facts);
    this.recipes = recipes(release, edition, facts, this.schemas);
    this.scripts = scripts;
    this.races = new Races(racy);
    this.#changed = changed;
    this.formats = [...new Set(this.recipes.map(({ format }) => format))].sort();
    this.#builtin = builtinPrivileges(edition, this.formats);
  }

  /** Changes the state, unless it is frozen. */
  change(work: () => void, whenFrozen: () => Refusal = frozen): void {
    if (this.state.frozen) throw whenFrozen();
    this.changeEvenFrozen(work);
  }

  changeEvenFrozen(work: () => void): void {
    work();
    this.#changed(this.state);
  }

  /** All privileges by name: built-in ones, those of repositories, and those that people made. */
  get privileges(): ReadonlyMap<string, Privilege> {
    const { privileges, repositories } = this.state;
    const made = [privileges, privileges.length, repositories, repositories.length];
    if (!this.#privileges || made.some((part, index) => part !== this.#privilegesOf[index])) {
      const automatic = repositories.flatMap((repository) => this.#automaticOf(repository));
      const all = [...this.#builtin, ...automatic, ...privileges];
      this.#privileges = new Map(all.map((privilege) => [privilege.name, privilege]));
      this.#privilegesOf = made;
    }
    return this.#privileges;
  }

  #automaticOf(repository: Repository): readonly Privilege[] {
    let known = this.#automatic.get(repository);
    if (!known) {
      known = repositoryPrivileges(repository.format, repository.name);
      this.#automatic.set(repository, known);
    }
    return known;
  }

  /** Privileges that are gone are taken out of every role, and not put back when they return (3.77). */
  takeFromRoles(privileges: readonly string[]): void {
    const gone = new Set(privileges);
    for (const role of this.state.roles) role.privileges = role.privileges.filter((name) => !gone.has(name));
  }

  /** Names are looked up ignoring case although they are unique only with it: the oldest is found (3.77). */
  repository(name: string): Repository | undefined {
    const wanted = name.toLowerCase();
    return this.state.repositories.find((repository) => repository.name.toLowerCase() === wanted);
  }

  /** What a proxy repository fetches from. */
  remote(repository: Repository): Remote {
    const remote = this.#remotes.get(repository) ?? new Remote(this, repository);
    this.#remotes.set(repository, remote);
    return remote;
  }

  members({ attributes }: Pick<Configuration, "attributes">): string[] {
    const names = attributes.group?.memberNames;
    return Array.isArray(names) ? names.map(String) : [];
  }

  recipe(format: string, type: RepositoryType): Recipe {
    const found = this.recipes.find((recipe) => recipe.format === format && recipe.type === type);
    if (!found) throw new Error(`no recipe for a ${format} ${type} repository in this release and edition`);
    return found;
  }

  /** The names of repositories that a cleanup policy is attached to. */
  usersOfPolicy(policy: string): string[] {
    const names = ({ attributes }: Repository): string[] => (attributes.cleanup?.policyNames ?? []) as string[];
    return this.state.repositories.filter((repository) => names(repository).includes(policy)).map(({ name }) => name);
  }
}
