import type { PromotionStep } from "./promotion-step.ts";

/** What a promotion did: a line of the file of records, as JSON. */
export interface PromotionRecord {
  /** When, in UTC. */
  time: string;
  /** Who, by the name that Nexus knows. */
  user: string;
  /** `nexus-iac 0.1.0` */
  by: string;
  outcome: "promoted" | "already there" | "would be promoted";
  chain: string;
  format: string;
  /** `orchestrator/server:1.0.0`, `com.example:lib:1.0` */
  what: string;
  from: { stage: string; repository: string };
  to: { stage: string; repository: string; name: string };
  /** All that was moved, each with its digest: the image first, then what a list holds; or files by their paths. */
  contents: { name: string; digest: string }[];
}

/** The part of a record that a step knows. */
export function toRecordFields({ chain, from, to }: PromotionStep, name: string) {
  return {
    chain: chain.name,
    format: chain.format,
    from: { stage: from.stage.name, repository: from.repository.name },
    to: { stage: to.stage.name, repository: to.repository.name, name },
  };
}

/** A record in a line for people. */
export function formatRecord({ outcome, what, from, to, contents }: PromotionRecord): string {
  const digest = contents.length === 1 ? contents[0]?.digest : `${contents.length} digests, ${contents[0]?.digest}`;
  const way = `from ${from.stage} (${from.repository}) to ${to.stage} (${to.repository})`;
  const as = to.name === what ? "" : ` as ${to.name}`;
  return `${outcome}: ${what} ${way}${as}: ${digest}`;
}
