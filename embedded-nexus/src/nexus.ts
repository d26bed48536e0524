import { Clock } from "./clock.ts";
import type { ContentStore } from "./content/content-store.ts";
import { UpstreamClient } from "./content/upstream-client.ts";
import { UploadSessions } from "./docker/upload-sessions.ts";
import type { ApiFacts } from "./facts.ts";
import { frozenError, type HttpError } from "./http/responses.ts";
import { KeyedMutex } from "./keyed-mutex.ts";
import type { Edition } from "./options.ts";
import { RaceEmulation } from "./race-emulation.ts";
import type { Release } from "./release.ts";
import { listRecipes, type Recipe } from "./repositories/recipes.ts";
import { createBuiltinPrivileges, createRepositoryPrivileges } from "./security/builtin-privileges.ts";
import type { PrivilegeRecord } from "./security/privileges.ts";
import type { NexusState, RepositoryConfiguration, RepositoryRecord, RepositoryType } from "./state.ts";
import { RequestSchemas } from "./validation/request-schemas.ts";

/** The parts that a Nexus is made of. */
export interface NexusSetup {
  readonly release: Release;
  readonly edition: Edition;
  readonly facts: ApiFacts;
  readonly state: NexusState;
  readonly content: ContentStore;
  readonly emulateRaces: boolean | (() => Promise<void>);
  /** Allows creating and changing scripts. */
  readonly scripts: boolean;
  /** Allows creating blob stores in S3, Azure and Google. */
  readonly reachesClouds: boolean;
  /** Called after every change of the state. */
  readonly onChange: (state: NexusState) => void;
}

/** A Nexus: its release and edition, its state, and everything derived from these. */
export class Nexus {
  readonly release: Release;
  readonly edition: Edition;
  readonly facts: ApiFacts;
  readonly state: NexusState;
  readonly schemas: RequestSchemas;
  readonly recipes: readonly Recipe[];
  /** Formats of this edition and release, sorted. */
  readonly formats: readonly string[];
  readonly raceEmulation: RaceEmulation;
  readonly scripts: boolean;
  readonly reachesClouds: boolean;
  /** True for a cluster of two nodes. */
  isCluster = false;
  /** The port it listens on; 0 before it does. */
  port = 0;
  readonly clock = new Clock();
  /** The ids of tasks that were started by a request and not read since. */
  readonly startedTasks = new Set<string>();
  readonly uploadSessions = new UploadSessions();
  readonly mutex = new KeyedMutex();
  readonly content: ContentStore;
  /** Called, and awaited before the response, after a repository was created, changed or deleted. */
  onRepositoriesChanged: () => Promise<void> = async () => {};
  readonly #onChange: (state: NexusState) => void;
  readonly #builtin: readonly PrivilegeRecord[];
  readonly #upstreams = new WeakMap<RepositoryRecord, UpstreamClient>();
  readonly #repositoryPrivileges = new WeakMap<RepositoryRecord, readonly PrivilegeRecord[]>();
  #privileges: Map<string, PrivilegeRecord> | undefined;
  /** The lists that the map was created from: they grow in place, and are replaced by any other change. */
  #privilegeSources: readonly unknown[] = [];

  constructor(setup: NexusSetup) {
    const { release, edition, facts, state, content, emulateRaces, onChange } = setup;
    this.release = release;
    this.edition = edition;
    this.facts = facts;
    this.state = state;
    this.content = content;
    this.schemas = new RequestSchemas(release, facts);
    this.recipes = listRecipes(release, edition, facts, this.schemas);
    this.scripts = setup.scripts;
    this.reachesClouds = setup.reachesClouds;
    this.raceEmulation = new RaceEmulation(emulateRaces);
    this.#onChange = onChange;
    this.formats = [...new Set(this.recipes.map(({ format }) => format))].sort();
    this.#builtin = createBuiltinPrivileges(edition, this.formats);
  }

  /**
   * Changes the state.
   *
   * @throws HttpError if Nexus is frozen (read-only)
   */
  change(work: () => void, whenFrozen: () => HttpError = frozenError): void {
    if (this.state.frozen) throw whenFrozen();
    this.changeWhileFrozen(work);
  }

  /** Changes the state even if Nexus is frozen. */
  changeWhileFrozen(work: () => void): void {
    work();
    this.#onChange(this.state);
  }

  /** All privileges by name: built-in ones, those of repositories, and those that users created. */
  get privileges(): ReadonlyMap<string, PrivilegeRecord> {
    const { privileges, repositories } = this.state;
    const sources = [privileges, privileges.length, repositories, repositories.length];
    if (!this.#privileges || sources.some((part, index) => part !== this.#privilegeSources[index])) {
      const ofRepositories = repositories.flatMap((repository) => this.#privilegesOf(repository));
      const all = [...this.#builtin, ...ofRepositories, ...privileges];
      this.#privileges = new Map(all.map((privilege) => [privilege.name, privilege]));
      this.#privilegeSources = sources;
    }
    return this.#privileges;
  }

  #privilegesOf(repository: RepositoryRecord): readonly PrivilegeRecord[] {
    let privileges = this.#repositoryPrivileges.get(repository);
    if (!privileges) {
      privileges = createRepositoryPrivileges(repository.format, repository.name);
      this.#repositoryPrivileges.set(repository, privileges);
    }
    return privileges;
  }

  /** Removes deleted privileges from every role; they are not added again if they return (3.77). */
  removeFromRoles(privileges: readonly string[]): void {
    const deleted = new Set(privileges);
    for (const role of this.state.roles) role.privileges = role.privileges.filter((name) => !deleted.has(name));
  }

  /** Finds a repository by name, ignoring case. Names are unique only with case, so the oldest is found (3.77). */
  findRepository(name: string): RepositoryRecord | undefined {
    const lowerCase = name.toLowerCase();
    return this.state.repositories.find((repository) => repository.name.toLowerCase() === lowerCase);
  }

  /** Returns the client of a proxy's upstream. */
  upstream(repository: RepositoryRecord): UpstreamClient {
    const client = this.#upstreams.get(repository) ?? new UpstreamClient(repository, this.clock, this.state);
    this.#upstreams.set(repository, client);
    return client;
  }

  /** Returns the names of a group's members; empty for any other repository. */
  memberNames({ attributes }: Pick<RepositoryConfiguration, "attributes">): string[] {
    const names = attributes.group?.memberNames;
    return Array.isArray(names) ? names.map(String) : [];
  }

  /**
   * Finds the recipe of a format and a type.
   *
   * @throws Error if this release and edition has none
   */
  findRecipe(format: string, type: RepositoryType): Recipe {
    const match = this.recipes.find((recipe) => recipe.format === format && recipe.type === type);
    if (!match) throw new Error(`no recipe for a ${format} ${type} repository in this release and edition`);
    return match;
  }

  /** Lists the names of the repositories with a cleanup policy. */
  repositoriesWithPolicy(policy: string): string[] {
    const names = ({ attributes }: RepositoryRecord): string[] => (attributes.cleanup?.policyNames ?? []) as string[];
    return this.state.repositories.filter((repository) => names(repository).includes(policy)).map(({ name }) => name);
  }
}
