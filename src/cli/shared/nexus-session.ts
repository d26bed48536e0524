/** Ways to a running Nexus for commands: a stack's own, or one that the environment names. */

import type { Inventory } from "../../estate/inventory.ts";
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
import { readStackConfiguration } from "./pulumi-cli.ts";

/** The Nexus that a stack is about, as its configuration and NEXUS_USERNAME and NEXUS_PASSWORD say. */
export async function openStackSession(stack: string): Promise<Session> {
  return openSession(settingsFromConfiguration(await readStackConfiguration(stack)));
}

/** What a stack's configuration says of reaching its Nexus; what a plan holds in place of secrets is not in it. */
export function settingsFromConfiguration(configuration: Readonly<Record<string, string>>): SettingTexts {
  const texts = settingKeys.flatMap((key) => {
    const text = configuration[`nexus:${key}`];
    return text === undefined || text === "[secret]" ? [] : [[key, text] as const];
  });
  return Object.fromEntries(texts);
}

/** A Nexus without a stack; what is not given comes from NEXUS_URL, NEXUS_USERNAME and NEXUS_PASSWORD. */
export function openSession(texts: SettingTexts, environment: SettingsEnvironment = process.env): Session {
  return new Session(resolveSettings(texts, environment), (line) => console.error(line));
}

/**
 * The Nexus at an address that somebody has given.
 *
 * @param called - how it was given, for who gave it wrongly: `--url`
 */
export function openSessionAt(
  called: string,
  { url, caFile }: { url: string; caFile?: string | undefined },
  environment?: SettingsEnvironment,
): Session {
  try {
    return openSession({ url, ...(caFile !== undefined && { caFile }) }, environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(error.message.replaceAll("nexus:url", called));
  }
}

/** All that it holds; the connection is closed then. */
export async function readInventory(session: Session): Promise<Inventory> {
  try {
    return await takeInventory(session);
  } finally {
    await session.client.close();
  }
}

/** A Nexus that was looked at, or why it was not. */
export interface Looked {
  session?: Session;
  snapshot?: NexusSnapshot;
  notChecked: string[];
}

/** Looks at a Nexus where that can be; a report says what could not be looked at, and goes on. */
export async function takeNexusSnapshot(open: (() => Promise<Session>) | undefined): Promise<Looked> {
  if (!open) return blind("--offline");
  try {
    const session = await open();
    if (session.settings.offline) return blind("nexus:offline");
    const { declarations, unreadable: unseen } = await takeInventory(session);
    const { server } = session;
    return {
      session,
      snapshot: {
        url: session.client.url,
        server,
        estate: { declarations, existing: [] },
        unreadable: new Set(unseen.map(({ family }) => family)),
      },
      notChecked: unseen.map(({ family, reason }) => `${family}: ${reason}`),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return blind(error.message);
  }
}

function blind(reason: string): Looked {
  const what = "what exists there already, what has drifted, and what a cleanup would remove";
  return { notChecked: [`Nexus was not looked at (${reason}): ${what} is not told`] };
}
