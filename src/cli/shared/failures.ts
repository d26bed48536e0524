import { ConnectionError, NexusError } from "../../client/errors.ts";
import { NamePatternError } from "../../client-config/naming/name-pattern.ts";
import { ConsumerError } from "../../clients/consumers/consumer-context.ts";
import { ImagesFileError } from "../../clients/images/image-documents.ts";
import { PromotionError } from "../../clients/promotion/promotion-step.ts";
import { PlanError } from "../../plan/plan.ts";
import { RefusedError } from "../../provider/refused.ts";
import { SettingsError } from "../../provider/settings.ts";
import { ConfigurationError } from "../../resources/stack-configuration.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { UsageError } from "../../util/user-error.ts";
import { PulumiError } from "./pulumi-cli.ts";

/** Something that a command was used for cannot be done; the message says what would be right. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** A name that was asked for is none of those that there are. */
export function unknown(what: string, name: string, known: readonly string[]): UsageError {
  return new UsageError(
    `there is no ${what} ${toDisplayText(JSON.stringify(name))}${toDisplayText(suggestionFor(name, known))}`,
  );
}

/** What was foreseen is told in words; anything else is a mistake of ours, and keeps its stack. */
export function isForeseen(error: unknown): error is Error {
  return [
    CommandError,
    UsageError,
    ConsumerError,
    NamePatternError,
    PromotionError,
    ImagesFileError,
    ConfigurationError,
    PulumiError,
    PlanError,
    SettingsError,
    NexusError,
    ConnectionError,
    RefusedError,
  ].some((foreseen) => error instanceof foreseen);
}
