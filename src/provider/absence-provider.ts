import { findKindOf } from "../model/catalogue.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { type Violation, validateFields } from "../model/validation.ts";
import type { Fields, Json } from "../util/json.ts";
import { readContentAmount } from "./content-loss.ts";
import { deleteObject } from "./delete.ts";
import { diffDeclarations } from "./diff.ts";
import { RefusedError } from "./errors.ts";
import { getDeclared, getInternals } from "./inputs.ts";
import type { DiffResult, ResourceProvider } from "./provider-methods.ts";
import type { ProviderRun } from "./provider-run.ts";

/** An object of Nexus that is declared absent. */
interface PresentObject {
  kind: Kind;
  identity: string;
  fields: Fields;
}

/**
 * The provider of the declaration that an object is absent (`absent.repository("maven-central")`).
 * Creating it deletes the object from Nexus. A refresh that finds the object again sets `present`, so the next `up` deletes it.
 * Deleting the resource changes nothing.
 */
export class AbsenceProvider implements ResourceProvider {
  readonly #run: ProviderRun;
  readonly #kind: Kind;
  readonly #objectKind: Kind;

  constructor(run: ProviderRun, kind: Kind, objectKind: Kind) {
    this.#run = run;
    this.#kind = kind;
    this.#objectKind = objectKind;
  }

  /** Shows the object that an update deletes. */
  async check(olds: Fields, news: Fields): Promise<Violation[]> {
    const declared = getDeclared(news);
    const violations = validateFields(this.#kind, declared);
    const isChanged = diffDeclarations(this.#kind, olds, news).hasChanges;
    if (!violations.length && isChanged) violations.push(...(await this.#checkDeletion(declared)));
    return violations;
  }

  async diff(_id: string, olds: Fields, news: Fields): Promise<DiffResult> {
    const { hasChanges, changesIdentity } = diffDeclarations(this.#kind, olds, news);
    const replaces = changesIdentity && this.#kind.identity ? [this.#kind.identity] : [];
    return { changes: hasChanges, replaces, deleteBeforeReplace: false };
  }

  async create(inputs: Fields): Promise<{ id: string; outs: Fields }> {
    await this.#delete(getDeclared(inputs));
    return { id: getIdentity(this.#kind, getDeclared(inputs)), outs: inputs };
  }

  async read(id: string, properties: Fields): Promise<{ id: string; props: Fields; inputs: Fields }> {
    await this.#run.session.initialPassword.beforeRead();
    const present: Json = (await this.#find(id)) !== undefined;
    const inputs = { ...getInternals(properties), ...getDeclared(properties), present };
    return { id, props: inputs, inputs };
  }

  async update(_id: string, _olds: Fields, news: Fields): Promise<{ outs: Fields }> {
    await this.#delete(getDeclared(news));
    return { outs: news };
  }

  async delete(): Promise<void> {}

  async #checkDeletion(declared: Fields): Promise<Violation[]> {
    const { session } = this.#run;
    const found = await session.tryRead(this.#objectKind, () => this.#find(getIdentity(this.#kind, declared)));
    if (!found) return [];
    const refusal = await findRefusal(this.#run, found, declared);
    if (refusal !== undefined) return [{ path: "", message: refusal }];
    session.notice(`${found.kind.noun} "${found.identity}" is declared absent: deletes it from Nexus`);
    return [];
  }

  async #delete(declared: Fields): Promise<void> {
    const { session } = this.#run;
    await session.initialPassword.beforeWrite();
    const found = await this.#find(getIdentity(this.#kind, declared));
    if (!found) return;
    const refusal = await findRefusal(this.#run, found, declared);
    if (refusal !== undefined) throw new RefusedError(refusal);
    await deleteObject(this.#run, found.kind, found.identity);
  }

  async #find(name: string): Promise<PresentObject | undefined> {
    const kind = this.#objectKind;
    const existing = await this.#run.session.reader.find(kind, name);
    if (!existing) return undefined;
    const { fields, identity } = existing;
    return { kind: findKindOf(kind.family, fields) ?? kind, identity, fields };
  }
}

/** Returns why an object is not deleted: Nexus or this program needs it, or its content would be lost. */
async function findRefusal(
  { session }: ProviderRun,
  found: PresentObject,
  { allowContentLoss }: Fields,
): Promise<string | undefined> {
  const { kind, identity, fields } = found;
  const subject = `${kind.noun} "${identity}"`;
  if (fields.readOnly === true) return `${subject} is built in, and Nexus does not allow its deletion`;
  if (kind.login && identity === session.client.username)
    return `${subject} cannot be deleted: this program logs in as this user`;
  // A proxy or group has no content of its own.
  if (!kind.holdsContent || allowContentLoss === true || session.settings.deleteContent) return undefined;
  const amount = await readContentAmount(session, kind, found);
  if (amount?.isEmpty) return undefined;
  return `${subject} ${amount ? `has ${amount.text}` : "may have content"}, which would be lost. allowContentLoss: true allows that`;
}
