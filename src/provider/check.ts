import { NexusError } from "../client/errors.ts";
import { findDifferences } from "../model/comparison.ts";
import { findCreationDefect, possiblyUnsupportedBy, unsupportedBy } from "../model/compatibility.ts";
import { omitPaths, readIgnoredPaths } from "../model/ignored-paths.ts";
import { formatIdentity, getIdentity, type Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { findRemovedPaths } from "../model/request-body.ts";
import { containsSecret } from "../model/shape.ts";
import { keepStoredSecrets } from "../model/stored-secrets.ts";
import { findUnreturned } from "../model/unreturned-fields.ts";
import { formatViolation, type Violation, validateFields } from "../model/validation.ts";
import { joinWithAnd } from "../util/display-text.ts";
import { type Fields, getValueAt, isUnknown } from "../util/json.ts";
import { listPorts } from "./connector-ports.ts";
import { announceContentLoss, describeLosses, findKnownDifferences } from "./content-loss.ts";
import { diffDeclarations } from "./diff.ts";
import { findFatalReason } from "./errors.ts";
import { getDeclared, getDeclaredRepositories } from "./inputs.ts";
import { findAccessLockout, findOwnUserLockout } from "./lockout.ts";
import type { ExistingObject } from "./nexus-reader.ts";
import { describeNewUrl, findRenameWithNewUrl } from "./ownership.ts";
import { describeAdoptedPassword } from "./passwords.ts";
import { findMissingPreconditions, warnOfMissingExisting } from "./preconditions.ts";
import type { ProviderRun } from "./provider-run.ts";
import { findAdoptionConflict, findContentLosses, mustWrite, planUpdate } from "./reconcile.ts";
import type { Session } from "./session.ts";
import { describeLostSecret } from "./write.ts";

/**
 * Checks the inputs of a resource before anything is changed: against its kind, against its state and, if Nexus can be
 * read, against the existing object. Prints notices for effects of an update that Pulumi's preview cannot show, such as
 * an adoption.
 */
export async function check(run: ProviderRun, kind: Kind, olds: Fields, news: Fields): Promise<Violation[]> {
  const { session } = run;
  const [before, declared] = [getDeclared(olds), getDeclared(news)];
  run.connectorPorts.addDeclared(getDeclaredRepositories(news));
  const violations = validateFields(kind, declared).filter(({ path }) => !isIgnored(path, before, declared));
  if (violations.length) return violations;
  const identity = getIdentity(kind, declared);
  if (isUnknown(identity)) return [];
  run.recordDeclared(kind, identity);
  const former = getIdentity(kind, before);
  const rename = findRenameWithNewUrl(olds, news, former, identity);
  if (rename) return [{ path: kind.identify?.from ?? kind.identity ?? "", message: rename }];
  if (isOtherNexus(olds, news)) session.notice(describeNewUrl(String(olds.__nexus), String(news.__nexus)));
  const lockout = findOwnUserLockout(session, kind, before, declared);
  if (lockout.length) return lockout;
  if (former !== identity && Object.keys(before).length) {
    run.recordReplacement(kind, identity, former);
    if (!declared.allowContentLoss) run.protectContent(kind, former);
  }
  const isNew = !Object.keys(before).length || former !== identity || isOtherNexus(olds, news);
  const ignored = readIgnoredPaths(news);
  const [managedBefore, managed] = [omitPaths(before, ignored), omitPaths(declared, ignored)];
  const isChanged = isNew || !isSameDeclaration(kind, managedBefore, managed);
  const checkConnectors = () =>
    session.tryRead(kind, () => checkPorts(run, kind, identity, isNew ? undefined : managedBefore, managed));
  if (!isChanged) return (await checkConnectors()) ?? [];
  if (!isNew) {
    const losses = await checkContentLosses(session, kind, identity, managedBefore, managed);
    if (losses.length) return losses;
    for (const path of findRemovedPaths(kind.shape, managedBefore, managed))
      session.notice(`${kind.noun} "${identity}": ${path} was removed from the program and is reset to its default`);
  }
  const adoption = isNew ? await session.tryRead(kind, () => checkAdoption(run, kind, identity, managed, news)) : [];
  const secrets = adoption?.length
    ? []
    : await session.tryRead(kind, () => checkStoredSecrets(session, kind, isNew ? {} : olds, news));
  const ports = await checkConnectors();
  const supported = unsupportedBy(session.server, kind, declared);
  for (const part of possiblyUnsupportedBy(session.server, kind, declared))
    session.warn(`${formatIdentity(kind, identity)}: ${formatViolation(part)}`);
  const unreturned = findUnreturned(kind.shape, declared, session.server.release);
  if (unreturned.length)
    session.notice(
      `${formatIdentity(kind, identity)}: Nexus ${session.server.release} does not return ${joinWithAnd(unreturned)}, so a change by hand is not detected`,
    );
  const needs = supported.length ? [] : await session.tryRead(kind, () => checkNeeds(session, kind, identity, news));
  return [...(adoption ?? []), ...(secrets ?? []), ...(ports ?? []), ...supported, ...(needs ?? [])];
}

/** Checks what the change needs of this Nexus. A user without permission to read that gets no answer, and no error. */
async function checkNeeds(session: Session, kind: Kind, identity: string, news: Fields): Promise<Violation[]> {
  const declared = getDeclared(news);
  const results = [
    await readIfPermitted(() => findAccessLockout(session, kind, declared)),
    await readIfPermitted(() => findMissingPreconditions(session, kind, declared)),
    await readIfPermitted(() => warnOfMissingExisting(session, kind, identity, news)),
  ];
  return results.flatMap((violations) => violations ?? []);
}

async function readIfPermitted<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NexusError && findFatalReason(error) === undefined) return undefined;
    throw error;
  }
}

