import { mayHaveTakenEffect, NexusError } from "../client/errors.ts";
import { type Difference, findDifferences, showsAllDeclared } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { buildCreateBody, buildUpdateBody } from "../model/request-body.ts";
import { getMetadataAt } from "../model/shape.ts";
import type { Fields } from "../util/json.ts";
import { listPorts } from "./connector-ports.ts";
import { RefusedError } from "./refused.ts";
import { replaceInPlace } from "./replace-in-place.ts";
import type { Session } from "./session.ts";
import { findLostSecrets, writeObject } from "./write.ts";

/** What this run wants something to be. */
export interface DesiredState {
  kind: Kind;
  identity: string;
  declared: Fields;
  /** Paths that were declared before and are not now. */
  removed: readonly string[];
  /** Something is declared that Nexus does not show (a secret): whether it has it cannot be seen, so it is sent. */
  writeAlways: boolean;
  /** The declared repositories. */
  neighbours: readonly string[];
  /** Sent at creation beside the declaration: a generated password. */
  createOnly: Fields;
  onConflict: "adopt" | "fail";
}

/** How something came to be as wanted. */
export interface ApplyResult {
  /** As it was found, where it was there; only then somebody else's password may be in force. */
  existing?: Fields;
  /** What had to change of it. */
  changed: readonly Difference[];
}

/** Makes it, or takes over what is there under its name. */
export async function createOrAdopt(session: Session, wanted: DesiredState): Promise<ApplyResult> {
  return runLocked(session, wanted, async () => {
    const { kind, identity, declared } = wanted;
    const found = await session.reader.find(kind, identity);
    const refusal = found && findAdoptionConflict(wanted, found);
    if (refusal) throw new RefusedError(refusal);
    if (!found && kind.externallyCreatedIn)
      throw new RefusedError(
        `Nexus finds no ${kind.noun} "${identity}": it must be in ${kind.externallyCreatedIn}, where Nexus can see it`,
      );
    if (found && !found.isOfKind) {
      await replaceInPlace(session, kind, declared, found.fields);
      return { changed: [] };
    }
    // The list says enough of what is as declared already; what is to be changed is read afresh.
    const isSeen = found && !kind.listOmitsFields && !mustSend(wanted, found.fields);
    if (isSeen && !findDifferences(kind.shape, declared, found.fields).length)
      return { existing: found.fields, changed: [] };
    const live = found && (await session.reader.read(kind, identity));
    if (live) return adopt(session, wanted, live);
    try {
      await writeObject(session, kind, "create", { ...buildCreateBody(kind.shape, declared), ...wanted.createOnly });
      return { changed: [] };
    } catch (error) {
      return await resolveUncertainCreate(session, wanted, error);
    }
  });
}

/** Makes it as declared again; makes it anew where it is gone. */
export async function applyUpdate(session: Session, wanted: DesiredState): Promise<ApplyResult> {
  const { kind, identity } = wanted;
  const outcome = await runLocked(session, wanted, async () => {
    const live = await session.reader.read(kind, identity);
    return live && writeDifferences(session, wanted, live);
  });
  if (outcome) return outcome;
  if (!(await session.reader.isGone(kind, identity))) throw new RefusedError(describeHidden(session, kind, identity));
  session.notice(`${kind.noun} "${identity}" is gone from Nexus: makes it again`);
  return createOrAdopt(session, { ...wanted, removed: [], writeAlways: true });
}

/** One change of a repository at a time, and none before its ports are free; selectors are made one after another. */
function runLocked<T>(
  session: Session,
  { kind, identity, declared, neighbours }: DesiredState,
  work: () => Promise<T>,
): Promise<T> {
  const turn = () => session.locks.run(`${kind.family} ${kind.family === "content selector" ? "" : identity}`, work);
  if (!kind.repository) return turn();
  return session.connectorPorts.runWithPorts(
    { kind, name: identity, ports: listPorts(kind, declared), neighbours },
    turn,
  );
}

/** POST was refused, or broke: whether the thing is there tells what that meant. */
async function resolveUncertainCreate(session: Session, wanted: DesiredState, error: unknown): Promise<ApplyResult> {
  const { kind, identity } = wanted;
  const live = mayBeThere(error) ? await lookTwice(session, kind, identity) : undefined;
  if (!live) throw error;
  if (wanted.onConflict === "fail" && saysDuplicate(error)) throw new RefusedError(conflict(kind, identity));
  return adopt(session, wanted, live);
}

