import type { ClientConfig } from "../../client-config/client-config.ts";
import { resolveUserInUse } from "./consumer-context.ts";

/**
 * The timestamp of each user's last password rotation, as in `nexus:rotations`. Timestamps are texts whose alphabetical
 * order is their order in time.
 */
export type Rotations = Readonly<Record<string, string>>;

/** The next step of a password rotation. */
export interface Rotation {
  /** The name that consumers use: the identity, otherwise the user. */
  name: string;
  /** The user who gets a new password now. */
  user: string;
  /** The user that consumers use meanwhile. With an identity, it is the other user of the pair. */
  inUse: string;
  /**
   * `single`: the user has no identity, so no other user is available during the rotation. `begin`: the idle user gets a
   * new password and is then in use. `begun`: `begin` was interrupted. `switched`: consumers are updated; the previous
   * user keeps the old password until all are.
   */
  phase: "single" | "begin" | "begun" | "switched";
}

/**
 * Determines the next step of a rotation from the configuration alone.
 *
 * @param requested - a user or an identity
 */
export function resolveRotation(
  clientConfig: Pick<ClientConfig, "consumers" | "inUse">,
  rotations: Rotations,
  requested: string,
): Rotation {
  const identities = Object.entries(clientConfig.consumers?.identities ?? {});
  const [name, pair] = identities.find(([name, pair]) => name === requested || pair.includes(requested)) ?? [];
  if (name === undefined || !pair) return { name: requested, user: requested, inUse: requested, phase: "single" };
  const inUse = resolveUserInUse(clientConfig, name);
  const user = pair.find((candidate) => candidate !== inUse) ?? inUse;
  const timestampOf = (userId: string) => (Object.hasOwn(rotations, userId) ? rotations[userId] : undefined) ?? "";
  const [idle, used] = [timestampOf(user), timestampOf(inUse)];
  const phase = idle === used ? "begin" : idle > used ? "begun" : "switched";
  return { name, user, inUse, phase };
}

/** Returns the current time as a timestamp that is later than the other one, even if the clocks differ. */
export function createLaterTimestamp(other: string, now: Date): string {
  const timestamp = now.toISOString();
  return timestamp > other ? timestamp : `${other} ${timestamp}`;
}
