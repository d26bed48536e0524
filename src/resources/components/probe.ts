import { createRequire } from "node:module";
import { extname, join, relative } from "node:path";
import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

/** The arguments of {@link Probe}. */
export interface ProbeArgs {
  /** The checks, as JSON. A change runs the probe again. */
  plan: pulumi.Input<string>;
  /** The client configuration, as JSON. A change runs the probe again. */
  clientConfig: pulumi.Input<string>;
  /** The credentials and TLS settings of the stack itself. */
  connection: pulumi.Input<
    { [key in "username" | "password" | "ca"]?: string | undefined } & {
      insecure?: boolean | undefined;
      clientCertificate?: { cert: string; key: string } | undefined;
    }
  >;
  /** Passwords of users, by user id. */
  passwords: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Resources that must exist before the probe runs. */
  after: pulumi.Input<pulumi.Resource[]>;
}

/**
 * Runs `nexus-iac probe` after the declared resources, and again when the checks or the client configuration change. The
 * `up` fails if clients cannot do something that they should, or can do something that they should not. In an estate,
 * `nexus:probe` declares it.
 */
export class Probe extends pulumi.ComponentResource {
  /** The output of the probe. */
  readonly report: pulumi.Output<string>;

  constructor(name: string, args: ProbeArgs, options?: pulumi.ComponentResourceOptions) {
    super("nexus-iac:components:Probe", name, {}, options);
    const { plan, clientConfig, connection, passwords, after } = args;
    const stdin = pulumi.all([plan, connection, passwords]).apply(([planText, connectionArgs, users]) =>
      JSON.stringify({
        plan: JSON.parse(planText),
        connection: connectionArgs,
        // Stacks have stored a missing password as an empty text; another text would run their probe again.
        passwords: Object.fromEntries(Object.entries(users).map(([user, text]) => [user, text ?? ""])),
      }),
    );
    const { Command } = loadCommands();
    const command = new Command(
      name,
      {
        // Without a shell, no argument needs quoting.
        interpreter: ["node", getCommandFile(), "probe"],
        create: "--stdin",
        stdin: pulumi.secret(stdin),
        triggers: [plan, clientConfig],
      },
      { parent: this, dependsOn: after },
    );
    this.report = command.stdout;
    this.registerOutputs({ report: this.report });
  }
}

/** Loaded only if needed, as most stacks have no probe and start faster without it. */
function loadCommands(): typeof local {
  try {
    return createRequire(import.meta.url)("@pulumi/command/local");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new pulumi.RunError(
      "nexus:probe needs the package @pulumi/command, which runs the probe. Install it: npm install @pulumi/command",
    );
  }
}

/** A path relative to the project's folder, so that the input is the same on all machines. */
function getCommandFile(): string {
  const file = `../../cli/nexus-iac${extname(import.meta.filename)}`;
  return relative(process.cwd(), join(import.meta.dirname, file));
}
