import { isResponseLost, mayHaveTakenEffect, NexusError } from "../client/errors.ts";
import { findKindOf } from "../model/catalogue.ts";
import { type Difference, findDifferences, showsAllDeclared } from "../model/comparison.ts";
import { findCreationDefect } from "../model/compatibility.ts";
import { keepPaths } from "../model/ignored-paths.ts";
import type { Kind } from "../model/kind.ts";
import { buildCreateBody, buildUpdateBody } from "../model/request-body.ts";
import { getMetadataAt } from "../model/shape.ts";
import type { Update } from "../model/stored-secrets.ts";
import { withArticle } from "../util/display-text.ts";
import type { Fields } from "../util/json.ts";
import { listPorts } from "./connector-ports.ts";
import { RefusedError } from "./errors.ts";
import { describeHidden, describeOtherKind } from "./existing-object.ts";
import type { ExistingObject } from "./nexus-reader.ts";
import { runWithPorts } from "./port-transfer.ts";
import type { ProviderRun } from "./provider-run.ts";
import { replaceInPlace } from "./replace-in-place.ts";
import type { Session } from "./session.ts";
import { keepSecrets, writeObject } from "./write.ts";

/** The state that an object is to have after a create or update. */
export interface DesiredState {
  kind: Kind;
  identity: string;
  declared: Fields;
  /** The declared fields that an existing object is to have: without those of the option `ignoreChanges`. */
  managed: Fields;
  /** The paths of the option `ignoreChanges`: an existing object keeps their values. */
  ignored: readonly string[];
  /** Paths that were declared before and are not declared any more. */
  removed: readonly string[];
  /** True if a declared field is not returned by Nexus (a secret): it cannot be compared, so it is always written. */
  alwaysWrite: boolean;
  /** Fields sent at creation in addition to the declaration: a generated password. */
  createOnly: Fields;
  onConflict: "adopt" | "fail";
}

/** The result of a create or update. */
export interface ApplyResult {
  /** The fields before the change; absent if the object was created. An existing user may have another password. */
  existing?: Fields;
  /** The fields that had to change. */
  changed: readonly Difference[];
  /** True if the object was found after a creation whose response was lost: this run may have created it. */
  mayBeCreated?: boolean;
}

/**
 * Creates an object, or adopts the existing one with its name.
 *
 * @throws RefusedError if the existing object must not be adopted
 */
export async function createOrAdopt(run: ProviderRun, desired: DesiredState): Promise<ApplyResult> {
  return runLocked(run, desired, async () => {
    const { kind, identity, declared, managed, ignored } = desired;
    const { reader } = run.session;
    const existing = await reader.find(kind, identity);
    const isRecovered = run.isRecovered(kind, identity);
    const onConflict = isRecovered ? "adopt" : desired.onConflict;
    const conflict = existing && findAdoptionConflict({ ...desired, onConflict }, existing);
    if (conflict) throw new RefusedError(conflict);
    if (!existing && kind.externallyCreatedIn)
      throw new RefusedError(
        `Nexus finds no ${kind.noun} "${identity}". Create it in ${kind.externallyCreatedIn}, where Nexus can see it`,
      );
    if (existing && !existing.isOfKind) {
      await replaceInPlace(run, kind, keepPaths(declared, existing.fields, ignored), existing.fields);
      return { changed: [] };
    }
    if (existing && !isRecovered) recordAdoption(run, kind, identity);
    // The list is enough for an object that is as declared; an object to be changed is read again.
    const isComparable = existing && !kind.listOmitsFields && !mustWrite(desired, existing.fields);
    if (isComparable && !findDifferences(kind.shape, managed, existing.fields).length)
      return { existing: existing.fields, changed: [] };
    const current = existing && (await reader.read(kind, identity));
    if (current) return adopt(run, desired, current);
    return create(run, desired);
  });
}

/**
 * Updates an object to its declaration, or creates it again if it does not exist any more.
 *
 * @throws RefusedError if it may exist but is hidden from the user, or if the change would lose content or a secret
 */
