import { ConnectionError, NexusError } from "../client/errors.ts";
import { ConsumerError } from "../consumers/site.ts";
import { ImagesFileError } from "../images/documents.ts";
import { didYouMean } from "../kinds/violations.ts";
import { PatternError } from "../naming/patterns.ts";
import { ConfigurationError } from "../program/configuration.ts";
import { PromotionError } from "../promotion/step.ts";
import { Refused } from "../provider/refused.ts";
import { SettingsError } from "../provider/settings.ts";
import { PlanError } from "../review/plan.ts";
import { visible } from "../review/text.ts";
import { UsageError } from "../usage.ts";
import { PulumiError } from "./pulumi.ts";

/** Something that a command was used for cannot be done; the message says what would be right. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** A name that was asked for is none of those that there are. */
export function unknown(what: string, name: string, known: readonly string[]): UsageError {
  return new UsageError(`there is no ${what} ${visible(JSON.stringify(name))}${visible(didYouMean(name, known))}`);
}

/** What was foreseen is told in words; anything else is a mistake of ours, and keeps its stack. */
export function isForeseen(error: unknown): error is Error {
  return [
    CommandError,
    UsageError,
    ConsumerError,
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