/**
 * A duplicate is 400, 409, or 500 for users (3.71 to 3.94); a content selector made beside others may answer 404 to its
 * own creation (3.77); and a broken connection says nothing at all.
 */
function mayBeThere(error: unknown): boolean {
  if (mayHaveTakenEffect(error)) return true;
  return error instanceof NexusError && [400, 404, 409].includes(error.status) && !error.isReadOnly;
}

function saysDuplicate(error: unknown): boolean {
  return error instanceof NexusError && /already (exists|used)|Duplicate/i.test(error.details.text);
}

/** What was just made may be 404 once to a look right after (content selectors, 3.77). */
async function lookTwice(session: Session, kind: Kind, identity: string): Promise<Fields | undefined> {
  return (await session.reader.read(kind, identity)) ?? (await session.reader.read(kind, identity));
}

/** Changes what differs, in one PUT; nothing where nothing does. */
async function writeDifferences(session: Session, wanted: DesiredState, live: Fields): Promise<ApplyResult> {
  const { kind, declared, removed: withdrawn } = wanted;
  const body = buildUpdateBody(kind.shape, live, declared, withdrawn);
  const changed = findDifferences(kind.shape, body, live);
  const result: ApplyResult = { existing: live, changed };
  const losses = findContentLosses(kind, changed);
  if (losses.length && !declared.allowContentLoss)
    throw new RefusedError(losses.map(({ reason }) => reason).join("; "));
  if (losses.some(({ remade }) => remade)) {
    await replaceInPlace(session, kind, declared, live);
    return result;
  }
  if (!changed.length && !wanted.writeAlways) return result;
  const [secret] = findLostSecrets(kind, body, declared);
  if (secret)
    throw new RefusedError(
      `${secret} of ${kind.noun} "${wanted.identity}" was set in Nexus by hand, and Nexus never shows its secret: ` +
        "declare it, or declare it null to have it removed",
    );
  await writeObject(session, kind, "update", body);
  return result;
}

/** Whether what is there has a declared secret cannot be seen, so it is sent; but for what Nexus shows all the same. */
function mustSend({ kind, declared, writeAlways: unseen }: DesiredState, live: Fields): boolean {
  return unseen && !showsAllDeclared(kind.shape, declared, live);
}

function adopt(session: Session, wanted: DesiredState, live: Fields): Promise<ApplyResult> {
  return writeDifferences(session, { ...wanted, writeAlways: mustSend(wanted, live) }, live);
}

/** Why what is there cannot be taken over; nothing where it can. */
export function findAdoptionConflict(
  { kind, identity, declared, onConflict }: Pick<DesiredState, "kind" | "identity" | "declared" | "onConflict">,
  found: { fields: Fields; identity: string; isOfKind: boolean },
): string | undefined {
  if (kind.setting || kind.externallyCreatedIn) return undefined;
  if (found.identity !== identity)
    return `Nexus has a ${kind.family} "${found.identity}", and mixes up names that differ only in case: choose another name, or "${found.identity}"`;
  if (onConflict === "fail") return conflict(kind, identity);
  if (!found.isOfKind && kind.typeChangeLosesContent && !declared.allowContentLoss) {
    const what = [found.fields.format, found.fields.type].filter(Boolean).join(" ");
    return (
      `Nexus has a ${what} ${kind.family} "${identity}", and cannot make it a ${kind.noun} without losing its content: ` +
      "choose another name, or allow that with allowContentLoss: true"
    );
  }
  return undefined;
}

function conflict(kind: Kind, identity: string): string {
  return `Nexus has a ${kind.noun} "${identity}" already, and onConflict is "fail": delete it there, choose another name, or let it be adopted`;
}

/** Nexus answers that it is not there to those who may not see it, too. */
export function describeHidden(session: Session, kind: Kind, identity: string): string {
  return `${kind.noun} "${identity}" is not shown to the user "${session.client.username}", who may not see it: whether it is there cannot be told`;
}

/** Differences that lose content when they are mended, and why. */
export function findContentLosses(
  kind: Kind,
  changed: readonly Difference[],
): { path: string; reason: string; remade: boolean }[] {
  return changed.flatMap(({ path, declared, live }) => {
    const facts = getMetadataAt(kind.shape, path);
    if (!facts?.losesContentOnChange) return [];
    const reason = `${path} cannot change from ${JSON.stringify(live)} to ${JSON.stringify(declared)}: ${facts.losesContentOnChange}; allowContentLoss: true allows it, and the content is lost`;
    return [{ path, reason, remade: facts.forcesReplacement ?? false }];
  });
}
