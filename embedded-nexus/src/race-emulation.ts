import { setTimeout as sleep } from "node:timers/promises";
import { javaException, messageError } from "./http/responses.ts";

/** How long a write takes when they may race: long enough for requests sent together to overlap. */
const WRITE_MS = 15;
const STOPPED = "Invalid state: STOPPED; allowed: [STARTED]";

/**
 * What goes wrong when writes overlap, as measured on 3.77 with many requests at once. Switched off, every write is
 * done at once and nothing of this happens. What was random there goes by turns here, so that a test can wait for it.
 */
export class RaceEmulation {
  readonly #isOn: boolean;
  /** Repositories being changed, in lower case. */
  readonly #changing = new Set<string>();
  /** How many groups are being changed or deleted, a group losing a deleted member included. */
  #groupWrites = 0;
  #deletes = 0;
  #listed = 0;
  #selectorsBeingMade = 0;
  #selectorsRaced = 0;
  readonly #memberDeletes = new Map<string, number>();

  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  /**
   * A PUT of a repository: 400 while it or, of a group, one of its members is being changed.
   */
  async runUpdate(name: string, members: readonly string[] | undefined, work: () => void): Promise<void> {
    if (!this.#isOn) return work();
    const self = name.toLowerCase();
    if ([self, ...(members ?? []).map((member) => member.toLowerCase())].some((busy) => this.#changing.has(busy))) {
      throw messageError(400, STOPPED);
    }
    this.#changing.add(self);
    if (members) this.#groupWrites++;
    try {
      await sleep(WRITE_MS);
      work();
    } finally {
      this.#changing.delete(self);
      if (members) this.#groupWrites--;
    }
  }

  /**
   * A DELETE of a repository: 500 and nothing deleted while any group is being changed or deleted. Members of one group
   * deleted together get that 500 every other time; the rest are deleted, each taking only itself out of the member
   * list it found when its delete began (`work` holds them), so that the group ends up naming repositories that are gone.
   */
  async runDelete(name: string, isGroup: boolean, groups: readonly string[], work: () => void): Promise<void> {
    if (!this.#isOn) return work();
    const self = name.toLowerCase();
    const sharesGroup = groups.some((group) => this.#memberDeletes.has(group));
    const stopped = this.#groupWrites > 0 && !(sharesGroup && this.#letThrough(groups));
    if (stopped || this.#changing.has(self)) {
      throw javaException("org.sonatype.nexus.common.stateguard.InvalidStateException", STOPPED);
    }
    this.#changing.add(self);
    const writesGroup = isGroup || groups.length > 0;
    if (writesGroup) this.#groupWrites++;
    this.#deletes++;
    for (const group of groups) this.#memberDeletes.set(group, this.#memberDeletes.get(group) ?? 0);
    try {
      await sleep(WRITE_MS);
      work();
    } finally {
      this.#changing.delete(self);
      if (writesGroup) this.#groupWrites--;
      this.#deletes--;
      if (this.#groupWrites === 0) this.#memberDeletes.clear();
    }
  }

  /** The list of all settings, now and then, beside deletions (3.71). */
  checkSettingsList(): void {
    if (this.#deletes > 0 && this.#listed++ % 2 === 0) throw javaException("java.lang.NullPointerException", "");
  }

  /** A DELETE of a routing rule looks through all repositories, and stumbles over one that is just being deleted (3.71). */
  checkRoutingRuleDelete(): void {
    if (this.#deletes === 0) return;
    throw javaException(
      "com.google.common.util.concurrent.UncheckedExecutionException",
      "java.lang.NullPointerException",
    );
  }

  #letThrough(groups: readonly string[]): boolean {
    let through = false;
    for (const group of groups) {
      const turn = (this.#memberDeletes.get(group) ?? 0) + 1;
      this.#memberDeletes.set(group, turn);
      through = turn % 2 === 0;
    }
    return through;
  }

  /** The creation of a content selector: made, yet answered with 404 now and then when several are made together. */
  async runSelectorCreate(work: () => void): Promise<"seen" | "notSeen"> {
    if (!this.#isOn) {
      work();
      return "seen";
    }
    this.#selectorsBeingMade++;
    const raced = this.#selectorsBeingMade > 1;
    try {
      await sleep(WRITE_MS);
      work();
      if (raced) this.#selectorsRaced++;
      return raced && this.#selectorsRaced % 4 === 0 ? "notSeen" : "seen";
    } finally {
      this.#selectorsBeingMade--;
    }
  }
}
