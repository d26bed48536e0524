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
import { createConsumerFiles, writeConsumerFiles } from "../shared/consumer-files.ts";
import { declaredBy } from "../shared/declared.ts";
import { CommandError, unknown } from "../shared/failures.ts";
import { openSession, settingsFromConfiguration } from "../shared/nexus-session.ts";
import { readKnownPasswords, readSecretInput, readStackPasswords } from "../shared/passwords.ts";
import { PulumiError, readSelectedStack, readStackConfiguration, runPulumiForOutput } from "../shared/pulumi-cli.ts";

interface Options {
  user: string;
  stack?: string;
  out?: string;
  finish?: true;
  dryRun?: true;
}

/** `nexus-iac rotate`: a user gets another password, in Nexus first, then wherever it is used. */
export function rotateCommand(program: Command): void {
  program
    .command("rotate")
    .summary("a user's new password: in Nexus, then for each consumer, in order")
    .description(
      "Makes a user's password anew in Nexus by an `up` of nothing but that user, tries it, and says which consumers are " +
        "to be told, in order. A generated password is generated; one that is configured (nexus:passwords) is read from " +
        "standard input, or asked for. Of an identity (clientConfig.consumers.identities) the user who is idle gets it and is " +
        "in use then; the other keeps his until --finish, so that nobody is locked out meanwhile. What was interrupted, " +
        "running it again completes.",
    )
    .requiredOption("--user <user>", "the user, or the identity")
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .option("--out <folder>", "writes what `nexus-iac outputs` writes for those who are to be told")
    .option("--finish", "all consumers have been told: takes the password that was in use before out of force")
    .option("--dry-run", "says what would be done, and does nothing")
    .action(async ({ user, stack: named, out, finish, dryRun }: Options) => {
      const stack = named ?? (await readSelectedStack());
      const work = await Work.of(stack, user);
      work.check(finish === true);
      if (dryRun) return say(work.plan(finish === true));
      await (finish ? work.finish() : work.begin());
      if (finish) return;
      say(work.consumers());
      if (out !== undefined) for (const line of await work.files(out)) say([line]);
    });
}

function say(lines: readonly string[]): void {
  for (const line of lines) console.log(toDisplayText(line, 600));
}

class Work {
  readonly #stack: string;
  readonly #rotation: Rotation;
  readonly #estate: Estate;
  readonly #clientConfig: ClientConfig;
  readonly #configuration: Readonly<Record<string, string>>;

  private constructor(
    stack: string,
    asked: string,
    estate: Estate,
    clientConfig: ClientConfig,
    configuration: Record<string, string>,
  ) {
    this.#stack = stack;
    this.#estate = estate;
    this.#clientConfig = clientConfig;
    this.#configuration = configuration;
    this.#rotation = resolveRotation(clientConfig, this.#textsAt("nexus:rotations"), asked);
  }

  static async of(stack: string, asked: string): Promise<Work> {
    const [{ estate, clientConfig }, configuration] = await Promise.all([
      declaredBy(stack),
      readStackConfiguration(stack),
    ]);
    return new Work(stack, asked, estate, clientConfig, configuration);
  }

