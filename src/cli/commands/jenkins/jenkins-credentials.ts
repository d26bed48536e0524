import type { Command } from "commander";
import {
  type CredentialIdentity,
  listCredentialIdentities,
} from "../../../clients/consumers/jenkins/credential-identities.ts";
import { isXmlSafe, type JenkinsCredential } from "../../../clients/consumers/jenkins/credential-xml.ts";
import { readCertificates } from "../../../provider/settings.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { UsageError } from "../../../util/user-error.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../../shared/client-config-options.ts";
import { CommandError } from "../../shared/command-error.ts";
import { caFileOption, formatExamples } from "../../shared/command-options.ts";
import { findPassword, type Passwords, readStackPasswords } from "../../shared/passwords.ts";
import { readSelectedStack } from "../../shared/pulumi-cli.ts";
import { printLines } from "../../shared/terminal.ts";
import { createPrompt, type Prompt } from "./credential-prompt.ts";
import { assertUsernamePassword, JenkinsClient } from "./jenkins-client.ts";

interface Options extends ClientConfigOptions {
  jenkins: string;
  folder?: string;
  caFile?: string;
  fromStack?: true;
  dryRun?: true;
}

/** Adds `nexus-iac jenkins-credentials`: the credentials of jobs, created or updated in Jenkins. */
export function jenkinsCredentialsCommand(program: Command): void {
  const command = program
    .command("jenkins-credentials")
    .summary("create or update the username/password credentials of jobs in Jenkins")
    .description(
      "Creates or updates username/password credentials in Jenkins with the ids that the client configuration declares " +
        "(default: container-registry, maven-registry and nexus-jenkinsbot). Asks for the passwords without showing them; " +
        "without a terminal it reads standard input. The passwords are stored only in Jenkins. The login to Jenkins is " +
        "JENKINS_USER_ID and JENKINS_API_TOKEN, otherwise asked for.",
    )
    .requiredOption("--jenkins <url>", "the URL of Jenkins, with its context path")
    .option("--folder <folder>", "the Jenkins folder, such as team/app (default: the global credentials)")
    .addOption(caFileOption())
    .option("--from-stack", "take passwords of Nexus users from the stack's outputs, and ask only for missing ones")
    .option("--dry-run", "print what would be done; ask only for the Jenkins login, and change nothing")
    .addHelpText(
      "after",
      formatExamples("nexus-iac jenkins-credentials --jenkins https://jenkins.example --stack lab"),
    );
  withClientConfig(command).action(async (options: Options) => {
    const { jenkins: url, folder, caFile, fromStack, dryRun } = options;
    // The value is not printed: it may contain a password.
    if (!isPlainUrl(url)) throw new UsageError("--jenkins needs an http or https URL without credentials");
    if (fromStack && options.clientConfig !== undefined)
      throw new UsageError("--from-stack needs a stack, not --client-config");
    const stack = options.clientConfig === undefined ? (options.stack ?? (await readSelectedStack())) : undefined;
    const identities = listCredentialIdentities(
      await resolveClientConfig({ ...options, ...(stack !== undefined && { stack }) }),
    );
    const passwords = fromStack && stack !== undefined && !dryRun ? await readStackPasswords(stack) : {};
    const prompt = await createPrompt();
    const jenkins = new JenkinsClient({
      url,
      ...(await readLogin(prompt)),
      ...(folder !== undefined && { folder }),
      ...(caFile !== undefined && { ca: readCertificates(caFile, "--ca-file") }),
    });
    try {
      const existingIds = await jenkins.listIds();
      for (const id of identities.flatMap(({ ids }) => ids)) if (existingIds.includes(id)) await checkType(jenkins, id);
      if (dryRun) return printPlan(identities, existingIds, jenkins.scope);
      // All questions are asked before anything is changed.
      const credentials: JenkinsCredential[] = [];
      for (const identity of identities) credentials.push(...(await readCredentials(identity, passwords, prompt)));
      for (const credential of credentials) printLines(`${await store(jenkins, credential)} in ${jenkins.scope}`);
    } finally {
      await jenkins.close();
    }
  });
}

/** @throws CommandError if the credential is of another type than username with password */
async function checkType(jenkins: JenkinsClient, id: string): Promise<void> {
  const credential = await jenkins.read(id);
  if (credential) assertUsernamePassword(id, credential);
}

async function readLogin(prompt: Prompt): Promise<{ username: string; token: string }> {
  const { JENKINS_USER_ID, JENKINS_API_TOKEN } = process.env;
  const username = JENKINS_USER_ID || (await prompt({ path: ["jenkins", "username"], text: "User in Jenkins" }));
  const text = `API token of ${toDisplayText(username)} in Jenkins`;
  return { username, token: JENKINS_API_TOKEN || (await prompt({ path: ["jenkins", "password"], text })) };
}

function printPlan(identities: readonly CredentialIdentity[], existingIds: readonly string[], scope: string): void {
  for (const { ids, host, user } of identities)
    for (const id of ids) {
      const account = user === undefined ? "user to be asked for" : `user ${toDisplayText(user)}`;
      printLines(`would ${existingIds.includes(id) ? "update" : "create"} ${id} (${account}, ${host}) in ${scope}`);
    }
}

/** Returns the credentials of one identity. Its user and password are asked for once, for all of its ids. */
async function readCredentials(
  { ids, host, user, isOfNexus }: CredentialIdentity,
  passwords: Passwords,
  prompt: Prompt,
): Promise<JenkinsCredential[]> {
  const name = ids[0] ?? "";
  const target = `${ids.join(" and ")} (${host})`;
  const username = user ?? (await prompt({ path: [name, "username"], text: `User of ${target}` }));
  const password =
    (isOfNexus ? findPassword(username, passwords) : undefined) ??
    (await prompt({ path: [name, "password"], text: `Password of ${toDisplayText(username)} for ${target}` }));
  for (const [field, text] of Object.entries({ user: username, password }))
    if (!isXmlSafe(text))
      throw new CommandError(`The ${field} for ${target} contains a control character, which Jenkins does not accept`);
  return ids.map((id) => ({ id, username, password, description: `${host}, by nexus-iac` }));
}

/** Creates or updates the credential and reads it back. */
async function store(jenkins: JenkinsClient, credential: JenkinsCredential): Promise<string> {
  const { id, username } = credential;
  const outcome = await jenkins.createOrUpdate(credential);
  const stored = await jenkins.read(id);
  if (stored?.isUsernamePassword && stored.username === username)
    return `${outcome} ${id} (user ${toDisplayText(username)})`;
  throw new CommandError(`Jenkins accepted ${id} but shows another username. Check it in ${jenkins.scope}`);
}

function isPlainUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && ![url.username, url.password, url.search, url.hash].some(Boolean)
  );
}
