import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedNexus, startNexus } from "../../src/index.ts";

import type { RecordedRelease } from "./exchanges.ts";

interface StoredRepository {
  name: string;
  attributes: { group?: { memberNames: string[] } };
}

/** An embedded Nexus for a part of a recording. */
export class ReplaySession {
  readonly #folder: string | undefined;
  readonly #scripts: boolean;
  #nexus: EmbeddedNexus | undefined;

  readonly release: RecordedRelease;

  /** With `keepState`, breakGroup can change the stored state. */
  constructor(release: RecordedRelease, { keepState, scripts }: { keepState: boolean; scripts: boolean }) {
    this.release = release;
    this.#scripts = scripts;
    if (keepState) this.#folder = mkdtempSync(join(tmpdir(), "embedded-nexus-"));
  }

  get url(): string {
    return this.#nexus?.url ?? "";
  }

  async start(): Promise<void> {
    const data = this.#folder === undefined ? {} : { data: this.#folder };
    this.#nexus = await startNexus({ release: this.release, edition: "CORE", scripts: this.#scripts, ...data });
  }

  async stop(): Promise<void> {
    await this.#nexus?.stop();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true });
  }

  /**
   * Changes the stored state to what parallel deletes left once, which cannot be repeated reliably: repositories are deleted,
   * and the group's list still contains some of them.
   */
  async breakGroup(group: string, deleted: readonly string[], memberNames: readonly string[]): Promise<void> {
    if (this.#folder === undefined) throw new Error("the session was created without keepState");
    await this.#nexus?.stop();
    const file = join(this.#folder, "nexus.json");
    const state = JSON.parse(readFileSync(file, "utf8")) as { repositories: StoredRepository[] };
    state.repositories = state.repositories.filter(({ name }) => !deleted.includes(name));
    for (const { name, attributes } of state.repositories) {
      if (name === group) attributes.group = { memberNames: [...memberNames] };
    }
    writeFileSync(file, JSON.stringify(state));
    await this.start();
  }
}
