import { mayHaveTakenEffect, NexusError } from "../client/errors.ts";
import { type Difference, findDifferences, showsAllDeclared } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { buildCreateBody, buildUpdateBody } from "../model/request-body.ts";
import { getMetadataAt } from "../model/shape.ts";
import type { Fields } from "../util/json.ts";
import { portsOf } from "./connectors.ts";
import { Refused } from "./refused.ts";
import { remake } from "./remake.ts";
import type { Session } from "./session.ts";
import { unkeepable, write } from "./write.ts";

/** What this run wants something to be. */
export interface Wanted {
  kind: Kind;
  identity: string;
  declared: Fields;
  /** Paths that were declared before and are not now. */
  withdrawn: readonly string[];
  /** Something is declared that Nexus does not show (a secret): whether it has it cannot be seen, so it is sent. */
  unseen: boolean;
  /** The declared repositories. */
  neighbours: readonly string[];
  /** Sent at creation beside the declaration: a generated password. */
  beside: Fields;
  onConflict: "adopt" | "fail";
}

/** How something came to be as wanted. */
export interface Outcome {
  /** As it was found, where it was there; only then somebody else's password may be in force. */
  found?: Fields;
  /** What had to change of it. */
  changed: readonly Difference[];
}

/** Makes it, or takes over what is there under its name. */
export async function make(session: Session, wanted: Wanted): Promise<Outcome> {
  return inTurn(session, wanted, async () => {
    const { kind, identity, declared } = wanted;
    const found = await session.live.find(kind, identity);
    const refusal = found && refusalToAdopt(wanted, found);
    if (refusal) throw new Refused(refusal);
    if (!found && kind.externallyCreatedIn)
      throw new Refused(
        `Nexus finds no ${kind.noun} "${identity}": it must be in ${kind.externallyCreatedIn}, where Nexus can see it`,
      );
    if (found && !found.ofKind) {
      await remake(session, kind, declared, found.fields);
      return { changed: [] };
    }
    // The list says enough of what is as declared already; what is to be changed is read afresh.
    const isSeen = found && !kind.listOmitsFields && !mustSend(wanted, found.fields);
    if (isSeen && !findDifferences(kind.shape, declared, found.fields).length)
      return { found: found.fields, changed: [] };
    const live = found && (await session.live.now(kind, identity));
    if (live) return takeOver(session, wanted, live);
    try {
      await write(session, kind, "create", { ...buildCreateBody(kind.shape, declared), ...wanted.beside });
      return { changed: [] };
    } catch (error) {
      return await settle(session, wanted, error);
    }
  });
}

/** Makes it as declared again; makes it anew where it is gone. */
export async function change(session: Session, wanted: Wanted): Promise<Outcome> {
  const { kind, identity } = wanted;
  const outcome = await inTurn(session, wanted, async () => {
    const live = await session.live.now(kind, identity);
    return live && bring(session, wanted, live);
  });
  if (outcome) return outcome;
  if (!(await session.live.isGone(kind, identity))) throw new Refused(hidden(session, kind, identity));
  session.say(`${kind.noun} "${identity}" is gone from Nexus: makes it again`);
  return make(session, { ...wanted, withdrawn: [], unseen: true });
}

/** One change of a repository at a time, and none before its ports are free; selectors are made one after another. */
function inTurn<T>(
  session: Session,
  { kind, identity, declared, neighbours }: Wanted,
  work: () => Promise<T>,
): Promise<T> {
  const turn = () => session.turns.run(`${kind.family} ${kind.family === "content selector" ? "" : identity}`, work);
  if (!kind.repository) return turn();
  return session.connectors.settle({ kind, name: identity, ports: portsOf(kind, declared), neighbours }, turn);
}

/** POST was refused, or broke: whether the thing is there tells what that meant. */
async function settle(session: Session, wanted: Wanted, error: unknown): Promise<Outcome> {
  const { kind, identity } = wanted;
  const live = mayBeThere(error) ? await lookTwice(session, kind, identity) : undefined;
  if (!live) throw error;
  if (wanted.onConflict === "fail" && saysDuplicate(error)) throw new Refused(conflict(kind, identity));
  return takeOver(session, wanted, live);
}

/**
 * A duplicate is 400, 409, or 500 for users (3.71 to 3.94); a content selector made beside others may answer 404 to its
 * own creation (3.77); and a broken connection says nothing at all.
 */
function mayBeThere(error: unknown): boolean {
  if (mayHaveTakenEffect(error)) return true;
  return error instanceof NexusError && [400, 404, 409].includes(error.status) && !error.readOnly;
}

function saysDuplicate(error: unknown): boolean {
  return error instanceof NexusError && /already (exists|used)|Duplicate/i.test(error.words.text);
}

/** What was just made may be 404 once to a look right after (content selectors, 3.77). */
async function lookTwice(session: Session, kind: Kind, identity: string): Promise<Fields | undefined> {
  return (await session.live.now(kind, identity)) ?? (await session.live.now(kind, identity));
}

/** Changes what differs, in one PUT; nothing where nothing does. */
async function bring(session: Session, wanted: Wanted, live: Fields): Promise<Outcome> {
  const { kind, declared, withdrawn } = wanted;
  const body = buildUpdateBody(kind.shape, live, declared, withdrawn);
  const changed = findDifferences(kind.shape, body, live);
  const outcome = { found: live, changed };
  const losses = lossesOf(kind, changed);
  if (losses.length && !declared.allowContentLoss) throw new Refused(losses.map(({ reason }) => reason).join("; "));
  if (losses.some(({ remade }) => remade)) {
    await remake(session, kind, declared, live);
    return outcome;
  }
  if (!changed.length && !wanted.unseen) return outcome;
  const [secret] = unkeepable(kind, body, declared);
  if (secret)
    throw new Refused(
      `${secret} of ${kind.noun} "${wanted.identity}" was set in Nexus by hand, and Nexus never shows its secret: ` +
        "declare it, or declare it null to have it removed",
    );
  await write(session, kind, "update", body);
  return outcome;
}

/** Whether what is there has a declared secret cannot be seen, so it is sent; but for what Nexus shows all the same. */
function mustSend({ kind, declared, unseen }: Wanted, live: Fields): boolean {
  return unseen && !showsAllDeclared(kind.shape, declared, live);
}

function takeOver(session: Session, wanted: Wanted, live: Fields): Promise<Outcome> {
  return bring(session, { ...wanted, unseen: mustSend(wanted, live) }, live);
}

/** Why what is there cannot be taken over; nothing where it can. */
export function refusalToAdopt(
  { kind, identity, declared, onConflict }: Pick<Wanted, "kind" | "identity" | "declared" | "onConflict">,
  found: { fields: Fields; identity: string; ofKind: boolean },
): string | undefined {
  if (kind.setting || kind.externallyCreatedIn) return undefined;
  if (found.identity !== identity)
    return `Nexus has a ${kind.family} "${found.identity}", and mixes up names that differ only in case: choose another name, or "${found.identity}"`;
  if (onConflict === "fail") return conflict(kind, identity);
  if (!found.ofKind && kind.typeChangeLosesContent && !declared.allowContentLoss) {
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
export function hidden(session: Session, kind: Kind, identity: string): string {
  return `${kind.noun} "${identity}" is not shown to the user "${session.client.username}", who may not see it: whether it is there cannot be told`;
}

/** Differences that lose content when they are mended, and why. */
export function lossesOf(
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