/**
 * A field that a refresh found missing is null in the state, and with `ignoreChanges` Pulumi copies it from there into
 * the declaration.
 */
function isIgnored(path: string, before: Fields, declared: Fields): boolean {
  return getValueAt(declared, path) === null && getValueAt(before, path) === null;
}

function isSameDeclaration(kind: Kind, before: Fields, declared: Fields): boolean {
  return (
    !findDifferences(kind.shape, declared, before, "declaration").length &&
    !findRemovedPaths(kind.shape, before, declared).length
  );
}

/**
 * Checks an update that can lose content: shows the loss, or returns why it is refused. A field that is declared for the first time
 * is compared with Nexus. If Nexus cannot be read, the declarations are compared.
 */
async function checkContentLosses(
  session: Session,
  kind: Kind,
  identity: string,
  before: Fields,
  declared: Fields,
): Promise<Violation[]> {
  const redeclared = findKnownDifferences(kind, declared, before);
  if (!findContentLosses(kind, redeclared).length) return [];
  const existing = await session.tryRead(kind, () => readExisting(session, kind, identity));
  const changed = existing?.isOfKind
    ? findKnownDifferences(kind, declared, existing.fields)
    : redeclared.filter(({ live }) => live !== null);
  const losses = findContentLosses(kind, changed);
  if (!declared.allowContentLoss) return losses.map(({ path, reason }) => ({ path, message: reason }));
  if (existing && losses.length) await announceContentLoss(session, kind, existing, describeLosses(losses));
  return [];
}

/** Finds the existing object with all its fields. */
async function readExisting({ reader }: Session, kind: Kind, identity: string): Promise<ExistingObject | undefined> {
  const existing = await reader.find(kind, identity);
  if (!existing?.isOfKind || !kind.listOmitsFields) return existing;
  return { ...existing, fields: { ...existing.fields, ...(await reader.read(kind, existing.identity)) } };
}

