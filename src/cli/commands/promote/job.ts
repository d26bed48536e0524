import type { ClientConfig } from "../../../client-config/client-config.ts";
import type { PromotionRecord } from "../../../clients/promotion/record.ts";
import type { Step } from "../../../clients/promotion/step.ts";
import type { Entry } from "./entry.ts";

/** What a promotion is done with. */
export interface Job {
  clientConfig: ClientConfig;
  step: Step;
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
