import type { ClientConfig } from "../../client-config/client-config.ts";
import { resolveUserInUse } from "./consumer-context.ts";

/** When each user's password was last made anew, as `nexus:rotations` has it: texts whose order is that of time. */
export type Rotations = Readonly<Record<string, string>>;

/** What is to be done next for a user's password. */
export interface Rotation {
  /** What consumers call him: the identity, else the user. */
  name: string;
  /** Whose password is made anew now. */
  user: string;
  /** Who is in use meanwhile: somebody else, where there is an identity. */
  inUse: string;
  /**
   * `single`: nobody stands in for him. `begin`: who is idle gets a new password, and is in use then. `begun`: the same,
   * half done. `switched`: consumers are being told; whoever was in use before keeps his password until all have been.
   */
  phase: "single" | "begin" | "begun" | "switched";
}

/** Where a rotation stands: what the configuration holds is all there is to know. */
export function resolveRotation(
  clientConfig: Pick<ClientConfig, "consumers" | "inUse">,
  rotations: Rotations,
  asked: string,
): Rotation {
  const identities = Object.entries(clientConfig.consumers?.identities ?? {});
  const [name, pair] = identities.find(([name, pair]) => name === asked || pair.includes(asked)) ?? [];
  if (name === undefined || !pair) return { name: asked, user: asked, inUse: asked, phase: "single" };
  const inUse = resolveUserInUse(clientConfig, name);
  const user = pair.find((one) => one !== inUse) ?? inUse;
  const [idles, uses] = [user, inUse].map((one) => (Object.hasOwn(rotations, one) ? rotations[one] : undefined) ?? "");
  const phase = idles === uses ? "begin" : (idles ?? "") > (uses ?? "") ? "begun" : "switched";
  return { name, user, inUse, phase };
}

/** What to note for a new password: the time, and in any case what comes after another stamp, whatever clock gave that. */
export function createLaterTimestamp(other: string, now: Date): string {
  const stamp = now.toISOString();
  return stamp > other ? stamp : `${other} ${stamp}`;
}
