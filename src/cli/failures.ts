import { ConnectionError, NexusError } from "../client/errors.ts";
import { ConsumerError } from "../consumers/site.ts";
import { ImageReferenceError } from "../handbook/references.ts";
import { ImagesFileError } from "../images/documents.ts";
import { PatternError } from "../naming/patterns.ts";
import { ConfigurationError } from "../program/configuration.ts";
import { PromotionError } from "../promotion/step.ts";
import { Refused } from "../provider/refused.ts";
import { SettingsError } from "../provider/settings.ts";
import { PlanError } from "../review/plan.ts";
import { PulumiError } from "./pulumi.ts";

/** Something that a command was used for cannot be done; the message says what would be right. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** What was foreseen is told in words; anything else is a mistake of ours, and keeps its stack. */
export function isForeseen(error: unknown): error is Error {
  return [
    CommandError,
    ConsumerError,
    ImageReferenceError,
    PatternError,
    PromotionError,
    ImagesFileError,
    ConfigurationError,
    PulumiError,
    PlanError,
    SettingsError,
    NexusError,
    ConnectionError,
    Refused,
  ].some((foreseen) => error instanceof foreseen);
}
