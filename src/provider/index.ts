/** What the text in every resource's state imports: `import("nexus-iac/provider")`. */

import { catalogue } from "../model/catalogue.ts";
import { UserError } from "../util/user-error.ts";
import { KindProvider } from "./provider.ts";
import { Session } from "./session.ts";
import { explicitProviderKey, resolveSettings, type SettingKey, SettingsError, settingKeys } from "./settings.ts";

/** What Pulumi's provider process hands to `configure`. */
export interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

const sessions = new Map<string, Session>();

/** The provider of a kind for what Pulumi's engine has configured. All kinds of a process share a session. */
export function connect(kindName: string, request: ConfigureRequest): Methods {
  const kind = catalogue.get(kindName);
  if (!kind) throw told(`this nexus-iac knows no kind "${kindName}": install the version that wrote the stack's state`);
  const session = opened(request);
  const provider = new KindProvider(session, kind);
  const telling = <T>(work: Promise<T>) =>
    work.catch((error) => Promise.reject(isForPeople(error) ? told(session.describeError(error, kind)) : error));
  return {
    check: (...given) => telling(provider.check(...given)),
    diff: (...given) => telling(provider.diff(...given)),
    create: (...given) => telling(provider.create(...given)),
    read: (...given) => telling(provider.read(...given)),
    update: (...given) => telling(provider.update(...given)),
    delete: (...given) => telling(provider.delete(...given)),
  };
}

type Methods = Pick<KindProvider, "check" | "diff" | "create" | "read" | "update" | "delete">;

/** Settings that are wrong are everybody's: Pulumi shows what is thrown here with every resource. */
function opened(request: ConfigureRequest): Session {
  try {
    return sessionFor(request);
  } catch (error) {
    throw error instanceof SettingsError ? told(error.message) : error;
  }
}

function sessionFor({ config }: ConfigureRequest): Session {
  const entries = settingKeys.map((key): [SettingKey, string | undefined] => [key, config.get(`nexus:${key}`)]);
  const key = JSON.stringify(entries);
  const texts = Object.fromEntries(entries.filter(([, text]) => text !== undefined));
  const environment = config.get(explicitProviderKey) === undefined ? process.env : {};
  const session = sessions.get(key) ?? new Session(resolveSettings(texts, environment));
  sessions.set(key, session);
  return session;
}

/** What was foreseen is told in words; anything else is a mistake of ours, and keeps its stack. */
function isForPeople(error: unknown): boolean {
  return error instanceof UserError;
}

/** Pulumi prints the stack of what a provider throws: people need the reason, not the way. */
function told(message: string): Error {
  const error = new Error(message);
  error.stack = "";
  return error;
}
