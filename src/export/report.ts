import type { Export } from "./export.ts";
import { literal, visible } from "./literal.ts";
import type { Left } from "./taken.ts";

/** What people are told of an export: what it wrote, what may be configured, and what it could not take. */
export function exportReport(name: string, exported: Export, paths: readonly string[]): string {
  const { count, secrets, users, left, unseen, upstreams } = exported;
  const isConfigured = paths.length > 1 || !upstreams.size;
  return [
    `${name}: ${count} things, as they are. Written: ${paths.join(", ")}`,
    ...(isConfigured
      ? []
      : [
          "",
          `Pulumi.${name}.yaml holds secrets, and stays as it is. Where the proxies fetch from is set by:`,
          ...[...upstreams].map(([upstream, url]) => `  ${set(name, `upstreams.${upstream}`)} ${quoted(url)}`),
        ]),
    ...told(
      "Secrets that Nexus does not show. Until one is set, what it is for stays as it is, and nothing is sent; set, it is sent once:",
      secrets.map(({ name: secret, noun, identity, path }) => [
        `${set(name, `secrets.${secret}`, true)}`,
        `${path} of the ${thingText(noun, identity)}`,
      ]),
    ),
    ...told(
      "Passwords of users. Until one is set, it stays as it is; set, it is tried, and changed only where it is another one:",
      users.map((userId) => [set(name, `passwords${pathTo(userId)}`, true), `the user ${literal(userId)}`]),
    ),
    ...(left.length
      ? ["", "No estate can say these, so they stay as they are:", ...left.map((one) => `  ${leftOut(one)}`)]
      : []),
    ...(unseen.length
      ? ["", "Not seen:", ...unseen.map(({ family, reason }) => `  ${family}: ${visible(reason)}`)]
      : []),
  ].join("\n");
}

function told(title: string, lines: readonly (readonly [string, string])[]): string[] {
  return lines.length ? ["", title, ...lines.map(([command, what]) => `  ${command}   # ${what}`)] : [];
}

/** What is left, and why. */
export function leftOut({ noun, identity, path, why }: Left): string {
  return `${thingText(noun, identity)}${path && `, ${path}`}: ${visible(why)}`;
}

/** `docker hosted repository "apps"`; of what there is one, its noun alone. */
export function thingText(noun: string, identity: string): string {
  return noun === identity ? noun : `${noun} ${literal(identity)}`;
}

/** The command that sets a key; a secret's value is asked for. */
function set(stack: string, key: string, secret = false): string {
  return `pulumi config set --stack ${stack} ${secret ? "--secret " : ""}--path ${quoted(`nexus:${key}`)}`;
}

/** A part of a path of Pulumi's. */
function pathTo(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w.:/@%+=,-]+$/.test(text) ? text : `'${visible(text).replaceAll("'", "'\\''")}'`;
}
