import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import { KindProvider } from "../../src/provider/provider.ts";
import {
  type CheckResult,
  createMethods,
  type DiffResult,
  type ProviderMethods,
} from "../../src/provider/provider-methods.ts";
import { ProviderRun } from "../../src/provider/provider-run.ts";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings, type SettingTexts } from "../../src/provider/settings.ts";
import type { Fields } from "../../src/util/json.ts";

export interface ServerLogin {
  url: string;
  username: string;
  password: string;
}

/** Returns the kind with a name, or throws. */
export function getKind(name: string): Kind {
  const kind = catalogue.get(name);
  if (!kind) throw new Error(`no kind ${name}`);
  return kind;
}

/**
 * Represents a stack with one resource, without Pulumi. Each step has its own session, as Pulumi runs each in a new process.
 * Content is deleted, unless a test sets `deleteContent`.
 */
export class ResourceStack {
  readonly kind: Kind;
  /** The notices shown to the user. */
  readonly notices: string[] = [];
  readonly #texts: SettingTexts;
  #state: { id: string; outputs: Fields } | undefined;

  constructor(server: ServerLogin, kind: Kind | string, more: SettingTexts = {}) {
    this.kind = typeof kind === "string" ? getKind(kind) : kind;
    const { url, username, password } = server;
    this.#texts = { url, username, password, deleteContent: "true", ...more };
  }

  /** The outputs of the last run. */
  get outputs(): Fields {
    return this.#state?.outputs ?? {};
  }

  /** Returns the same stack with another user. */
  withUser(server: ServerLogin): ResourceStack {
    const stack = new ResourceStack(server, this.kind);
    stack.#state = this.#state;
    return stack;
  }

  check(inputs: Fields): Promise<CheckResult> {
    return this.#run((provider) => provider.check(this.#state?.outputs ?? {}, inputs));
  }

  /** Returns the result of `diff` for new inputs. */
  diff(inputs: Fields): Promise<DiffResult> {
    return this.#run((provider) => provider.diff(this.#state?.id ?? "", this.outputs, inputs));
  }

  /** Creates the object, or updates it if it differs. */
  async up(inputs: Fields): Promise<void> {
    const { failures } = await this.check(inputs);
    if (failures.length) throw new Error(failures.map(({ reason }) => reason).join("; "));
    const state = this.#state;
    if (!state) {
      const { id, outs } = await this.#run((provider) => provider.create(inputs));
      this.#state = { id, outputs: toStored(outs) };
    } else if ((await this.diff(inputs)).changes) {
      const { outs } = await this.#run((provider) => provider.update(state.id, state.outputs, inputs));
      this.#state = { id: state.id, outputs: toStored(outs) };
    }
  }

  /** Reads the object again. Returns false if it does not exist any more. */
  async refresh(): Promise<boolean> {
    const state = this.#state;
    if (!state) return false;
    const { id, props } = await this.#run((provider) => provider.read(state.id, state.outputs));
    this.#state = id ? { id, outputs: toStored(props) } : undefined;
    return Boolean(id);
  }

  async destroy(): Promise<void> {
    const state = this.#state;
    if (state) await this.#run((provider) => provider.delete(state.id, state.outputs));
    this.#state = undefined;
  }

  async #run<T>(work: (provider: ProviderMethods) => Promise<T>): Promise<T> {
    const session = new Session(resolveSettings(this.#texts, {}), (line) => this.notices.push(line));
    try {
      return await work(createMethods(this.kind, new KindProvider(new ProviderRun(session), this.kind)));
    } finally {
      await session.client.close();
    }
  }
}

/** The state is JSON, so it contains no undefined values. */
function toStored(outputs: Fields): Fields {
  return JSON.parse(JSON.stringify(outputs));
}