export async function applyUpdate(run: ProviderRun, desired: DesiredState): Promise<ApplyResult> {
  const { kind, identity } = desired;
  const { session } = run;
  // An ignored connector port is not claimed.
  const result = await runLocked(run, { ...desired, declared: desired.managed }, async () => {
    const current = await session.cluster.readUntil(() => session.reader.read(kind, identity), Boolean);
    if (!current) return undefined;
    // A node that returns the declared fields may not know yet that another run has changed them since.
    const mayBeStale = await session.cluster.exists();
    return writeDifferences(run, { ...desired, alwaysWrite: desired.alwaysWrite || mayBeStale }, current);
  });
  if (result) return result;
  const present = await session.reader.findNow(kind, identity);
  if (!present && (await session.reader.isHidden(kind, identity)))
    throw new RefusedError(describeHidden(session, kind, identity));
  if (!present) session.notice(`${kind.noun} "${identity}" was deleted from Nexus; it is created again`);
  return createOrAdopt(run, { ...desired, removed: [], alwaysWrite: true });
}

/** Serializes the writes to one object, after its ports are free. Content selectors are written one after another. */
function runLocked<T>(run: ProviderRun, desired: DesiredState, write: () => Promise<T>): Promise<T> {
  const { kind, identity, declared } = desired;
  const lock = `${kind.family} ${kind.family === "content selector" ? "" : identity}`;
  const writeLocked = () => run.locks.run(lock, write);
  if (!kind.repository) return writeLocked();
  const replaces = run.getReplacedIdentity(kind, identity);
  const claim = { kind, name: identity, ports: listPorts(kind, declared), replaces };
  return runWithPorts(run, claim, writeLocked);
}

const maxCreateAttempts = 3;

/** Creates an object. If the response is lost and Nexus certainly does not have the object, the request is sent again. */
async function create(run: ProviderRun, desired: DesiredState): Promise<ApplyResult> {
  const { kind, identity, declared } = desired;
  const defect = findCreationDefect(run.session.server, kind);
  if (defect !== undefined) throw new RefusedError(defect);
  const fields = { ...buildCreateBody(kind.shape, declared), ...desired.createOnly };
  for (let attempt = 1; ; attempt++)
    try {
      await writeObject(run, kind, "create", fields);
      return { changed: [] };
    } catch (error) {
      const result = await resolveUncertainCreate(run, desired, error);
      if (result) return result;
      const isRepeatable = isResponseLost(error) && attempt < maxCreateAttempts;
      if (!isRepeatable || !(await run.session.reader.isGone(kind, identity))) throw error;
    }
}

/**
 * After a refused or broken create, reads the object to learn if it exists, and adopts it. Returns undefined if it does not
 * exist. In a cluster, the node that is read may not have it yet.
 */
async function resolveUncertainCreate(
  run: ProviderRun,
  desired: DesiredState,
  error: unknown,
): Promise<ApplyResult | undefined> {
  const { kind, identity } = desired;
  if (!mayExist(error)) return undefined;
  const read = () => readTwice(run.session, kind, identity);
  const mayBeHidden = isDuplicate(error) || isResponseLost(error);
  const current = await (mayBeHidden ? run.session.cluster.readUntil(read, Boolean) : read());
  if (!current) return undefined;
  if (desired.onConflict === "fail" && isDuplicate(error)) throw new RefusedError(describeConflict(kind, identity));
  const mayBeCreated = mayHaveTakenEffect(error);
  if (!mayBeCreated && isDuplicate(error)) recordAdoption(run, kind, identity);
  const result = await adopt(run, desired, current);
  return { ...result, mayBeCreated };
}

/**
 * A duplicate answers 400, 409, or 500 for users (3.71 to 3.94); a content selector that is created beside others may
 * answer 404 to its own creation (3.77); a broken connection leaves it open.
 */
function mayExist(error: unknown): boolean {
  if (mayHaveTakenEffect(error)) return true;
  return error instanceof NexusError && [400, 404, 409].includes(error.status) && !error.isReadOnly;
}

function isDuplicate(error: unknown): boolean {
  return error instanceof NexusError && /already (exists|used)|Duplicate/i.test(error.details.text);
}

/** A new object may answer 404 once to a read right after its creation (content selectors, 3.77). */
async function readTwice({ reader }: Session, kind: Kind, identity: string): Promise<Fields | undefined> {
  return (await reader.read(kind, identity)) ?? (await reader.read(kind, identity));
}

