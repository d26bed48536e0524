import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import { type CheckResult, type DiffResult, KindProvider } from "../../src/provider/provider.ts";
import { ProviderRun } from "../../src/provider/provider-run.ts";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings, type SettingTexts } from "../../src/provider/settings.ts";
import type { Fields } from "../../src/util/json.ts";

export interface Server {
  url: string;
  username: string;
  password: string;
}

/** The kind of that name. */
export function getKind(name: string): Kind {
  const kind = catalogue.get(name);
  if (!kind) throw new Error(`no kind ${name}`);
  return kind;
}

/** A stack of one resource without Pulumi: each step is a run of its own, as each is a process of its own with Pulumi. */
export class ResourceStack {
  readonly kind: Kind;
  /** What people were told. */
  readonly notices: string[] = [];
  readonly #texts: SettingTexts;
  #state: { id: string; outputs: Fields } | undefined;

  constructor(server: Server, kind: Kind | string, more: SettingTexts = {}) {
    this.kind = typeof kind === "string" ? getKind(kind) : kind;
    const { url, username, password } = server;
    this.#texts = { url, username, password, ...more };
  }

  /** What the last run left. */
  get outputs(): Fields {
    return this.#state?.outputs ?? {};
  }

  /** The same stack, by somebody else. */
  as(server: Server): ResourceStack {
    const runs = new ResourceStack(server, this.kind);
    runs.#state = this.#state;
    return runs;
  }

  check(inputs: Fields): Promise<CheckResult> {
    return this.#run((provider) => provider.check(this.#state?.outputs ?? {}, inputs));
  }

  /** Whether an update would change anything. */
  diff(inputs: Fields): Promise<DiffResult> {
    return this.#run((provider) => provider.diff(this.#state?.id ?? "", this.outputs, inputs));
  }

  /** Makes it, or changes what differs. */
  async up(inputs: Fields): Promise<void> {
    const { failures } = await this.check(inputs);
    if (failures.length) throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("; "));
    const state = this.#state;
    if (!state) {
      const { id, outs } = await this.#run((provider) => provider.create(inputs));
      this.#state = { id, outputs: stored(outs) };
    } else if ((await this.diff(inputs)).changes) {
      const { outs } = await this.#run((provider) => provider.update(state.id, state.outputs, inputs));
      this.#state = { id: state.id, outputs: stored(outs) };
    }
  }

  /** Reads it afresh: whether it is still there. */
  async refresh(): Promise<boolean> {
    const state = this.#state;
    if (!state) return false;
    const { id, props } = await this.#run((provider) => provider.read(state.id, state.outputs));
    this.#state = id ? { id, outputs: stored(props) } : undefined;
    return Boolean(id);
  }

  async destroy(): Promise<void> {
    const state = this.#state;
    if (state) await this.#run((provider) => provider.delete(state.id, state.outputs));
    this.#state = undefined;
  }

  async #run<T>(work: (provider: KindProvider) => Promise<T>): Promise<T> {
    const session = new Session(resolveSettings(this.#texts, {}), (line) => this.notices.push(line));
    try {
      return await work(new KindProvider(new ProviderRun(session), this.kind));
    } finally {
      await session.client.close();
    }
  }
}

/** The state is JSON: what is undefined is not in it. */
function stored(outputs: Fields): Fields {
  return JSON.parse(JSON.stringify(outputs));
}
