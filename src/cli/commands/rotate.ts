import type { Command } from "commander";
import type { ClientConfig } from "../../client-config/client-config.ts";
import { ConsumerContext } from "../../clients/consumers/consumer-context.ts";
import { listPasswordConsumers, type PasswordConsumer } from "../../clients/consumers/password-consumers.ts";
import { createLaterTimestamp, type Rotation, resolveRotation } from "../../clients/consumers/rotation.ts";
import { toSecurityModel } from "../../estate/declared-security.ts";
import { type Declaration, type Estate, getDeclaredIdentity, listByFamily } from "../../estate/estate.ts";
import type { Session } from "../../provider/session.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { UsageError, UserError } from "../../util/user-error.ts";
import { CommandError, unknownNameError } from "../shared/command-error.ts";
import { formatExamples, stackOption } from "../shared/command-options.ts";
import { createConsumerFiles, writeConsumerFiles } from "../shared/consumer-files.ts";
import { openSession, settingsFromConfiguration } from "../shared/nexus-session.ts";
import { readKnownPasswords, readSecretInput, readStackPasswords } from "../shared/passwords.ts";
import {
  PulumiError,
  readSelectedStack,
  readStackConfiguration,
  readStackDeclaration,
  runPulumiForOutput,
} from "../shared/pulumi-cli.ts";
import { printLines } from "../shared/terminal.ts";

interface Options {
  user: string;
  stack?: string;
  out?: string;
  finish?: true;
  dryRun?: true;
}

/** Adds `nexus-iac rotate`: a new password for a user, in Nexus first and then for its consumers. */
export function rotateCommand(program: Command): void {
  program
    .command("rotate")
    .summary("change a user's password in Nexus, then update its consumers in order")
    .description(
      "Changes the password of a user with a targeted `pulumi up`, tests it by logging in, and lists the consumers to update, " +
        "in order. A generated password is generated again; a configured one (nexus:passwords) is read from standard input " +
        "or asked for. For an identity of two users (clientConfig.consumers.identities) the idle user gets the new password " +
        "and becomes active; the other user keeps the old one until --finish, so no client is locked out. If the command " +
        "was interrupted, run it again to complete the rotation.",
    )
    .requiredOption("--user <user>", "the user or identity")
    .addOption(stackOption())
    .option("--out <folder>", "write the files of `nexus-iac outputs` for the consumers to update")
    .option("--finish", "all consumers are updated: replace the old password of the other user of the identity")
    .option("--dry-run", "print what would be done, and change nothing")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac rotate --user ci --stack lab --out outputs",
        "nexus-iac rotate --user ci --stack lab --finish",
      ),
    )
    .action(async ({ user, stack: stackName, out, finish, dryRun }: Options) => {
      const stack = stackName ?? (await readSelectedStack());
      const rotation = await PasswordRotation.create(stack, user);
      rotation.validate(finish === true);
      if (dryRun) return print(rotation.describe(finish === true));
      await (finish ? rotation.finish() : rotation.begin());
      if (finish) return;
      print(rotation.consumerInstructions());
      if (out !== undefined) for (const line of await rotation.writeFiles(out)) print([line]);
    });
}

function print(lines: readonly string[]): void {
  for (const line of lines) printLines(toDisplayText(line, 600));
}

/** Represents one rotation of a user or an identity of a stack. */
class PasswordRotation {
  readonly #stack: string;
  readonly #rotation: Rotation;
  readonly #estate: Estate;
  readonly #clientConfig: ClientConfig;
  readonly #configuration: Readonly<Record<string, string>>;

  private constructor(
    stack: string,
    userOrIdentity: string,
    estate: Estate,
    clientConfig: ClientConfig,
    configuration: Record<string, string>,
  ) {
    this.#stack = stack;
    this.#estate = estate;
    this.#clientConfig = clientConfig;
    this.#configuration = configuration;
    this.#rotation = resolveRotation(clientConfig, this.#textsAt("nexus:rotations"), userOrIdentity);
  }

  static async create(stack: string, userOrIdentity: string): Promise<PasswordRotation> {
    const [{ estate, clientConfig }, configuration] = await Promise.all([
      readStackDeclaration(stack),
      readStackConfiguration(stack),
    ]);
    return new PasswordRotation(stack, userOrIdentity, estate, clientConfig, configuration);
  }

