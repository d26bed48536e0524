import { findDifferences } from "../model/comparison.ts";
import { unsupportedBy } from "../model/compatibility.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { findRemovedPaths } from "../model/request-body.ts";
import { type Violation, validateFields } from "../model/validation.ts";
import { containsUnknown, type Fields, getValueAt, isUnknown } from "../util/json.ts";
import { listPorts } from "./connector-ports.ts";
import { getDeclared, getNeighbours } from "./inputs.ts";
import { keepsPassword } from "./passwords.ts";
import { findAdoptionConflict, findContentLosses } from "./reconcile.ts";
import type { Session } from "./session.ts";

/**
 * Holds a resource's new inputs against its kind, its old ones and, where it can look, what Nexus has: all that can be
 * known before anything is changed. Says what an update will do that Pulumi's own preview cannot show.
 */
export async function check(session: Session, kind: Kind, olds: Fields, news: Fields): Promise<Violation[]> {
  const [before, declared] = [getDeclared(olds), getDeclared(news)];
  const violations = validateFields(kind, declared).filter(({ path }) => !isIgnored(path, before, declared));
  if (violations.length) return violations;
  const identity = getIdentity(kind, declared);
  if (isUnknown(identity)) return [];
  session.recordDeclared(kind, identity);
  const lockout = findLockout(session, kind, before, declared);
  if (lockout.length) return lockout;
  const isElsewhere = isOtherNexus(olds, news);
  const isNew = !Object.keys(before).length || getIdentity(kind, before) !== identity || isElsewhere;
  const isChanged = isNew || !sameDeclaration(kind, before, declared);
  if (!isChanged) return [];
  if (!isNew) {
    const lost = findContentLosses(kind, lossyChanges(kind, before, declared));
    if (lost.length && !declared.allowContentLoss) return lost.map(({ path, reason }) => ({ path, message: reason }));
    for (const path of findRemovedPaths(kind.shape, before, declared))
      session.notice(
        `${kind.noun} "${identity}": ${path} is declared no more, and goes back to what Nexus gives a new one`,
      );
  }
  const met = await session.tryRead(kind, () =>
    isNew ? checkAdoption(session, kind, identity, declared) : Promise.resolve([]),
  );
  const ports = await session.tryRead(kind, () => checkPorts(session, kind, identity, before, news));
  return [...(met ?? []), ...(ports ?? []), ...unsupportedBy(session.server, kind, declared)];
}

/**
 * What a refresh has found missing is null in the state, and with `ignoreChanges` Pulumi takes it from there for what
 * the program declares.
 */
function isIgnored(path: string, before: Fields, declared: Fields): boolean {
  return getValueAt(declared, path) === null && getValueAt(before, path) === null;
}

/** What would shut out the user that this program itself comes as, in the middle of its work. */
function findLockout({ settings }: Session, kind: Kind, before: Fields, declared: Fields): Violation[] {
  const { login } = kind;
  const username = settings.connection?.username;
  if (!login || username === undefined || declared[login.user] !== username) return [];
  const own = `"${username}" is the user that this program logs in as`;
  const wrong: Violation[] = [];
  if (declared.status === "disabled" || declared.status === "locked")
    wrong.push({ path: "status", message: `is ${declared.status}, and ${own}` });
  const isMade = declared[login.password] === undefined && !keepsPassword(kind, declared);
  if (isMade && !Object.keys(before).length)
    wrong.push({ path: login.password, message: `is missing: ${own}, and a generated one would shut it out` });
  return wrong;
}

function sameDeclaration(kind: Kind, before: Fields, declared: Fields): boolean {
  return (
    !findDifferences(kind.shape, declared, before, "declaration").length &&
    !findRemovedPaths(kind.shape, before, declared).length
  );
}

/** Fields that were declared one way and are now declared another. What was not declared before is seen when Nexus is asked. */
function lossyChanges(kind: Kind, before: Fields, declared: Fields) {
  return findDifferences(kind.shape, declared, before).filter(({ live }) => live !== null);
}

/** What a new resource finds in Nexus: it will be adopted, or must not be. */
async function checkAdoption(session: Session, kind: Kind, identity: string, declared: Fields): Promise<Violation[]> {
  const found = await session.reader.find(kind, identity);
  if (!found) return [];
  const onConflict = session.onConflict(declared);
  const refusal = findAdoptionConflict({ kind, identity, declared, onConflict }, found);
  if (refusal) return [{ path: kind.identity ?? "", message: refusal }];
  if (!found.isOfKind) {
    session.notice(
      `${kind.noun} "${identity}": Nexus has another kind of ${kind.family} of this name, which is deleted and made again`,
    );
    return [];
  }
  const live = kind.listOmitsFields ? ((await session.reader.read(kind, identity)) ?? found.fields) : found.fields;
  const changed = findDifferences(kind.shape, declared, live).filter(({ declared: value }) => !containsUnknown(value));
  const lost = findContentLosses(kind, changed);
  if (lost.length && !declared.allowContentLoss) return lost.map(({ path, reason }) => ({ path, message: reason }));
  if (live.readOnly === true && changed.length)
    return changed.map(({ path }) => ({
      path,
      message: `differs, and ${kind.noun} "${identity}" is Nexus's own, which it does not change`,
    }));
  if (kind.setting && !changed.length) return [];
  const changes = changed.length ? `changing ${changed.map(({ path }) => path).join(", ")}` : "which is as declared";
  const what = changes + passwordText(kind, declared);
  session.notice(
    kind.setting ? `${kind.noun}: ${what}` : `${kind.noun} "${identity}": adopts the existing one, ${what}`,
  );
  return [];
}

/** What becomes of the password that there is. */
function passwordText(kind: Kind, declared: Fields): string {
  if (keepsPassword(kind, declared)) return ", and keeps its password";
  const isMade = kind.login && declared[kind.login.password] === undefined;
  return isMade ? ", and gives it a generated password" : "";
}

/** Connector ports that others have now: taken from them, or not to be had. */
async function checkPorts(
  session: Session,
  kind: Kind,
  identity: string,
  before: Fields,
  news: Fields,
): Promise<Violation[]> {
  const old = new Set(listPorts(kind, before));
  const ports = listPorts(kind, news).filter((port) => !old.has(port) || getIdentity(kind, before) !== identity);
  if (!kind.repository || !ports.length) return [];
  if (Object.keys(before).length && getIdentity(kind, before) !== identity)
    session.recordReplacement(kind, identity, getIdentity(kind, before));
  const claim = { kind, name: identity, ports, neighbours: getNeighbours(news) };
  const inTheWay = await session.connectorPorts.findConflicts(claim);
  for (const { port, holder, refusal } of inTheWay)
    if (!refusal) session.notice(`${kind.noun} "${identity}": takes connector port ${port} from "${holder}"`);
  return inTheWay.flatMap(({ refusal }) =>
    refusal ? [{ path: kind.repository?.format ?? "", message: refusal }] : [],
  );
}
