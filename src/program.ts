/** The Pulumi program. Declares the estate of the current stack. */
import { readdirSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { resolveSettings, settingKeys } from "./provider/settings.ts";
import { type EstateProgram, readStackSettings } from "./resources/estate.ts";
import { suggestionFor } from "./util/suggestions.ts";

const estates = new URL("./estates/", import.meta.url);

/**
 * Runs the estate that `nexus:estate` names (default: the name of the stack) and returns its outputs.
 *
 * @throws RunError if the estate does not exist, or if a setting is invalid
 */
export async function run(): Promise<pulumi.Inputs | undefined> {
  const name = new pulumi.Config("nexus").get("estate") ?? pulumi.getStack();
  const estateNames = readdirSync(estates).map((file) => file.replace(/\.ts$/, ""));
  if (!estateNames.includes(name))
    throw new pulumi.RunError(
      `estate "${name}" does not exist in src/estates${suggestionFor(name, estateNames) || "."} Select a stack with the name of an estate (${estateNames.join(", ")}), or set nexus:estate`,
    );
  validateSettings();
  const { default: declare }: { default: EstateProgram } = await import(new URL(`${name}.ts`, estates).href);
  return declare();
}

/** Reports invalid settings once, here, instead of for each resource. */
function validateSettings(): void {
  const texts = Object.entries(readStackSettings()).filter(([key]) => settingKeys.some((known) => known === key));
  try {
    resolveSettings(Object.fromEntries(texts), process.env);
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
}