  /** @throws UsageError, CommandError if the rotation is impossible */
  validate(isFinish: boolean): void {
    const { name, user, phase } = this.#rotation;
    const { fields } = this.#declaration();
    if (fields.keepPassword === true && !this.#isGiven())
      throw new CommandError(
        `${user} has keepPassword set, so nexus-iac does not manage its password. Configure nexus:passwords.${user}`,
      );
    const stackUser = process.env.NEXUS_USERNAME || this.#configuration["nexus:username"];
    if (user === stackUser)
      throw new CommandError(
        `${user} is the user that this stack logs in as. Change nexus:passwords and nexus:password together, and run \`up\``,
      );
    if (isFinish && phase === "single")
      throw new UsageError(`${user} has no second user, so there is nothing to finish`);
    if (isFinish && phase === "begun")
      throw new CommandError(`The rotation of ${name} was interrupted. Run it again without --finish first`);
  }

  /** Returns what would be done, for --dry-run. */
  describe(isFinish: boolean): string[] {
    const { name, user, inUse, phase } = this.#rotation;
    const source = this.#isGiven() ? "the given password" : "a generated password";
    if (isFinish) return [`${user} would get ${source}; ${inUse} stays the active user of ${name}`];
    const consumers = this.#consumers().map(({ kind, action }) => `  ${kind}: ${action}`);
    const summary = {
      single: consumers.length
        ? `${user} would get ${source}. These consumers are refused until they are updated:`
        : `${user} would get ${source}. The client configuration has no consumers of it`,
      begin: `The idle user ${user} would get ${source} and become the active user of ${name} instead of ${inUse}:`,
      begun: `${user} would get the password of the interrupted rotation and become the active user of ${name} instead of ${inUse}:`,
      switched: `${inUse} is already the active user of ${name}. Update these before \`nexus-iac rotate --user ${name} --finish\`:`,
    }[phase];
    return [summary, ...consumers];
  }

  /** Sets the new password; for an identity the idle user becomes the active one. */
  async begin(): Promise<void> {
    const { name, user, inUse, phase } = this.#rotation;
    if (phase === "switched") return;
    const last = this.#textsAt("nexus:rotations")[inUse] ?? "";
    if (phase !== "begun") await this.#requestNewPassword(createLaterTimestamp(last, new Date()));
    await this.#applyPassword(phase !== "begun");
    if (phase !== "single") await this.#configure(`nexus:clients.inUse${pathStep(name)}`, user);
  }

  /** Replaces the old password of the user that was active before. */
  async finish(): Promise<void> {
    const { inUse, user } = this.#rotation;
    const timestamp = this.#textsAt("nexus:rotations")[inUse];
    if (timestamp === undefined)
      throw new CommandError(`No rotation of ${user} and ${inUse} was started, so there is nothing to finish`);
    const isNew = this.#rotation.phase === "switched";
    if (isNew) await this.#requestNewPassword(timestamp);
    await this.#applyPassword(isNew);
  }

  /** Returns the consumers to update, in order. */
  consumerInstructions(): string[] {
    const { name, phase } = this.#rotation;
    const consumers = this.#consumers();
    const current = this.#current();
    const next =
      phase === "single"
        ? []
        : [`When all are updated: nexus-iac rotate --user ${name} --finish --stack ${this.#stack}`];
    return [
      consumers.length
        ? `Update the password of ${current} for these consumers, in this order:`
        : `The client configuration has no consumers of ${name}.`,
      ...consumers.map(({ kind, action }, index) => `  ${index + 1}. ${kind}: ${action}`),
      ...next,
    ];
  }

  /** Writes the files of the consumers and returns a line of output for each. */
  async writeFiles(out: string): Promise<Iterable<string>> {
    const kinds = this.#consumers().map(({ kind }) => kind);
    return writeConsumerFiles(out, createConsumerFiles(await this.#createContext(), kinds));
  }

  /** Returns the user that is active now. */
  #current(): string {
    const { inUse, user, phase } = this.#rotation;
    return phase === "switched" ? inUse : user;
  }

  /** Returns the declared client configuration with the user that is active now. */
  async #createContext(): Promise<ConsumerContext> {
    const { name, phase } = this.#rotation;
    const inUse = phase === "single" ? {} : { inUse: { ...this.#clientConfig.inUse, [name]: this.#current() } };
    const passwords = await readKnownPasswords(this.#stack);
    return new ConsumerContext({ ...this.#clientConfig, ...inUse }, toSecurityModel(this.#estate), passwords);
  }

  #consumers(): PasswordConsumer[] {
    return listPasswordConsumers(this.#clientConfig, this.#rotation.name);
  }

  /** Records in the stack's configuration that the password must change. Asks for a configured password. */
  async #requestNewPassword(timestamp: string): Promise<void> {
    const { user } = this.#rotation;
    if (this.#isGiven()) {
      const password = await readSecretInput(`New password of ${toDisplayText(user)}: `);
      await this.#configure(`nexus:passwords${pathStep(user)}`, password, "--secret");
    }
    await this.#configure(`nexus:rotations${pathStep(user)}`, timestamp);
  }

  /**
   * Applies the new password in Nexus and tests it.
   *
   * @param isNew - true if the password must differ from the one before: no part of this rotation has run yet
   */
  async #applyPassword(isNew: boolean): Promise<void> {
    const { user } = this.#rotation;
    const { resource } = this.#declaration();
    const before = (await readStackPasswords(this.#stack))[user];
    const target = ["--target", `**nexus:User::${resource}`];
    let output: string;
    try {
      output = await runPulumiForOutput(["up", "--yes", "--skip-preview", ...target, "--stack", this.#stack]);
    } catch (error) {
      if (!(error instanceof PulumiError)) throw error;
      throw new CommandError(
        `${error.message}\nThe password of ${user} may have changed already; otherwise the next \`up\` of ${this.#stack} ` +
          "changes it. Run this command again to complete the rotation",
      );
    }
    const after = (await readStackPasswords(this.#stack))[user];
    if (after === undefined)
      throw new CommandError(
        `The password of ${user} was changed, but it is not in the stack's outputs. Return it from the program as passwords.${user}`,
      );
    // A configured password is in the outputs even if an earlier `up` failed. Only the update of the user proves that it is applied now.
    const isSet = this.#isGiven() && /^ +~ \d+ updated$/m.test(output);
    if (after === before && isNew && !isSet)
      throw new CommandError(
        `The password of ${user} did not change. ` +
          (this.#isGiven()
            ? "Give another password. If an interrupted run has set this one, `nexus-iac outputs` writes it"
            : "The program sets its own `rotation` for the user; change that instead"),
      );
    const session = openSession(settingsFromConfiguration(this.#configuration));
    try {
      await testLogin(session, user, after, before);
    } catch (error) {
      if (error instanceof CommandError || !(error instanceof UserError)) throw error;
      throw new CommandError(
        `The password of ${user} was changed but could not be tested: ${error.message}. Run this command again`,
      );
    } finally {
      await session.client.close();
    }
    printLines(
      `${toDisplayText(user)} can log in with the new password${before === undefined || before === after ? "" : "; the old one is refused"}.`,
    );
  }

  async #configure(path: string, value: string, ...more: string[]): Promise<void> {
    const kind = more.length ? more : ["--plaintext"];
    await runPulumiForOutput(["config", "set", "--path", path, ...kind, "--stack", this.#stack], {}, value);
  }

  #declaration(): Declaration {
    const { user } = this.#rotation;
    const users = listByFamily(this.#estate, "user");
    const declaration = users.find((candidate) => getDeclaredIdentity(candidate) === user);
    if (declaration) return declaration;
    throw unknownNameError("user", user, users.map(getDeclaredIdentity));
  }

  /** Returns true if the password is configured (nexus:passwords), not generated. */
  #isGiven(): boolean {
    return Object.hasOwn(this.#textsAt("nexus:passwords"), this.#rotation.user);
  }

  #textsAt(name: string): Record<string, string> {
    // `pulumi config set --path` stores digits as a number.
    const values = JSON.parse(this.#configuration[name] ?? "{}") as Record<string, unknown>;
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
  }
}

/** @throws CommandError if the new password is refused, or the old one is still accepted */
async function testLogin(
  session: Session,
  username: string,
  password: string,
  before: string | undefined,
): Promise<void> {
  if (!(await session.client.acceptsCredentials({ username, password })))
    throw new CommandError(`Nexus refuses the new password of ${username}. Is the user locked or disabled?`);
  if (
    before !== undefined &&
    before !== password &&
    (await session.client.acceptsCredentials({ username, password: before }))
  )
    throw new CommandError(
      `Nexus still accepts the old password of ${username}. Does another realm know this user too?`,
    );
}

/** Returns a step of a Pulumi configuration path, quoted because names may contain dots. */
function pathStep(name: string): string {
  return `["${name.replace(/["\\]/g, "\\$&")}"]`;
}
