import type { ClientConfig } from "../../../client-config/client-config.ts";
import type { PromotionRecord } from "../../../clients/promotion/promotion-record.ts";
import type { PromotionStep } from "../../../clients/promotion/promotion-step.ts";
import type { NexusLogin } from "../../shared/nexus-login.ts";

/** Represents a promotion to carry out. */
export interface PromotionJob {
  clientConfig: ClientConfig;
  step: PromotionStep;
  /** The user who promotes. */
  login: NexusLogin;
  /** True if nothing is written. */
  isDryRun: boolean;
}

/** Represents the result of a promotion. */
export interface PromotionResult extends Pick<PromotionRecord, "outcome" | "contents"> {
  /** The name at the next stage. */
  name: string;
}
