import { NexusError } from "../client/errors.ts";
import { hasOtherKinds } from "../model/catalogue.ts";
import { findDifferences } from "../model/comparison.ts";
import { unsupportedBy } from "../model/compatibility.ts";
import { refreshDeclaredFields } from "../model/declared-fields.ts";
import { omitPaths, readIgnoredPaths } from "../model/ignored-paths.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { collectSecrets } from "../model/shape.ts";
import { formatViolation, type Violation } from "../model/validation.ts";
import { type Fields, getValueAt, isUnknown } from "../util/json.ts";
import { check } from "./check.ts";
import { keepsContent } from "./content-retention.ts";
import { deleteRemovedObject } from "./delete.ts";
import { diffDeclarations } from "./diff.ts";
import { RefusedError } from "./errors.ts";
import { describeHidden, describeOtherKind } from "./existing-object.ts";
import { getComputed, getDeclared, getInternals } from "./inputs.ts";
import type { ExistingObject } from "./nexus-reader.ts";
import {
  describeAdoptedDeletion,
  describeAdoptedReplacement,
  describeUnknownNexus,
  isAdopted,
  isAdoptedAfterUpdate,
} from "./ownership.ts";
import { mayHaveChanged, PartialFailureError, toUncertainOutputs } from "./partial-failure.ts";
import { hasPasswordDrifted, isPasswordIgnored, PasswordPlan, setPassword } from "./passwords.ts";
import type { DiffResult, ResourceProvider } from "./provider-methods.ts";
import type { ProviderRun } from "./provider-run.ts";
import { type ApplyResult, applyUpdate, createOrAdopt, type DesiredState } from "./reconcile.ts";

/** The provider of any kind of object. */
export class KindProvider implements ResourceProvider {
  readonly #run: ProviderRun;
  readonly #kind: Kind;

  constructor(run: ProviderRun, kind: Kind) {
    this.#run = run;
    this.#kind = kind;
  }

