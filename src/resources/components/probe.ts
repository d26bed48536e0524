import { createRequire } from "node:module";
import { extname, join, relative } from "node:path";
import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

/** What is probed, and by whom. */
export interface ProbeArgs {
  /** What is checked: JSON. */
  plan: pulumi.Input<string>;
  /** What clients need to know: JSON. A change of it probes again, too. */
  clientConfig: pulumi.Input<string>;
  /** What the stack itself comes as. */
  connection: pulumi.Input<
    { [key in "username" | "password" | "ca"]?: string | undefined } & { insecure?: boolean | undefined }
  >;
  /** Of users, by user id. */
  passwords: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** It waits for these. */
  after: pulumi.Input<pulumi.Resource[]>;
}

/**
 * Runs `nexus-iac probe` when all that is declared is there, and again when what it probes has changed: an `up` fails
 * where clients cannot do what they should, or can do what they should not. Estates get it by `nexus:probe`.
 */
export class Probe extends pulumi.ComponentResource {
  /** What it found. */
  readonly report: pulumi.Output<string>;

  constructor(name: string, args: ProbeArgs, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:Probe", name, {}, options);
    const { plan, clientConfig, connection, passwords, after } = args;
    const given = pulumi
      .all([plan, connection, passwords])
      .apply(([text, means, known]) => JSON.stringify({ plan: JSON.parse(text), connection: means, passwords: known }));
    const { Command } = commands();
    const command = new Command(
      name,
      {
        // Without a shell: nothing needs to be quoted.
        interpreter: ["node", commandFile(), "probe"],
        create: "--stdin",
        stdin: pulumi.secret(given),
        triggers: [plan, clientConfig],
      },
      { parent: this, dependsOn: after },
    );
    this.report = command.stdout;
    this.registerOutputs({ report: this.report });
  }
}

/** Loaded where it is wanted: most stacks do without, and start sooner. */
function commands(): typeof local {
  return createRequire(import.meta.url)("@pulumi/command/local");
}

/** As somebody in the project's folder names it: it is the same on all machines. */
function commandFile(): string {
  const file = `../../cli/nexus-iac${extname(import.meta.filename)}`;
  return relative(process.cwd(), join(import.meta.dirname, file));
}
