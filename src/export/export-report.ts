import type { Export } from "./export.ts";
import { escapeInvisible, toLiteral } from "./literal.ts";
import { formatOmission, formatResourceName } from "./omission.ts";

/** A field that holds a secret. */
export interface SecretField {
  /** The noun of the object's kind: `docker proxy repository`. */
  noun: string;
  identity: string;
  path: string;
}

/** Returns a shell command that prints a secret; undefined if none is known, so that the user enters the secret. */
export type FindSecretCommand = (field: SecretField) => string | undefined;

/**
 * Formats the report of an export: the written files, the secrets to configure, and the parts not exported.
 *
 * @param findCommand - where another tool has the secrets: finds the command that prints one
 */
export function formatExportReport(
  name: string,
  exported: Export,
  paths: readonly string[],
  findCommand: FindSecretCommand = () => undefined,
): string {
  const { count, secrets, users, omissions, unreadable, upstreams } = exported;
  const isStackFileWritten = paths.length > 1 || !upstreams.size;
  return [
    `${name}: ${count} resources exported. Written: ${paths.join(", ")}`,
    ...(isStackFileWritten
      ? []
      : [
          "",
          `Pulumi.${name}.yaml contains secrets and was not changed. Configure the upstreams of the proxies with:`,
          ...[...upstreams].map(
            ([upstream, url]) => `  ${configCommand(name, `upstreams.${upstream}`)} ${quoteForShell(url)}`,
          ),
        ]),
    ...formatCommands(
      "Secrets that Nexus does not return. A field is left unchanged until its secret is set; then it is sent once:",
      secrets.map(({ name: secret, ...field }) => [
        pipe(findCommand(field), configCommand(name, `secrets.${secret}`, true)),
        `${field.path} of the ${formatResourceName(field.noun, field.identity)}`,
      ]),
    ),
    ...formatCommands(
      "Passwords of users. A password is left unchanged until it is set here; then it is changed only if it differs:",
      users.map((userId) => [
        pipe(
          findCommand({ noun: "user", identity: userId, path: "password" }),
          configCommand(name, `passwords${toPathSegment(userId)}`, true),
        ),
        `the user ${toLiteral(userId)}`,
      ]),
    ),
    ...(omissions.length
      ? ["", "Not exported (left unchanged in Nexus):", ...omissions.map((omission) => `  ${formatOmission(omission)}`)]
      : []),
    ...(unreadable.length
      ? ["", "Could not be read:", ...unreadable.map(({ family, reason }) => `  ${family}: ${escapeInvisible(reason)}`)]
      : []),
  ].join("\n");
}

function formatCommands(title: string, commands: readonly (readonly [string, string])[]): string[] {
  return commands.length ? ["", title, ...commands.map(([command, comment]) => `  ${command}   # ${comment}`)] : [];
}

function pipe(source: string | undefined, command: string): string {
  return source === undefined ? command : `${source} | ${command}`;
}

/** Returns the command that sets a key. It asks for the value of a secret, or reads it from standard input. */
function configCommand(stack: string, key: string, secret = false): string {
  return `pulumi config set --stack ${stack} ${secret ? "--secret " : ""}--path ${quoteForShell(`nexus:${key}`)}`;
}

/** Formats a name as a segment of a path of `pulumi config`. */
function toPathSegment(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** Quotes an argument of a shell command where it needs quotes. */
export function quoteForShell(text: string): string {
  return /^[\w.:/@%+=,-]+$/.test(text) ? text : `'${escapeInvisible(text).replaceAll("'", "'\\''")}'`;
}
