import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type BenchmarkContext, expectHoldings } from "./benchmark-context.ts";
import { credentials } from "./measured-nexus.ts";
import { type Measurement, measureCost, terraform } from "./measurements.ts";
import { runProcess } from "./processes.ts";
import { createTerraformConfiguration } from "./terraform-configuration.ts";

const provider = "terraform-provider-nexus";

/** The commands that correspond to those of Pulumi. A plan reads all objects, as Terraform does by default. */
const commands = {
  up: ["apply", "-auto-approve"],
  preview: ["plan", "-detailed-exitcode"],
  unchanged: ["apply", "-auto-approve"],
  refresh: ["apply", "-refresh-only", "-auto-approve"],
  destroy: ["destroy", "-auto-approve"],
} as const;

/**
 * Creates, previews, refreshes and destroys the estate by Terraform. Measures nothing if `terraform` or the provider
 * datadrivers/nexus (`terraform-provider-nexus`) is not on the PATH.
 */
export async function measureTerraform(context: BenchmarkContext): Promise<Measurement[]> {
  const [program, plugin] = [findOnPath("terraform"), findOnPath(provider)];
  if (!program || !plugin) {
    context.log(`${terraform}: skipped, as ${program ? provider : "terraform"} is not on the PATH`);
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), "terraform-"));
  try {
    const environment = writeConfiguration(context, folder, dirname(plugin));
    const measurements: Measurement[] = [];
    for (const step of ["up", "preview", "unchanged", "refresh", "destroy"] as const) {
      context.log(`${terraform}: ${step}`);
      const args = [...commands[step], "-input=false", "-no-color"];
      const cost = await measureCost(context.nexus, () => runProcess(program, args, folder, environment));
      measurements.push({ way: terraform, step, ...cost });
    }
    await expectHoldings(context, "without");
    return measurements;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the configuration, and returns the variables that make Terraform use the provider without a registry. */
function writeConfiguration({ nexus, estate }: BenchmarkContext, folder: string, pluginFolder: string) {
  const settings = join(folder, "settings.tfrc");
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify(createTerraformConfiguration(estate, { url: nexus.url, ...credentials })),
  );
  const overrides = `dev_overrides { "datadrivers/nexus" = ${JSON.stringify(pluginFolder)} }`;
  writeFileSync(settings, `provider_installation {\n  ${overrides}\n  direct {}\n}\n`);
  return { TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1" };
}

function findOnPath(program: string): string | undefined {
  const paths = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, program));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
