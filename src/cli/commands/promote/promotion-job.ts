import type { ClientConfig } from "../../../client-config/client-config.ts";
import type { PromotionRecord } from "../../../clients/promotion/promotion-record.ts";
import type { PromotionStep } from "../../../clients/promotion/promotion-step.ts";
import type { NexusLogin } from "../../shared/nexus-login.ts";

/** What a promotion is done with. */
export interface PromotionJob {
  clientConfig: ClientConfig;
  step: PromotionStep;
  /** As whom, and whom it trusts. */
  login: NexusLogin;
  /** Nothing is written. */
  isDryRun: boolean;
}

/** What became of it. */
export interface PromotionResult extends Pick<PromotionRecord, "outcome" | "contents"> {
  /** What it is called at the next stage. */
  name: string;
}
