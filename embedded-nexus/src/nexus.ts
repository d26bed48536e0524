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

export interface NexusSetup {
  readonly release: Release;
  readonly edition: Edition;
  readonly facts: ApiFacts;
  readonly state: NexusState;
  /** What people have put into repositories. */
  readonly content: ContentStore;
  readonly emulateRaces: boolean;
  /** Whether scripts may be made and changed. */
  readonly scripts: boolean;
  /** Called after every change, to keep the state. */
  readonly onChange: (state: NexusState) => void;
}

/** One Nexus: its release and edition, what it remembers, and what follows from both. */
export class Nexus {
  readonly release: Release;
  readonly edition: Edition;
  readonly state: NexusState;
  readonly schemas: RequestSchemas;
  readonly recipes: readonly Recipe[];
  /** The ids of all formats of this edition and release. */
  readonly formats: readonly string[];
  readonly raceEmulation: RaceEmulation;
  readonly scripts: boolean;
  /** Its own port, once it listens. */
  port = 0;
  readonly clock = new Clock();
  /** What is being pushed to Docker repositories. */
  readonly uploadSessions = new UploadSessions();
  readonly mutex = new KeyedMutex();
  readonly content: ContentStore;
  /** Called after a repository was made, changed or deleted, and awaited before that is answered. */
  onRepositoriesChanged: () => Promise<void> = async () => {};
  readonly #changed: (state: NexusState) => void;
  readonly #builtin: readonly PrivilegeRecord[];
  readonly #remotes = new WeakMap<RepositoryRecord, UpstreamClient>();
  readonly #automatic = new WeakMap<RepositoryRecord, readonly PrivilegeRecord[]>();
  #privileges: Map<string, PrivilegeRecord> | undefined;
  /** What the map was made of: lists that only grow in place, and are replaced when they lose or change anything. */
  #privilegesOf: readonly unknown[] = [];

  constructor({ release, edition, facts, state, content, emulateRaces, scripts, onChange: changed }: NexusSetup) {
    this.release = release;
    this.edition = edition;
    this.state = state;
    this.content = content;
    this.schemas = new RequestSchemas(release, facts);
    this.recipes = listRecipes(release, edition, facts, this.schemas);
    this.scripts = scripts;
    this.raceEmulation = new RaceEmulation(emulateRaces);
    this.#changed = changed;
    this.formats = [...new Set(this.recipes.map(({ format }) => format))].sort();
    this.#builtin = createBuiltinPrivileges(edition, this.formats);
  }

  /** Changes the state, unless it is frozen. */
  change(work: () => void, whenFrozen: () => HttpError = frozenError): void {
    if (this.state.frozen) throw whenFrozen();
    this.changeWhileFrozen(work);
  }

  changeWhileFrozen(work: () => void): void {
    work();
    this.#changed(this.state);
  }

  /** All privileges by name: built-in ones, those of repositories, and those that people made. */
  get privileges(): ReadonlyMap<string, PrivilegeRecord> {
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

  #automaticOf(repository: RepositoryRecord): readonly PrivilegeRecord[] {
    let known = this.#automatic.get(repository);
    if (!known) {
      known = createRepositoryPrivileges(repository.format, repository.name);
      this.#automatic.set(repository, known);
    }
    return known;
  }

  /** Privileges that are gone are taken out of every role, and not put back when they return (3.77). */
  removeFromRoles(privileges: readonly string[]): void {
    const gone = new Set(privileges);
    for (const role of this.state.roles) role.privileges = role.privileges.filter((name) => !gone.has(name));
  }

  /** Names are looked up ignoring case although they are unique only with it: the oldest is found (3.77). */
  findRepository(name: string): RepositoryRecord | undefined {
    const wanted = name.toLowerCase();
    return this.state.repositories.find((repository) => repository.name.toLowerCase() === wanted);
  }

  /** What a proxy repository fetches from. */
  upstream(repository: RepositoryRecord): UpstreamClient {
    const remote = this.#remotes.get(repository) ?? new UpstreamClient(repository, this.clock, this.state);
    this.#remotes.set(repository, remote);
    return remote;
  }

  memberNames({ attributes }: Pick<RepositoryConfiguration, "attributes">): string[] {
    const names = attributes.group?.memberNames;
    return Array.isArray(names) ? names.map(String) : [];
  }

  findRecipe(format: string, type: RepositoryType): Recipe {
    const found = this.recipes.find((recipe) => recipe.format === format && recipe.type === type);
    if (!found) throw new Error(`no recipe for a ${format} ${type} repository in this release and edition`);
    return found;
  }

  /** The names of repositories that a cleanup policy is attached to. */
  repositoriesWithPolicy(policy: string): string[] {
    const names = ({ attributes }: RepositoryRecord): string[] => (attributes.cleanup?.policyNames ?? []) as string[];
    return this.state.repositories.filter((repository) => names(repository).includes(policy)).map(({ name }) => name);
  }
}
