/** The entry of the provider: the handler text in every resource's state imports it as `nexus-iac/provider`. */
import { subscribe } from "node:diagnostics_channel";
import { flushCompileCache } from "node:module";
import { findStoredKind } from "../model/catalogue.ts";
import type { Kind } from "../model/kind.ts";
import { UserError } from "../util/user-error.ts";
import { AbsenceProvider } from "./absence-provider.ts";
import { ActionProvider } from "./action-provider.ts";
import { HostCertificateProvider } from "./host-certificate-provider.ts";
import { PartialFailureError } from "./partial-failure.ts";
import { KindProvider } from "./provider.ts";
import { createMethods, type ProviderMethods, type ResourceProvider } from "./provider-methods.ts";
import { ProviderRun } from "./provider-run.ts";
import { Session } from "./session.ts";
import { explicitProviderKey, resolveSettings, type SettingKey, settingKeys } from "./settings.ts";

// Node.js writes compiled code to NODE_COMPILE_CACHE when a process ends, but not when a signal ends it, as Pulumi's engine does.
flushCompileCache();

/** The argument that Pulumi passes to `configure` of a dynamic provider. */
export interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

// The engine announces a cancellation (Ctrl-C) by a call that the SDK ignores. Node.js 24 publishes the requests to its servers.
subscribe("http2.server.stream.created", (message) => {
  const { headers } = message as { headers: Readonly<Record<string, unknown>> };
  if (headers[":path"] === "/pulumirpc.ResourceProvider/Cancel") for (const run of runs.values()) run.session.cancel();
});

/** Runs by their settings: all kinds of a process that have the same settings share one. */
const runs = new Map<string, ProviderRun>();

/** Returns the provider of a kind, with the configuration of Pulumi's engine. */
export function connect(kindName: string, request: ConfigureRequest): ProviderMethods {
  const kind = findStoredKind(kindName);
  if (!kind)
    throw withoutStack(
      `this version of nexus-iac has no kind "${kindName}". Install the version that wrote the stack's state`,
    );
  const run = openRun(request);
  const provider = createMethods(kind, createProvider(run, kind));
  const describe = (error: unknown) =>
    error instanceof UserError ? withoutStack(run.session.describeError(error, kind)) : error;
  const withUserErrors = <T>(result: Promise<T>) =>
    result.catch((error) =>
      Promise.reject(error instanceof PartialFailureError ? toPulumiFailure(error, describe) : describe(error)),
    );
  return {
    check: (...args) => withUserErrors(provider.check(...args)),
    diff: (...args) => withUserErrors(provider.diff(...args)),
    create: (...args) => withUserErrors(provider.create(...args)),
    read: (...args) => withUserErrors(provider.read(...args)),
    update: (...args) => withUserErrors(provider.update(...args)),
    delete: (...args) => withUserErrors(provider.delete(...args)),
  };
}

function createProvider(run: ProviderRun, kind: Kind): ResourceProvider {
  if (kind.absenceOf) return new AbsenceProvider(run, kind, kind.absenceOf);
  if (kind.retrieves) return new HostCertificateProvider(run, kind, kind.retrieves);
  return kind.action ? new ActionProvider(run, kind) : new KindProvider(run, kind);
}

/** Pulumi shows an error that is thrown here (wrong settings) with every resource. */
function openRun(request: ConfigureRequest): ProviderRun {
  try {
    return findOrCreateRun(request);
  } catch (error) {
    throw error instanceof UserError ? withoutStack(error.message) : error;
  }
}

function findOrCreateRun({ config }: ConfigureRequest): ProviderRun {
  const entries = settingKeys.map((key): [SettingKey, string | undefined] => [key, config.get(`nexus:${key}`)]);
  const key = JSON.stringify(entries);
  const known = runs.get(key);
  if (known) return known;
  const texts = Object.fromEntries(entries.filter(([, text]) => text !== undefined));
  const environment = config.get(explicitProviderKey) === undefined ? process.env : {};
  // Pulumi starts a provider with the address of the engine as its only argument.
  const run = new ProviderRun(new Session(resolveSettings(texts, environment)), process.argv[2]);
  runs.set(key, run);
  return run;
}

/** Returns the error that Pulumi takes for a partial failure: it stores `id` and `properties`, and shows `reasons`. */
function toPulumiFailure(
  { failure, id, properties }: PartialFailureError,
  describe: (error: unknown) => unknown,
): Error {
  const described = describe(failure);
  const error = described instanceof Error ? described : new Error(String(described));
  return Object.assign(error, { id, properties: JSON.parse(JSON.stringify(properties)), reasons: [error.message] });
}

/** Pulumi prints the stack trace of an error that a provider throws; for errors that users can solve it is noise. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = "";
  return error;
}
