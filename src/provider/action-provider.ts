import { getIdentity, type Kind } from "../model/kind.ts";
import { collectSecrets } from "../model/shape.ts";
import { type Violation, validateFields } from "../model/validation.ts";
import { type Fields, isFields } from "../util/json.ts";
import { diffDeclarations } from "./diff.ts";
import { getDeclared, getInternals } from "./inputs.ts";
import type { DiffResult, ResourceProvider } from "./provider-methods.ts";
import type { ProviderRun } from "./provider-run.ts";
import { buildRequest } from "./write.ts";

/**
 * The provider of an action on Nexus (`ScriptRun`). Creating the resource and every change of a
 * field run the action. Reading and deleting the resource send nothing.
 */
export class ActionProvider implements ResourceProvider {
  readonly #run: ProviderRun;
  readonly #kind: Kind;

  constructor(run: ProviderRun, kind: Kind) {
    this.#run = run;
    this.#kind = kind;
  }

  /** Shows the action that an update runs. Sends no request. */
  async check(olds: Fields, news: Fields): Promise<Violation[]> {
    const kind = this.#kind;
    const declared = getDeclared(news);
    const violations = validateFields(kind, declared);
    if (!violations.length && diffDeclarations(kind, olds, news).hasChanges)
      this.#run.session.notice(`${kind.noun} "${getIdentity(kind, declared)}": runs`);
    return violations;
  }

  async diff(_id: string, olds: Fields, news: Fields): Promise<DiffResult> {
    return { changes: diffDeclarations(this.#kind, olds, news).hasChanges, replaces: [], deleteBeforeReplace: false };
  }

  async create(inputs: Fields): Promise<{ id: string; outs: Fields }> {
    return { id: getIdentity(this.#kind, getDeclared(inputs)), outs: await this.#act(inputs, "create") };
  }

  async read(id: string, properties: Fields): Promise<{ id: string; props: Fields; inputs: Fields }> {
    return { id, props: properties, inputs: { ...getInternals(properties), ...getDeclared(properties) } };
  }

  async update(_id: string, _olds: Fields, news: Fields): Promise<{ outs: Fields }> {
    return { outs: await this.#act(news, "update") };
  }

  async delete(): Promise<void> {}

  /** Runs the action and returns the outputs. */
  async #act(inputs: Fields, purpose: "create" | "update"): Promise<Fields> {
    const kind = this.#kind;
    const { session } = this.#run;
    const declared = getDeclared(inputs);
    for (const secret of collectSecrets(kind.shape, declared)) session.client.addSecret(secret);
    await session.initialPassword.beforeWrite();
    const { body } = await session.cluster.send(await buildRequest(session, kind, purpose, declared));
    const result = isFields(body) && typeof body.result === "string" ? body.result : "";
    return { ...inputs, result };
  }
}
