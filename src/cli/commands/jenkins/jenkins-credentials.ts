import type { Command } from "commander";
import {
  type CredentialIdentity,
  listCredentialIdentities,
} from "../../../clients/consumers/jenkins/credential-identities.ts";
import { isXmlSafe, type JenkinsCredential } from "../../../clients/consumers/jenkins/credential-xml.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { UsageError } from "../../../util/user-error.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../../shared/client-config-options.ts";
import { caFileOption } from "../../shared/connection-options.ts";
import { CommandError } from "../../shared/failures.ts";
import { certificatesIn } from "../../shared/http.ts";
import { findPassword, type Passwords, readStackPasswords } from "../../shared/passwords.ts";
import { readSelectedStack } from "../../shared/pulumi-cli.ts";
import { createPrompt, type Prompt } from "./credential-prompt.ts";
import { assertUsernamePassword, JenkinsClient } from "./jenkins-client.ts";

interface Options extends ClientConfigOptions {
  jenkins: string;
  folder?: string;
  caFile?: string;
  fromStack?: true;
  dryRun?: true;
}

/** `nexus-iac jenkins-credentials`: what jobs log in with, put where Jenkins keeps such things, and nowhere else. */
export function jenkinsCredentialsCommand(program: Command): void {
  const command = program
    .command("jenkins-credentials")
    .summary("puts the usernames and passwords that jobs need into Jenkins")
    .description(
      "Creates or updates the username/password credentials in Jenkins that jobs know by their ids, as the client configuration " +
        "declares them (by default container-registry, maven-registry and nexus-jenkinsbot). Asks for the passwords, and " +
        "shows nothing of them; without a terminal it reads standard input. They are kept nowhere but in Jenkins. " +
        "JENKINS_USER_ID and JENKINS_API_TOKEN answer for Jenkins's own. It ends with 0 when Jenkins has them all, with 2 " +
        "where it was used wrongly, with 1 where it fails.",
    )
    .requiredOption("--jenkins <url>", "Jenkins, with its context path where it has one")
    .option("--folder <folder>", "the folder that gets them, such as team/app; by default all of Jenkins")
    .addOption(caFileOption())
    .option(
      "--from-stack",
      "takes passwords of Nexus's users from the stack's outputs, and asks only for what is missing",
    )
    .option("--dry-run", "says what it would do, asks for no password but Jenkins's, and changes nothing");
  withClientConfig(command).action(async (options: Options) => {
    const { jenkins: url, folder, caFile, fromStack, dryRun } = options;
    // What is wrong with it is not repeated: it may hold a password.
    if (!isPlainUrl(url)) throw new UsageError("--jenkins must be an http or https address without credentials");
    if (fromStack && options.clientConfig !== undefined)
      throw new UsageError("--from-stack needs a stack, not --client-config");
    const stack = options.clientConfig === undefined ? (options.stack ?? (await readSelectedStack())) : undefined;
    const identities = listCredentialIdentities(
      await resolveClientConfig({ ...options, ...(stack !== undefined && { stack }) }),
    );
    const known = fromStack && stack !== undefined && !dryRun ? await readStackPasswords(stack) : {};
    const ask = await createPrompt();
    const jenkins = new JenkinsClient({
      url,
      ...(await login(ask)),
      ...(folder !== undefined && { folder }),
      ...(caFile !== undefined && { ca: certificatesIn(caFile, "--ca-file") }),
    });
    try {
      const there = await jenkins.ids();
      for (const id of identities.flatMap(({ ids }) => ids)) if (there.includes(id)) await refuseOther(jenkins, id);
      if (dryRun) return told(identities, there, jenkins.place);
      // All is asked before anything is changed.
      const credentials: JenkinsCredential[] = [];
      for (const identity of identities) credentials.push(...(await filled(identity, known, ask)));
      for (const credential of credentials) console.log(`${await put(jenkins, credential)} in ${jenkins.place}`);
    } finally {
      await jenkins.close();
    }
  });
}

async function refuseOther(jenkins: JenkinsClient, id: string): Promise<void> {
  const held = await jenkins.look(id);
  if (held) assertUsernamePassword(id, held);
}

async function login(ask: Prompt): Promise<{ username: string; token: string }> {
  const { JENKINS_USER_ID, JENKINS_API_TOKEN } = process.env;
  const username = JENKINS_USER_ID || (await ask({ path: ["jenkins", "username"], text: "User in Jenkins" }));
  const whose = `API token of ${toDisplayText(username)} in Jenkins`;
  return { username, token: JENKINS_API_TOKEN || (await ask({ path: ["jenkins", "password"], text: whose })) };
}

function told(identities: readonly CredentialIdentity[], there: readonly string[], place: string): void {
  for (const { ids, host, user } of identities)
    for (const id of ids) {
      const whose = user === undefined ? "a user who is asked for" : toDisplayText(user);
      console.log(`would ${there.includes(id) ? "update" : "create"} ${id}, ${whose} at ${host}, in ${place}`);
    }
}

/** The credentials of one identity: asked for once, whatever number there is of them. */
async function filled(
  { ids, host, user, isOfNexus }: CredentialIdentity,
  known: Passwords,
  ask: Prompt,
): Promise<JenkinsCredential[]> {
  const name = ids[0] ?? "";
  const at = `${ids.join(" and ")} (${host})`;
  const username = user ?? (await ask({ path: [name, "username"], text: `User of ${at}` }));
  const password =
    (isOfNexus ? findPassword(username, known) : undefined) ??
    (await ask({ path: [name, "password"], text: `Password of ${toDisplayText(username)} for ${at}` }));
  for (const [what, text] of Object.entries({ user: username, password }))
    if (!isXmlSafe(text)) throw new CommandError(`the ${what} for ${at} has a control character: Jenkins takes none`);
  return ids.map((id) => ({ id, username, password, description: `${host}, by nexus-iac` }));
}

/** Puts it there, and looks whether it is. */
async function put(jenkins: JenkinsClient, credential: JenkinsCredential): Promise<string> {
  const { id, username } = credential;
  const done = await jenkins.put(credential);
  const held = await jenkins.look(id);
  if (held?.isUsernamePassword && held.username === username) return `${done} ${id}, ${toDisplayText(username)}`;
  throw new CommandError(`Jenkins took ${id}, and shows another username: look at it in ${jenkins.place}`);
}

function isPlainUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && ![url.username, url.password, url.search, url.hash].some(Boolean)
  );
}