  /** Validates the inputs, and compares a new resource with the existing object. Sends only requests that read. */
  check(olds: Fields, news: Fields): Promise<Violation[]> {
    return check(this.#run, this.#kind, olds, news);
  }

  /** Compares the inputs with the state. Sends no request. */
  async diff(_id: string, olds: Fields, news: Fields): Promise<DiffResult> {
    const { hasChanges, changesIdentity } = diffDeclarations(this.#kind, olds, news);
    const field = this.#kind.identify?.from ?? this.#kind.identity;
    const identity = getIdentity(this.#kind, getDeclared(news));
    if (changesIdentity && !isUnknown(identity)) this.#recordReplacement(identity, olds);
    // The new object is created first: an object in use cannot be deleted, and users lose a deleted role permanently.
    return {
      changes: hasChanges || this.#run.hasLostConnector(this.#kind, identity),
      replaces: changesIdentity && field !== undefined ? [field] : [],
      deleteBeforeReplace: false,
    };
  }

  /** Creates the object, or adopts the existing one. */
  async create(inputs: Fields): Promise<{ id: string; outs: Fields }> {
    const declared = getDeclared(inputs);
    const password = new PasswordPlan(this.#kind, declared);
    const desired = this.#toDesiredState(inputs, {
      removed: [],
      alwaysWrite: diffDeclarations(this.#kind, {}, declared).changesUnreadable,
      createOnly: password.createFields,
    });
    try {
      const { existing: found, mayBeCreated } = await this.#applySupported(desired, createOrAdopt);
      const { client } = this.#run.session;
      // A user that accepts the password of this plan was created by this run, although the response was lost.
      const isCreated = !found || (mayBeCreated && (await password.isInForce(client, found)));
      const existing = isCreated ? undefined : found;
      const toSet = password.getPasswordToSet(existing);
      if (existing && toSet !== undefined && !(await password.isInForce(client, existing)))
        await this.#setPassword(desired, toSet);
      const outs = { ...inputs, ...password.getOutputs(existing), ...this.#getOwnership(desired.identity) };
      return { id: desired.identity, outs };
    } catch (error) {
      const outs = { ...inputs, ...password.getOutputs(undefined), ...this.#getOwnership(desired.identity) };
      throw this.#toFailure(error, desired.identity, {}, outs);
    }
  }

  /** Reads the declared fields from Nexus. Returns an empty id if the object certainly does not exist any more. */
  async read(id: string, properties: Fields): Promise<{ id: string; props: Fields; inputs: Fields }> {
    const kind = this.#kind;
    const { session } = this.#run;
    await session.initialPassword.beforeRead();
    const declared = getDeclared(properties);
    const existing = await this.#findReadable(id, declared);
    if (existing === "hidden") return { id, props: properties, inputs: { ...getInternals(properties), ...declared } };
    // An object of another kind with this name, or a name of another case, is another object.
    const isSameObject = existing?.isOfKind && (kind.setting || existing.identity === id);
    if (!existing || !isSameObject) {
      if (!existing && (await session.reader.isHidden(kind, id)))
        throw new RefusedError(describeHidden(session, kind, id));
      if (existing && !existing.isOfKind)
        session.notice(`${kind.noun} "${id}" does not exist any more: ${describeOtherKind(kind, existing)}`);
      return { id: "", props: {}, inputs: {} };
    }
    const current = kind.listOmitsFields ? ((await session.reader.read(kind, id)) ?? existing.fields) : existing.fields;
    const named = kind.identity && !kind.identify ? { [kind.identity]: id } : {};
    const refreshed = refreshDeclaredFields(kind.shape, declared, { ...current, ...named });
    const inputs = { ...getInternals(properties), ...refreshed };
    const { passwordDrifted: _before, ...computed } = getComputed(properties);
    const generated = computed.generatedPassword;
    const drifted =
      !isPasswordIgnored(kind, properties) &&
      (await hasPasswordDrifted(session.client, kind, { declared, generated, current }));
    return { id, props: { ...inputs, ...computed, ...(drifted && { passwordDrifted: true }) }, inputs };
  }

  /** Updates the object, or creates it again if it was deleted from Nexus. */
  async update(id: string, olds: Fields, news: Fields): Promise<{ outs: Fields }> {
    const declared = getDeclared(news);
    const diff = diffDeclarations(this.#kind, olds, news);
    const previous = diff.password === "generate" ? undefined : olds.generatedPassword;
    const password = new PasswordPlan(this.#kind, declared, previous);
    const desired = this.#toDesiredState(news, {
      removed: diff.removed,
      alwaysWrite: diff.changesUnreadable,
      createOnly: password.createFields,
    });
    try {
      const { existing } = await this.#applySupported(desired, applyUpdate);
      const mustSet =
        diff.password !== "keep" ||
        (isOtherNexus(olds, news) && !(await password.isInForce(this.#run.session.client, existing ?? {})));
      const toSet = password.getPasswordToSet(existing);
      if (toSet !== undefined && mustSet) await this.#setPassword(desired, toSet);
      const isStillAdopted = isAdoptedAfterUpdate(this.#kind, olds, news, existing);
      return { outs: { ...news, ...password.getOutputs(existing), ...(isStillAdopted && { __adopted: true }) } };
    } catch (error) {
      throw this.#toFailure(error, id, olds, { ...news, ...password.getOutputs({}) });
    }
  }

  /**
   * Deletes the object, unless another resource declares it, the stack adopted it and keeps such objects, or Nexus cannot delete it.
   *
   * @throws RefusedError if the object may be in another Nexus
   */
  async delete(id: string, properties: Fields): Promise<void> {
    const kind = this.#kind;
    const { session } = this.#run;
    const { connection, keepAdopted } = session.settings;
    await session.initialPassword.beforeRead();
    if (!(await session.reader.endpoints(kind)).remove)
      return session.notice(
        `${kind.noun}${kind.setting ? "" : ` "${id}"`}: removed from the program; Nexus cannot delete it, so it stays unchanged`,
      );
    if (connection && isOtherNexus(properties, { __nexus: connection.url }))
      throw new RefusedError(describeUnknownNexus(kind, id, String(properties.__nexus), connection.url));
    if (this.#run.isDeclared(kind, id))
      return session.notice(`${kind.noun} "${id}": not deleted: another resource of this program manages it`);
    const other = hasOtherKinds(kind) && (await session.tryRead(kind, () => session.reader.find(kind, id)));
    if (other && !other.isOfKind)
      return session.notice(
        `${kind.noun} "${id}": already deleted; ${describeOtherKind(kind, other)}, which is not deleted`,
      );
    if (keepsContent(this.#run, kind, id, properties))
      return session.notice(
        `${kind.noun} "${id}": kept in Nexus with its content: neither nexus:deleteContent nor its allowContentLoss is true`,
      );
    if (isAdopted(properties)) session.notice(describeAdoptedDeletion(kind, id, keepAdopted));
    if (isAdopted(properties) && keepAdopted) return;
    await session.initialPassword.beforeWrite();
    await deleteRemovedObject(this.#run, kind, id);
  }

  /** Records which object the new one replaces. A preview does not call `delete`, so this notice is the one that it shows. */
  #recordReplacement(identity: string, olds: Fields): void {
    const former = getIdentity(this.#kind, getDeclared(olds));
    this.#run.recordReplacement(this.#kind, identity, former);
    // Objects with content stay in Nexus by default, which the preview shows as [retain].
    if (isAdopted(olds) && !this.#kind.holdsContent && !this.#run.isDeclared(this.#kind, former))
      this.#run.session.notice(
        describeAdoptedReplacement(this.#kind, former, identity, this.#run.session.settings.keepAdopted),
      );
  }

  /** Returns the output that says that this run has adopted the object. */
  #getOwnership(identity: string): Fields {
    return this.#run.hasAdopted(this.#kind, identity) ? { __adopted: true } : {};
  }

  async #findReadable(id: string, declared: Fields): Promise<ExistingObject | undefined | "hidden"> {
    const kind = this.#kind;
    const { session } = this.#run;
    try {
      const isAsDeclared = (found?: ExistingObject) =>
        found !== undefined && !findDifferences(kind.shape, declared, found.fields).length;
      const listed = await session.reader.find(kind, id);
      if (isAsDeclared(listed)) return listed;
      const readItem = async () => {
        const fields = await session.reader.read(kind, id);
        return fields && { fields, identity: id, isOfKind: true };
      };
      // A list can show a capability that another client changes as missing or changed in part (3.71).
      const readAgain = kind.changesCanBeUndone ? () => session.reader.findNow(kind, id) : readItem;
      const isCertain = listed && (!listed.isOfKind || !(await session.cluster.exists()));
      if (isCertain && !kind.changesCanBeUndone) return listed;
      // A node of a cluster may not know the last changes yet, so a difference counts if all nodes have it.
      return await session.cluster.readUntil(readAgain, isAsDeclared);
    } catch (error) {
      if (!(kind.adminOnlyRead && error instanceof NexusError && error.status === 403)) throw error;
      session.notice(`${kind.noun}: not refreshed, as only an administrator can read it`);
      return "hidden";
    }
  }

  #toDesiredState(inputs: Fields, more: Pick<DesiredState, "removed" | "alwaysWrite" | "createOnly">): DesiredState {
    const { session } = this.#run;
    const declared = getDeclared(inputs);
    const identity = getIdentity(this.#kind, declared);
    // An ignored field that a refresh found missing is null in the state, and Pulumi copies it into the declaration.
    const ignored = readIgnoredPaths(inputs);
    for (const secret of collectSecrets(this.#kind.shape, { ...declared, ...more.createOnly }))
      session.client.addSecret(secret);
    return {
      kind: this.#kind,
      identity,
      declared: omitPaths(
        declared,
        ignored.filter((path) => getValueAt(declared, path) === null),
      ),
      managed: omitPaths(declared, ignored),
      ignored,
      onConflict: session.resolveOnConflict(declared),
      ...more,
    };
  }

  /** Applies a state, unless this release or edition does not support it. If the release is unknown, Nexus is asked. */
  async #applySupported(
    desired: DesiredState,
    apply: (run: ProviderRun, desired: DesiredState) => Promise<ApplyResult>,
  ): Promise<ApplyResult> {
    const { session } = this.#run;
    await session.initialPassword.beforeWrite();
    if (session.server.release === undefined) await session.reader.list(desired.kind).catch(ignoreNotFound);
    const violations = unsupportedBy(session.server, desired.kind, desired.declared);
    if (violations.length) throw new RefusedError(violations.map(formatViolation).join("; "));
    return apply(this.#run, desired);
  }

  /** Returns the error of a failed create or update: a partial failure if Nexus may have been changed. */
  #toFailure(error: unknown, id: string, olds: Fields, outputs: Fields): unknown {
    const kind = this.#kind;
    if (!mayHaveChanged(this.#run, kind, id, error)) return error;
    return new PartialFailureError(error, id, toUncertainOutputs(kind, olds, outputs));
  }

  async #setPassword(desired: DesiredState, password: string): Promise<void> {
    const { login } = this.#kind;
    if (!login) return;
    await setPassword(this.#run.session.client, login, desired.declared, password);
    // Setting the password of a user with the status changepassword makes the status active (3.71), so it is written again.
    if (desired.declared.status === "changepassword") await applyUpdate(this.#run, desired);
  }
}

function ignoreNotFound(error: unknown): void {
  if (!(error instanceof NexusError && error.isNotFound)) throw error;
}
