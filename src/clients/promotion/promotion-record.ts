import type { PromotionStep } from "./promotion-step.ts";

/** The record of a promotion. The record file has one as JSON per line. */
export interface PromotionRecord {
  /** The time in UTC. */
  time: string;
  /** The user id in Nexus. */
  user: string;
  /** The program and its version: `nexus-iac 0.1.0`. */
  by: string;
  outcome: "promoted" | "already there" | "would be promoted";
  chain: string;
  format: string;
  /** The promoted content: `orchestrator/server:1.0.0`, `com.example:lib:1.0`. */
  what: string;
  from: { stage: string; repository: string };
  to: { stage: string; repository: string; name: string };
  /** The copied content with its digests: an image first, then the manifests in its index; or files by their paths. */
  contents: { name: string; digest: string }[];
}

/** Returns the fields of a record that a step determines. */
export function toRecordFields({ chain, from, to }: PromotionStep, name: string) {
  return {
    chain: chain.name,
    format: chain.format,
    from: { stage: from.stage.name, repository: from.repository.name },
    to: { stage: to.stage.name, repository: to.repository.name, name },
  };
}

/** Formats a record as one line for the terminal. */
export function formatRecord({ outcome, what, from, to, contents }: PromotionRecord): string {
  const digest = contents.length === 1 ? contents[0]?.digest : `${contents.length} digests, ${contents[0]?.digest}`;
  const route = `from ${from.stage} (${from.repository}) to ${to.stage} (${to.repository})`;
  const as = to.name === what ? "" : ` as ${to.name}`;
  return `${outcome}: ${what} ${route}${as}: ${digest}`;
}
