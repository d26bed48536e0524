import { setTimeout as sleep } from "node:timers/promises";
import { javaException, messageError } from "./http/responses.ts";
import type { CapabilityRecord } from "./state.ts";

/** Default time that a write takes: long enough for requests sent together to overlap. */
const WRITE_MS = 15;
const STOPPED = "Invalid state: STOPPED; allowed: [STARTED]";

/**
 * Emulates the failures of overlapping writes, as measured on 3.77 with many requests at once. Switched off, every
 * write is done at once and none of this happens. Where Nexus fails at random, the emulation fails in turn (every
 * second, every fourth time), so that a test can wait for it.
 */
export class RaceEmulation {
  /** Awaited by each write, which others may overlap meanwhile; undefined if the emulation is off. */
  readonly #duringWrite: (() => Promise<void>) | undefined;
  /** Repositories being changed, in lower case. */
  readonly #changing = new Set<string>();
  /** How many groups are being changed or deleted, or lose a deleted member. */
  #groupWrites = 0;
  #deletes = 0;
  #listRequests = 0;
  #selectorCreates = 0;
  #overlappedSelectorCreates = 0;
  readonly #undoneCapabilities = new WeakSet<CapabilityRecord>();
  /** How often a delete has met other deletes of the same group's members, by group. */
  readonly #memberDeletes = new Map<string, number>();

  constructor(emulateRaces: boolean | (() => Promise<void>)) {
    if (emulateRaces === true) this.#duringWrite = () => sleep(WRITE_MS);
    else if (emulateRaces !== false) this.#duringWrite = emulateRaces;
  }

  /** Runs the PUT of a repository: 400 while it, or a member of a group, is being changed. */
  async runUpdate(name: string, members: readonly string[] | undefined, work: () => void): Promise<void> {
    if (!this.#duringWrite) return work();
    const ownName = name.toLowerCase();
    const names = [ownName, ...(members ?? []).map((member) => member.toLowerCase())];
    if (names.some((other) => this.#changing.has(other))) throw messageError(400, STOPPED);
    this.#changing.add(ownName);
    if (members) this.#groupWrites++;
    try {
      await this.#duringWrite();
      work();
    } finally {
      this.#changing.delete(ownName);
      if (members) this.#groupWrites--;
    }
  }

  /**
   * Runs the DELETE of a repository: 500, with nothing deleted, while any group is being changed or deleted. Of the
   * members of one group deleted together, every second one fails so. Each of the others removes only itself from the
   * list of members that it read when its delete began (`work` holds it), so the group ends up with deleted members.
   */
  async runDelete(name: string, isGroup: boolean, groups: readonly string[], work: () => void): Promise<void> {
    if (!this.#duringWrite) return work();
    const ownName = name.toLowerCase();
    const sharesGroup = groups.some((group) => this.#memberDeletes.has(group));
    const isStopped = this.#groupWrites > 0 && !(sharesGroup && this.#isSecondMemberDelete(groups));
    if (isStopped || this.#changing.has(ownName)) {
      throw javaException("org.sonatype.nexus.common.stateguard.InvalidStateException", STOPPED);
    }
    this.#changing.add(ownName);
    const writesGroup = isGroup || groups.length > 0;
    if (writesGroup) this.#groupWrites++;
    this.#deletes++;
    for (const group of groups) this.#memberDeletes.set(group, this.#memberDeletes.get(group) ?? 0);
    try {
      await this.#duringWrite();
      work();
    } finally {
      this.#changing.delete(ownName);
      if (writesGroup) this.#groupWrites--;
      this.#deletes--;
      if (this.#groupWrites === 0) this.#memberDeletes.clear();
    }
  }

  #isSecondMemberDelete(groups: readonly string[]): boolean {
    let isSecond = false;
    for (const group of groups) {
      const count = (this.#memberDeletes.get(group) ?? 0) + 1;
      this.#memberDeletes.set(group, count);
      isSecond = count % 2 === 0;
    }
    return isSecond;
  }

  /** Fails every second list of all settings that overlaps a delete (3.71). */
  checkSettingsList(): void {
    if (this.#deletes > 0 && this.#listRequests++ % 2 === 0) throw javaException("java.lang.NullPointerException", "");
  }

  /** Fails the DELETE of a routing rule during the delete of a repository: it reads all repositories (3.71). */
  checkRoutingRuleDelete(): void {
    if (this.#deletes === 0) return;
    throw javaException(
      "com.google.common.util.concurrent.UncheckedExecutionException",
      "java.lang.NullPointerException",
    );
  }

  /**
   * Runs a list of capabilities. It writes back the values that it read before, and so undoes a change that overlaps, except for
   * the notes: here the first one of each capability (3.71).
   */
  async runCapabilityList(capabilities: readonly CapabilityRecord[]): Promise<void> {
    if (!this.#duringWrite) return;
    const before = capabilities.map((capability) => ({ capability, values: getListedValues(capability) }));
    await this.#duringWrite();
    for (const { capability, values } of before) {
      if (capability.properties === values.properties || this.#undoneCapabilities.has(capability)) continue;
      this.#undoneCapabilities.add(capability);
      Object.assign(capability, values);
    }
  }

  /** Runs the creation of a content selector; of overlapping ones every fourth is created, yet answered with 404. */
  async runSelectorCreate(work: () => void): Promise<"seen" | "notSeen"> {
    if (!this.#duringWrite) {
      work();
      return "seen";
    }
    this.#selectorCreates++;
    const isOverlapping = this.#selectorCreates > 1;
    try {
      await this.#duringWrite();
      work();
      if (isOverlapping) this.#overlappedSelectorCreates++;
      return isOverlapping && this.#overlappedSelectorCreates % 4 === 0 ? "notSeen" : "seen";
    } finally {
      this.#selectorCreates--;
    }
  }
}

function getListedValues({ properties, enabled }: CapabilityRecord): Pick<CapabilityRecord, "properties" | "enabled"> {
  return { properties, enabled };
}
