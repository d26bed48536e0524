/** Ways to a running Nexus for commands: a stack's own, or one that the environment names. */
import { type Inventory, inventoryOf } from "../provider/inventory.ts";
import { Session } from "../provider/session.ts";
import { resolveSettings, type SettingTexts, settingKeys } from "../provider/settings.ts";
import { configurationOf } from "./pulumi.ts";

/** The Nexus that a stack is about, as its configuration and NEXUS_USERNAME and NEXUS_PASSWORD say. */
export async function sessionOfStack(stack: string): Promise<Session> {
  const configured = await configurationOf(stack);
  const texts = settingKeys.flatMap((key) => {
    const text = configured[`nexus:${key}`];
    return text === undefined ? [] : [[key, text] as const];
  });
  return sessionFor(Object.fromEntries(texts));
}

/** A Nexus without a stack; what is not given comes from NEXUS_URL, NEXUS_USERNAME and NEXUS_PASSWORD. */
export function sessionFor(texts: SettingTexts): Session {
  return new Session(resolveSettings(texts, process.env), (line) => console.error(line));
}

/** All that it holds; the connection is closed then. */
export async function inventoryAt(session: Session): Promise<Inventory> {
  try {
    return await inventoryOf(session);
  } finally {
    await session.client.close();
  }
}
