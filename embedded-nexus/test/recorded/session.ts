import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedNexus, startNexus } from "../../src/index.ts";

import type { Recorded } from "./exchanges.ts";

interface StoredRepository {
  name: string;
  attributes: { group?: { memberNames: string[] } };
}

/** A Nexus for one part of the recording. */
export class Session {
  readonly #folder: string | undefined;
  readonly #scripts: boolean;
  #nexus: EmbeddedNexus | undefined;

  readonly release: Recorded;

  /** With a folder its state can be got at. */
  constructor(release: Recorded, { kept, scripts }: { kept: boolean; scripts: boolean }) {
    this.release = release;
    this.#scripts = scripts;
    if (kept) this.#folder = mkdtempSync(join(tmpdir(), "embedded-nexus-"));
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
   * What parallel deletes once left behind, put there by hand because it was a matter of luck: some members of a group
   * gone, and of those only some taken out of its list.
   */
  async breakGroup(group: string, gone: readonly string[], memberNames: readonly string[]): Promise<void> {
    if (this.#folder === undefined) throw new Error("the state of this session is not kept");
    await this.#nexus?.stop();
    const file = join(this.#folder, "nexus.json");
    const state = JSON.parse(readFileSync(file, "utf8")) as { repositories: StoredRepository[] };
    state.repositories = state.repositories.filter(({ name }) => !gone.includes(name));
    for (const { name, attributes } of state.repositories) {
      if (name === group) attributes.group = { memberNames: [...memberNames] };
    }
    writeFileSync(file, JSON.stringify(state));
    await this.start();
  }
}
