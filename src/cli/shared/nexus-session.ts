/** Sessions with a running Nexus for commands: of a stack, or of a URL. */
import { BoundCredentials } from "../../client/credentials.ts";
import type { Inventory } from "../../estate/estate.ts";
import type { NexusSnapshot } from "../../plan/nexus-snapshot.ts";
import { takeInventory } from "../../provider/inventory.ts";
import { Session } from "../../provider/session.ts";
import {
  resolveSettings,
  type SettingsEnvironment,
  SettingsError,
  type SettingTexts,
  settingKeys,
} from "../../provider/settings.ts";
import { UserError } from "../../util/user-error.ts";
import { CommandError } from "./command-error.ts";
import { readStackConfiguration } from "./pulumi-cli.ts";
import { printErrorLines } from "./terminal.ts";

/** Opens a session with the Nexus of a stack, by its configuration, NEXUS_USERNAME and NEXUS_PASSWORD. */
export async function openStackSession(stack: string): Promise<Session> {
  return openSession(settingsFromConfiguration(await readStackConfiguration(stack)));
}

/**
 * Opens a session with the Nexus of a saved plan. A plan may be from anywhere, so its address must also come from NEXUS_URL or
 * from `servers`.
 *
 * @param servers - addresses that may receive the credentials
 * @throws UntrustedOriginError if they do not include the address of the plan
 */
export function openPlanSession(configuration: Readonly<Record<string, string>>, servers: readonly string[]): Session {
  const session = openSession(settingsFromConfiguration(configuration));
  const { NEXUS_URL } = process.env;
  const { url, username = "", password = "" } = session.settings.connection ?? {};
  if (url !== undefined)
    new BoundCredentials({ username, password }, [...(NEXUS_URL ? [NEXUS_URL] : []), ...servers]).requireFor(url);
  return session;
}

/** Returns the connection settings in a stack's configuration. Secrets that a plan replaces by `[secret]` are left out. */
export function settingsFromConfiguration(configuration: Readonly<Record<string, string>>): SettingTexts {
  const texts = settingKeys.flatMap((key) => {
    const text = configuration[`nexus:${key}`];
    return text === undefined || text === "[secret]" ? [] : [[key, text] as const];
  });
  return Object.fromEntries(texts);
}

/** The default of `nexus:retryFor` for commands, in seconds: the user waits for the result. */
const commandRetryFor = "5";

/** Opens a session by settings; missing ones are taken from NEXUS_URL, NEXUS_USERNAME and NEXUS_PASSWORD. */
export function openSession(texts: SettingTexts, environment: SettingsEnvironment = process.env): Session {
  return new Session(resolveSettings({ retryFor: commandRetryFor, ...texts }, environment), (line) =>
    printErrorLines(line),
  );
}

/**
 * Opens a session with the Nexus at an address.
 *
 * @param source - the name of the option or variable that the address comes from, for errors: `--url`
 */
export function openSessionAt(
  source: string,
  { url, caFile }: { url: string; caFile?: string | undefined },
  environment?: SettingsEnvironment,
): Session {
  try {
    return openSession({ url, ...(caFile !== undefined && { caFile }) }, environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(error.message.replaceAll("nexus:url", source));
  }
}

/**
 * Opens a session with the Nexus at `--url`, otherwise at NEXUS_URL.
 *
 * @param options - the options that name a Nexus, for the error
 * @throws CommandError if both are missing
 */
export function openUrlSession(
  url: string | undefined,
  caFile?: string,
  options = "--url https://nexus.example",
): Session {
  const { NEXUS_URL, ...environment } = process.env;
  const address = url ?? NEXUS_URL;
  if (!address) throw new CommandError(`No Nexus given. Give ${options}, or set NEXUS_URL`);
  return openSessionAt(url === undefined ? "NEXUS_URL" : "--url", { url: address, caFile }, environment);
}

/** Reads everything that Nexus holds and closes the session. */
export async function readInventory(session: Session): Promise<Inventory> {
  try {
    return await takeInventory(session);
  } finally {
    await session.client.close();
  }
}

/** Represents what was read from Nexus, or why it could not be read. */
export interface SnapshotResult {
  session?: Session;
  snapshot?: NexusSnapshot;
  notChecked: string[];
}

/** Reads Nexus for a report. If Nexus cannot be read, the reason is part of the report instead of an error. */
export async function takeNexusSnapshot(open: (() => Promise<Session>) | undefined): Promise<SnapshotResult> {
  if (!open) return unreadSnapshot("--offline");
  try {
    const session = await open();
    if (session.settings.offline) return unreadSnapshot("nexus:offline");
    const { declarations, unreadable } = await takeInventory(session);
    const { server } = session;
    return {
      session,
      snapshot: {
        url: session.client.url,
        server,
        estate: { declarations, existing: [] },
        unreadable: new Set(unreadable.map(({ family }) => family)),
      },
      notChecked: unreadable.map(({ family, reason }) => `${family}: ${reason}`),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return unreadSnapshot(error.message);
  }
}

function unreadSnapshot(reason: string): SnapshotResult {
  const unknown =
    "existing objects that would be adopted, drift, and components that a cleanup would remove are unknown";
  return { notChecked: [`Nexus was not read (${reason}): ${unknown}`] };
}