/** Writes an object with all differing fields in one request; sends nothing if nothing differs. */
async function writeDifferences(run: ProviderRun, desired: DesiredState, current: Fields): Promise<ApplyResult> {
  const { kind, declared, ignored } = desired;
  const update = planUpdate(desired, current);
  const changed = findDifferences(kind.shape, update.body, current);
  const result: ApplyResult = { existing: current, changed };
  const losses = findContentLosses(kind, changed);
  if (losses.length && !declared.allowContentLoss)
    throw new RefusedError(losses.map(({ reason }) => reason).join("; "));
  if (!changed.length && !desired.alwaysWrite) return result;
  const kept = keepSecrets(run.session, kind, update);
  if (losses.some(({ forcesReplacement }) => forcesReplacement))
    await replaceInPlace(run, kind, keepPaths(declared, current, ignored), current);
  else await writeObject(run, kind, "update", kept);
  return result;
}

/** Returns the update of an existing object to its declaration. */
export function planUpdate(
  { kind, managed, ignored, removed }: Pick<DesiredState, "kind" | "managed" | "ignored" | "removed">,
  live: Fields,
): Update {
  const body = keepPaths(buildUpdateBody(kind.shape, live, managed, removed), live, ignored);
  return { body, live, declared: managed, removed };
}

/** A declared secret cannot be compared, so it is written, unless Nexus returns every declared field. */
export function mustWrite(
  { kind, managed, alwaysWrite }: Pick<DesiredState, "kind" | "managed" | "alwaysWrite">,
  current: Fields,
): boolean {
  return alwaysWrite && !showsAllDeclared(kind.shape, managed, current);
}

/** Settings exist in every Nexus, and users of an external source are never deleted, so neither counts as adopted. */
function recordAdoption(run: ProviderRun, kind: Kind, identity: string): void {
  if (!kind.setting && !kind.externallyCreatedIn) run.recordAdoption(kind, identity);
}

function adopt(run: ProviderRun, desired: DesiredState, current: Fields): Promise<ApplyResult> {
  return writeDifferences(run, { ...desired, alwaysWrite: mustWrite(desired, current) }, current);
}

/** Returns the reason why an existing object cannot be adopted, or undefined if it can. */
export function findAdoptionConflict(
  { kind, identity, declared, onConflict }: Pick<DesiredState, "kind" | "identity" | "declared" | "onConflict">,
  existing: ExistingObject,
): string | undefined {
  if (kind.setting || kind.externallyCreatedIn) return undefined;
  if (existing.identity !== identity)
    return `Nexus has a ${kind.family} "${existing.identity}" and does not distinguish names by case. Use that name, or another one`;
  if (onConflict === "fail") return describeConflict(findKindOf(kind.family, existing.fields) ?? kind, identity);
  if (!existing.isOfKind && kind.typeChangeLosesContent && !declared.allowContentLoss)
    return (
      `${describeOtherKind(kind, existing)}, which cannot become ${withArticle(kind.noun)} without losing its content. ` +
      "Choose another name, or set allowContentLoss: true"
    );
  return undefined;
}

function describeConflict(kind: Kind, identity: string): string {
  return `Nexus already has a ${kind.noun} "${identity}", and onConflict is "fail". Delete it, choose another name, or set onConflict: "adopt"`;
}

/** A difference that can only be applied with a loss of content. */
export interface ContentLoss {
  path: string;
  /** The change, such as `path changes from "a" to "b"`. */
  change: string;
  /** The reason why the change loses content. */
  cause: string;
  /** The message if the loss is not allowed. */
  reason: string;
  /** True if the object is deleted and created again. */
  forcesReplacement: boolean;
}

/** Returns the differences that can only be applied with a loss of content. */
export function findContentLosses(kind: Kind, changed: readonly Difference[]): ContentLoss[] {
  return changed.flatMap(({ path, declared, live }) => {
    const metadata = getMetadataAt(kind.shape, path);
    const cause = metadata?.losesContentOnChange;
    if (!cause) return [];
    const values = `from ${JSON.stringify(live)} to ${JSON.stringify(declared)}`;
    const reason = `${path} cannot change ${values}: ${cause}. allowContentLoss: true allows the change, which deletes the content`;
    const change = `${path} changes ${values}`;
    return [{ path, change, cause, reason, forcesReplacement: metadata.forcesReplacement ?? false }];
  });
}
