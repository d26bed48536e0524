/** Passwords and tokens that stand in a file. What is found is never told, only where. */
import type { OffsetFinding } from "./lint-finding.ts";
import type { Dialect, SourceLine } from "./source-lines.ts";

interface Pattern {
  /** In its group `secret` what is in clear, if it is. */
  expression: RegExp;
  what: string;
  right: string;
  /** All of them, where none is named. */
  dialects?: readonly Dialect[];
}

const secret = `(?<secret>"[^"]*"|'[^']*'|[^\\s"';|&)]+)`;
const name =
  "(?:[A-Z][A-Z0-9_]*)?(?:PASSWORD|PASSWD|PASSPHRASE|TOKEN|SECRET|API_?KEY)|[\\w.-]*(?:[Pp]assword|passwd)|_authToken|_auth";
const byCi = "a masked variable of GitLab or a credential of Jenkins";

const patterns: readonly Pattern[] = [
  {
    expression: new RegExp(`\\blogin\\b[^;|&]{0,400}?\\s(?:-p[ =]?|--password[ =])${secret}`, "g"),
    what: "the password of a login",
    right: `printf %s "$PASSWORD" | ... login --password-stdin, with ${byCi}`,
  },
  {
    expression: new RegExp(
      `\\b(?:curl|wget|mvn|npm)\\b[^;|&]{0,400}?\\s(?:-u[ =]?|--user[ =]|--proxy-user[ =])["']?[^\\s:"']+:${secret}`,
      "g",
    ),
    what: "the password of a user",
    right: `-u "$USERNAME:$PASSWORD", with ${byCi}`,
  },
  {
    expression: new RegExp(`(?<=\\s)--(?:(?:http|src|dest|docker)-)?password[ =]${secret}`, "g"),
    what: "a password",
    right: `--password "$PASSWORD", with ${byCi}`,
  },
  {
    expression: new RegExp(`(?<=\\s)--(?:(?:src|dest)-)?creds[ =]["']?[^\\s:"']+:${secret}`, "g"),
    what: "the password of a user",
    right: `--creds "$USERNAME:$PASSWORD", with ${byCi}`,
  },
  {
    expression: new RegExp(`\\btwine\\b[^;|&]{0,400}?\\s-p[ =]?${secret}`, "g"),
    what: "a password",
    right: `TWINE_PASSWORD, from ${byCi}`,
  },
  {
    expression: /\bhttps?:\/\/[^\s/:@"'<]+:(?<secret>[^\s/@"']+)@/g,
    what: "the password in an address",
    right: `the address without it, and ${byCi}`,
  },
  {
    expression: /\bAuthorization:\s*(?:Basic|Bearer)\s+(?<secret>[\w.~+/=-]{8,})/gi,
    what: "what authorizes a request",
    right: `a header made of ${byCi}`,
  },
  {
    expression: new RegExp(`(?<![\\w$.{-])(?:-D)?(?:${name})=${secret}(?!\\()`, "g"),
    what: "a value that its name calls secret",
    right: byCi,
  },
  {
    expression: new RegExp(`(?<![\\w$.{-])(?:${name})["']?\\s*[:=]\\s*(?<secret>"[^"]*"|'[^']*')`, "g"),
    what: "a value that its name calls secret",
    right: byCi,
    dialects: ["groovy", "yaml"],
  },
  {
    expression: new RegExp(`^\\s*(?:-\\s+)?(?:${name}):\\s+(?<secret>[^\\s"'{\\[&*!|>#][^#]*?)\\s*(?:#.*)?$`, "g"),
    what: "a value that its name calls secret",
    right: byCi,
    dialects: ["yaml"],
  },
  {
    expression: new RegExp(`^\\s*(?:ENV|ARG)\\s+(?:${name})\\s+${secret}`, "g"),
    what: "a value that its name calls secret",
    right: "a secret that the build mounts, in no layer of the image",
    dialects: ["docker"],
  },
  {
    expression: /<(?:password|passphrase)>\s*(?<secret>[^<]*?)\s*<\//g,
    what: "a password",
    right: "a property of Maven that the environment gives (env.NEXUS_PASSWORD), or what mvn --encrypt-password gives",
  },
];

/** What stands in clear in a line, its variables resolved: one that the file itself gives hides nothing. */
export function findClearCredentials({ text, at }: SourceLine, dialect: Dialect): OffsetFinding[] {
  const found = new Map<number, OffsetFinding>();
  for (const { expression, what, right, dialects } of patterns) {
    if (dialects && !dialects.includes(dialect)) continue;
    for (const match of text.matchAll(expression)) {
      const value = match.groups?.secret ?? "";
      if (!isInClear(value)) continue;
      const offset = at[match.index + match[0].lastIndexOf(value)] ?? 0;
      if (!found.has(offset))
        found.set(offset, { rule: "clear-credentials", offset, message: `${what} is written in clear`, right });
    }
  }
  return [...found.values()];
}

/** Neither a variable, nor a placeholder, nor a place where the secret is, nor what Maven has encrypted. */
function isInClear(value: string): boolean {
  const bare = value.replace(/^(["'])(.*)\1$/, "$2");
  return !/^$|[$`]|\{\{|^<.*>$|^%.*%$|^\{.*\}$|^[*x.]+$|^(true|false|null)$|^\/[\w./-]+$|^(vault|file):/i.test(bare);
}
