/** Stands for the process of a dynamic provider that Pulumi starts for each operation and each provider resource. */
import type { connect } from "../../../../src/provider/index.ts";
import type { Fields } from "../../../../src/util/json.ts";
import { copyAsJson, markSecretsOf, revealSecrets } from "./property-values.ts";

type ProviderModule = { connect: typeof connect };
type Methods = ReturnType<typeof connect>;
type Handler = Methods & { configure(request: Parameters<typeof connect>[1]): Promise<unknown> };

export interface Properties {
  inputs: Fields;
  outputs: Fields;
}

/** An object that was created or changed, although the operation failed: Pulumi's partial failure. */
export interface PartialFailure {
  id: string;
  properties: Fields;
  reasons: string[];
}

/** The import in the text of a handler, see src/resources/handler.ts. */
const providerImport = 'import("nexus-iac/provider")';

const entry = new URL("../../../../src/provider/index.ts", import.meta.url).href;

let processes = 0;

export class ProviderProcess {
  readonly #config: Fields;
  #module: Promise<ProviderModule> | undefined;
  readonly #handlers = new Map<string, Promise<Handler>>();

  /** @param config - the configuration of the provider resource, which may contain marked secrets */
  constructor(config: Fields) {
    this.#config = revealSecrets(config);
  }

  async check(
    old: Fields,
    inputs: Fields,
  ): Promise<{ inputs: Fields; failures: { property: string; reason: string }[] }> {
    const handler = await this.#open(inputs);
    const result = await handler.check(toRequest(old), toRequest(inputs));
    return { inputs: toResponse(result.inputs, inputs), failures: result.failures };
  }

  async diff(id: string, old: Fields, inputs: Fields): ReturnType<Methods["diff"]> {
    return (await this.#open(inputs)).diff(id, toRequest(old), toRequest(inputs));
  }

  async create(inputs: Fields): Promise<{ id: string; outputs: Fields }> {
    const { id, outs } = await (await this.#open(inputs)).create(toRequest(inputs));
    return { id, outputs: toResponse(outs, inputs) };
  }

  async update(id: string, old: Fields, inputs: Fields): Promise<Fields> {
    const { outs } = await (await this.#open(inputs)).update(id, toRequest(old), toRequest(inputs));
    return toResponse(outs, inputs);
  }

  /** Returns undefined if the object does not exist. */
  async read(id: string, old: Properties): Promise<(Properties & { id: string }) | undefined> {
    const result = await (await this.#open(old.outputs)).read(id, toRequest(old.outputs));
    if (!result.id) return undefined;
    return {
      id: result.id,
      outputs: toResponse(result.props, old.outputs),
      inputs: toResponse(result.inputs, old.inputs),
    };
  }

  async delete(id: string, state: Fields): Promise<void> {
    await (await this.#open(state)).delete(id, toRequest(state));
  }

  #open({ __provider: provider }: Fields): Promise<Handler> {
    const text = String(revealSecrets(provider));
    const handler = this.#handlers.get(text) ?? this.#start(text);
    this.#handlers.set(text, handler);
    return handler;
  }

  /** Imports a module of its own, so that this process shares no sessions with earlier ones. */
  #importProvider(): Promise<ProviderModule> {
    this.#module ??= import(`${entry}?process=${++processes}`);
    return this.#module;
  }

  async #start(text: string): Promise<Handler> {
    const exported: { handler?: () => Handler } = {};
    const evaluate = new Function("exports", "importProvider", text.replace(providerImport, "importProvider()"));
    evaluate(exported, () => this.#importProvider());
    if (!exported.handler) throw new Error(`The text of a provider exports no handler: ${text}`);
    const handler = exported.handler();
    await handler.configure({ config: { get: (key) => this.#config[key] as string | undefined } });
    return handler;
  }
}

function toRequest(properties: Fields): Fields {
  return copyAsJson(revealSecrets(properties));
}

/** Returns the outputs with the text of the provider, which the SDK adds. */
function toResponse(outputs: Fields, inputs: Fields): Fields {
  return markSecretsOf({ ...copyAsJson(outputs), __provider: inputs.__provider }, inputs);
}

/** Returns what a failed operation recorded, or undefined if it recorded nothing. */
export function findPartialFailure(error: unknown, inputs: Fields): PartialFailure | undefined {
  if (!(error instanceof Error) || !("id" in error) || typeof error.id !== "string" || !error.id) return undefined;
  const { id, properties = {}, reasons = [] } = error as Error & Partial<PartialFailure> & { id: string };
  // The SDK adds the text of the provider to other outputs, not to these.
  return { id, properties: markSecretsOf(copyAsJson(properties), inputs), reasons };
}
