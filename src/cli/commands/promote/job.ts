import type { ClientConfig } from "../../../client-config/client-config.ts";
import type { PromotionRecord } from "../../../clients/promotion/promotion-record.ts";
import type { PromotionStep } from "../../../clients/promotion/promotion-step.ts";
import type { Entry } from "./entry.ts";

/** What a promotion is done with. */
export interface Job {
  clientConfig: ClientConfig;
  step: PromotionStep;
  /** As whom, and whom it trusts. */
  entry: Entry;
  /** Nothing is written. */
  isDry: boolean;
}

/** What became of it. */
export interface Done extends Pick<PromotionRecord, "outcome" | "contents"> {
  /** What it is called at the next stage. */
  name: string;
}
