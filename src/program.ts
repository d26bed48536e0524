/** The Pulumi program: declares the estate of the stack that is being run. */
import { readdirSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { resolveSettings, settingKeys } from "./provider/settings.ts";
import { type EstateProgram, readStackSettings } from "./resources/estate.ts";
import { suggestionFor } from "./util/suggestions.ts";

const estates = new URL("./estates/", import.meta.url);

/** Gives the stack's outputs. */
export async function run(): Promise<pulumi.Inputs | undefined> {
  const name = new pulumi.Config("nexus").get("estate") ?? pulumi.getStack();
  const known = readdirSync(estates).map((file) => file.replace(/\.ts$/, ""));
  if (!known.includes(name))
    throw new pulumi.RunError(
      `there is no estate "${name}" in src/estates${suggestionFor(name, known)}: select the stack of one (${known.join(", ")}), or name it with nexus:estate`,
    );
  refuseWrongSettings();
  const { default: declare }: { default: EstateProgram } = await import(new URL(`${name}.ts`, estates).href);
  return declare();
}

/** What the provider would refuse for each resource is refused once, here. */
function refuseWrongSettings(): void {
  const texts = Object.entries(readStackSettings()).filter(([key]) => settingKeys.some((known) => known === key));
  try {
    resolveSettings(Object.fromEntries(texts), process.env);
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
}