/** Compares a new resource with the existing object of its name: shows that it is adopted, or returns why it cannot be. */
async function checkAdoption(
  run: ProviderRun,
  kind: Kind,
  identity: string,
  declared: Fields,
  news: Fields,
): Promise<Violation[]> {
  const { session } = run;
  const existing = await readExisting(session, kind, identity);
  if (!existing) {
    const defect = findCreationDefect(session.server, kind);
    return defect === undefined ? [] : [{ path: "", message: defect }];
  }
  const isRecovered = existing.isOfKind && (await recoverInterrupted(run, kind, identity, news));
  const onConflict = isRecovered ? "adopt" : session.resolveOnConflict(declared);
  const conflict = findAdoptionConflict({ kind, identity, declared, onConflict }, existing);
  if (conflict) return [{ path: kind.identity ?? "", message: conflict }];
  if (!existing.isOfKind) {
    const reason = `Nexus has another kind of ${kind.family} with this name, which is deleted and created again`;
    if (kind.typeChangeLosesContent) await announceContentLoss(session, kind, existing, reason);
    else session.notice(`${kind.noun} "${identity}": ${reason}`);
    return [];
  }
  const current = existing.fields;
  const changed = findKnownDifferences(kind, declared, current);
  const losses = findContentLosses(kind, changed);
  if (losses.length && !declared.allowContentLoss) return losses.map(({ path, reason }) => ({ path, message: reason }));
  if (losses.length) await announceContentLoss(session, kind, existing, describeLosses(losses));
  if (current.readOnly === true && changed.length)
    return changed.map(({ path }) => ({
      path,
      message: `differs, but ${kind.noun} "${identity}" is built in and Nexus does not allow changes to it`,
    }));
  if (kind.setting && !changed.length) return [];
  const paths = changed.map(({ path }) => path).join(", ");
  if (kind.setting) session.notice(`${kind.noun}: changes ${paths}`);
  else
    session.notice(
      `${kind.noun} "${identity}": adopts the existing object, ${changed.length ? `changes ${paths}` : "no changes"}` +
        describeAdoptedPassword(kind, declared),
    );
  return [];
}

/** Returns the secrets in Nexus that the update of an existing object would remove, see `keepStoredSecrets`. */
async function checkStoredSecrets(session: Session, kind: Kind, olds: Fields, news: Fields): Promise<Violation[]> {
  if (kind.login || !containsSecret(kind.shape)) return [];
  const declared = getDeclared(news);
  const existing = await readExisting(session, kind, getIdentity(kind, declared));
  if (!existing?.isOfKind) return [];
  const live = existing.fields;
  const { removed, changesUnreadable: alwaysWrite } = diffDeclarations(kind, olds, news);
  const ignored = readIgnoredPaths(news);
  const desired = { kind, managed: omitPaths(declared, ignored), ignored, removed, alwaysWrite };
  const update = planUpdate(desired, live);
  if (!mustWrite(desired, live) && !findDifferences(kind.shape, update.body, live).length) return [];
  const { lost } = keepStoredSecrets(kind.shape, update, session.server);
  return lost.map((secret) => ({ path: secret.path, message: describeLostSecret(secret) }));
}

/**
 * Returns true if a killed run of the stack created the existing object. The state is read only where it matters: if the
 * stack refuses to adopt the object, or would keep it at its deletion.
 */
async function recoverInterrupted(run: ProviderRun, kind: Kind, identity: string, news: Fields): Promise<boolean> {
  const { session } = run;
  const { __stack: stack } = news;
  const matters = session.resolveOnConflict(getDeclared(news)) === "fail" || session.settings.keepAdopted;
  if (kind.setting || !matters || typeof stack !== "string") return false;
  if (!(await run.interruptedCreations.has(stack, kind, identity))) return false;
  run.recordRecovery(kind, identity);
  session.notice(`${kind.noun} "${identity}": an interrupted run of this stack created it`);
  return true;
}

/**
 * Checks the connector ports that the repository gets, and those that Nexus does not have any more: shows that one is taken
 * from its holder, or returns why not.
 *
 * @param before - the former declaration, if the object exists already
 */
async function checkPorts(
  run: ProviderRun,
  kind: Kind,
  identity: string,
  before: Fields | undefined,
  fields: Fields,
): Promise<Violation[]> {
  const declared = kind.repository ? listPorts(kind, fields) : [];
  if (!declared.length) return [];
  const former = new Set(before && listPorts(kind, before));
  const unchanged = declared.filter((port) => former.has(port));
  const lost = unchanged.length ? await run.connectorPorts.findLost(kind, identity, unchanged) : [];
  if (lost.length) run.recordLostConnector(kind, identity);
  for (const port of lost)
    run.session.notice(
      `${kind.noun} "${identity}": Nexus does not have its connector port ${port} any more; it is set again`,
    );
  const ports = declared.filter((port) => !former.has(port) || lost.includes(port));
  const claim = { kind, name: identity, ports, replaces: run.getReplacedIdentity(kind, identity) };
  const conflicts = await run.connectorPorts.findConflicts(claim);
  for (const { port, holder, refusal } of conflicts)
    if (!refusal) run.session.notice(`${kind.noun} "${identity}": takes connector port ${port} from "${holder}"`);
  return conflicts.flatMap(({ refusal }) =>
    refusal ? [{ path: kind.repository?.format ?? "", message: refusal }] : [],
  );
}