  /** @throws UsageError, CommandError where it cannot be done */
  check(isFinish: boolean): void {
    const { name, user, phase } = this.#rotation;
    const { fields } = this.#declaration();
    if (fields.keepPassword === true && !this.#isGiven())
      throw new CommandError(
        `the password of ${user} is his own business (keepPassword): configure one as nexus:passwords.${user}`,
      );
    const own = process.env.NEXUS_USERNAME || this.#configuration["nexus:username"];
    if (user === own)
      throw new CommandError(
        `${user} is who this stack logs in as: change nexus:passwords and nexus:password together, and run \`up\``,
      );
    if (isFinish && phase === "single")
      throw new UsageError(`nobody stands in for ${user}: there is nothing to finish`);
    if (isFinish && phase === "begun")
      throw new CommandError(`the rotation of ${name} was interrupted: run it again without --finish first`);
  }

  plan(isFinish: boolean): string[] {
    const { name, user, inUse, phase } = this.#rotation;
    const source = this.#isGiven() ? "the password that is given" : "a generated password";
    if (isFinish) return [`${user} would get ${source}: ${inUse} stays in use as ${name}`];
    const told = this.#told().map(({ kind, action: what }) => `  ${kind}: ${what}`);
    const first = {
      single: told.length
        ? `${user} would get ${source}, and these be refused until they have it:`
        : `${user} would get ${source}; the client configuration names nobody who uses it`,
      begin: `${user}, who is idle, would get ${source}, and be in use as ${name} instead of ${inUse}:`,
      begun: `${user} would get the password that was begun, and be in use as ${name} instead of ${inUse}:`,
      switched: `${inUse} is in use as ${name} already; to be told, before \`nexus-iac rotate --user ${name} --finish\`:`,
    }[phase];
    return [first, ...told];
  }

  async begin(): Promise<void> {
    const { name, user, inUse, phase } = this.#rotation;
    if (phase === "switched") return;
    const last = this.#textsAt("nexus:rotations")[inUse] ?? "";
    if (phase !== "begun") await this.#note(createLaterTimestamp(last, new Date()));
    await this.#renew(phase !== "begun");
    if (phase !== "single") await this.#configure(`nexus:clients.inUse${key(name)}`, user);
  }

  async finish(): Promise<void> {
    const { inUse, user } = this.#rotation;
    const stamp = this.#textsAt("nexus:rotations")[inUse];
    if (stamp === undefined)
      throw new CommandError(`no rotation of ${user} and ${inUse} has begun: there is nothing to finish`);
    const isNew = this.#rotation.phase === "switched";
    if (isNew) await this.#note(stamp);
    await this.#renew(isNew);
  }

  /** What is to be told, and to whom. */
  consumers(): string[] {
    const { name, phase } = this.#rotation;
    const told = this.#told();
    const current = this.#current();
    const next =
      phase === "single"
        ? []
        : [`When all have been told: nexus-iac rotate --user ${name} --finish --stack ${this.#stack}`];
    return [
      told.length
        ? `To be told of ${current}, in this order:`
        : `The client configuration names nobody who uses ${name}.`,
      ...told.map(({ kind, action: what }, index) => `  ${index + 1}. ${kind}: ${what}`),
      ...next,
    ];
  }

  /** Writes what they are told, and says so of each. */
  async files(out: string): Promise<Iterable<string>> {
    const kinds = this.#told().map(({ kind }) => kind);
    return writeConsumerFiles(out, createConsumerFiles(await this.#site(), kinds));
  }

  /** Who is in use now. */
  #current(): string {
    const { inUse, user, phase } = this.#rotation;
    return phase === "switched" ? inUse : user;
  }

  /** What is declared, with who is in use now. */
  async #site(): Promise<ConsumerContext> {
    const { name, phase } = this.#rotation;
    const inUse = phase === "single" ? {} : { inUse: { ...this.#clientConfig.inUse, [name]: this.#current() } };
    const passwords = await readKnownPasswords(this.#stack);
    return new ConsumerContext({ ...this.#clientConfig, ...inUse }, toSecurityModel(this.#estate), passwords);
  }

  #told(): PasswordConsumer[] {
    return listPasswordConsumers(this.#clientConfig, this.#rotation.name);
  }

  /** Notes that the password is to be another one; one that is configured is asked for. */
  async #note(stamp: string): Promise<void> {
    const { user } = this.#rotation;
    if (this.#isGiven()) {
      const password = await readSecretInput(`New password of ${toDisplayText(user)}: `);
      await this.#configure(`nexus:passwords${key(user)}`, password, "--secret");
    }
    await this.#configure(`nexus:rotations${key(user)}`, stamp);
  }

  /**
   * Makes it so, and tries it.
   *
   * @param isNew - the password must be another one than before: nothing of this was done before
   */
  async #renew(isNew: boolean): Promise<void> {
    const { user } = this.#rotation;
    const { resource } = this.#declaration();
    const before = (await readStackPasswords(this.#stack))[user];
    const target = ["--target", `**nexus:User::${resource}`];
    let said: string;
    try {
      said = await runPulumiForOutput(["up", "--yes", "--skip-preview", ...target, "--stack", this.#stack]);
    } catch (error) {
      if (!(error instanceof PulumiError)) throw error;
      throw new CommandError(
        `${error.message}\n${user} may have another password already, and the next \`up\` of ${this.#stack} gives him ` +
          "one: run this again, which completes it",
      );
    }
    const after = (await readStackPasswords(this.#stack))[user];
    if (after === undefined)
      throw new CommandError(
        `${user} has another password, but the stack's outputs do not hold it: return it as passwords.${user}`,
      );
    // Outputs hold what is given also where the `up` of a run before failed: that he is updated tells that he gets it now.
    const isSet = this.#isGiven() && /^ +~ \d+ updated$/m.test(said);
    if (after === before && isNew && !isSet)
      throw new CommandError(
        `the password of ${user} stayed as it was: ` +
          (this.#isGiven()
            ? "give another one; one that a run set which was cut off, `nexus-iac outputs` hands on"
            : "the program gives him a rotation of his own, change that"),
      );
    const session = openSession(settingsFromConfiguration(this.#configuration));
    try {
      await tried(session, user, after, before);
    } catch (error) {
      if (error instanceof CommandError || !(error instanceof UserError)) throw error;
      throw new CommandError(
        `${user} has another password, which could not be tried: ${error.message}: run this again`,
      );
    } finally {
      await session.client.close();
    }
    console.log(
      `${toDisplayText(user)} logs in with the new password${before === undefined || before === after ? "" : "; the old one is refused"}.`,
    );
  }

  async #configure(path: string, value: string, ...more: string[]): Promise<void> {
    const kind = more.length ? more : ["--plaintext"];
    await runPulumiForOutput(["config", "set", "--path", path, ...kind, "--stack", this.#stack], {}, value);
  }

  #declaration(): Declaration {
    const { user } = this.#rotation;
    const users = listByFamily(this.#estate, "user");
    const found = users.find((one) => getDeclaredIdentity(one) === user);
    if (found) return found;
    throw unknown("user", user, users.map(getDeclaredIdentity));
  }

  /** The password is configured, not generated. */
  #isGiven(): boolean {
    return Object.hasOwn(this.#textsAt("nexus:passwords"), this.#rotation.user);
  }

  #textsAt(name: string): Record<string, string> {
    return JSON.parse(this.#configuration[name] ?? "{}") as Record<string, string>;
  }
}

async function tried(session: Session, username: string, password: string, before: string | undefined): Promise<void> {
  if (!(await session.client.acceptsCredentials({ username, password })))
    throw new CommandError(`Nexus refuses the new password of ${username}: is the user locked or disabled?`);
  if (
    before !== undefined &&
    before !== password &&
    (await session.client.acceptsCredentials({ username, password: before }))
  )
    throw new CommandError(
      `Nexus still takes the old password of ${username}: look at its realms, another may know the user, too`,
    );
}

/** A step of one of Pulumi's paths: names may hold dots. */
function key(name: string): string {
  return `["${name.replace(/["\\]/g, "\\$&")}"]`;
}
