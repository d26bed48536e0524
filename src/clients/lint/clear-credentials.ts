import type { OffsetFinding } from "./lint-finding.ts";
import type { Dialect, SourceLine } from "./source-lines.ts";

interface Pattern {
  /** A pattern whose group `secret` is the value. */
  expression: RegExp;
  subject: string;
  right: string;
  /** By default, all dialects. */
  dialects?: readonly Dialect[];
}

const secret = `(?<secret>"[^"]*"|'[^']*'|[^\\s"';|&)]+)`;
const name =
  "(?:[A-Z][A-Z0-9_]*)?(?:PASSWORD|PASSWD|PASSPHRASE|TOKEN|SECRET|API_?KEY)|[\\w.-]*(?:[Pp]assword|passwd)|_authToken|_auth";
const ciSecret = "a masked GitLab variable or a Jenkins credential";

const patterns: readonly Pattern[] = [
  {
    expression: new RegExp(`\\blogin\\b[^;|&]{0,400}?\\s(?:-p[ =]?|--password[ =])${secret}`, "g"),
    subject: "the password of a login",
    right: `printf %s "$PASSWORD" | ... login --password-stdin, with ${ciSecret}`,
  },
  {
    expression: new RegExp(
      `\\b(?:curl|wget|mvn|npm)\\b[^;|&]{0,400}?\\s(?:-u[ =]?|--user[ =]|--proxy-user[ =])["']?[^\\s:"']+:${secret}`,
      "g",
    ),
    subject: "the password of a user",
    right: `-u "$USERNAME:$PASSWORD", with ${ciSecret}`,
  },
  {
    expression: new RegExp(`(?<=\\s)--(?:(?:http|src|dest|docker)-)?password[ =]${secret}`, "g"),
    subject: "a password",
    right: `--password "$PASSWORD", with ${ciSecret}`,
  },
  {
    expression: new RegExp(`(?<=\\s)--(?:(?:src|dest)-)?creds[ =]["']?[^\\s:"']+:${secret}`, "g"),
    subject: "the password of a user",
    right: `--creds "$USERNAME:$PASSWORD", with ${ciSecret}`,
  },
  {
    expression: new RegExp(`\\btwine\\b[^;|&]{0,400}?\\s-p[ =]?${secret}`, "g"),
    subject: "a password",
    right: `TWINE_PASSWORD, from ${ciSecret}`,
  },
  {
    expression: /\bhttps?:\/\/[^\s/:@"'<]+:(?<secret>[^\s/@"']+)@/g,
    subject: "the password in an address",
    right: `the address without it, and ${ciSecret}`,
  },
  {
    expression: /\bAuthorization:\s*(?:Basic|Bearer)\s+(?<secret>[\w.~+/=-]{8,})/gi,
    subject: "the credentials of a request",
    right: `a header with ${ciSecret}`,
  },
  {
    expression: new RegExp(`(?<![\\w$.{-])(?:-D)?(?:${name})=${secret}(?!\\()`, "g"),
    subject: "the value of a variable with a secret",
    right: ciSecret,
  },
  {
    expression: new RegExp(`(?<![\\w$.{-])(?:${name})["']?\\s*[:=]\\s*(?<secret>"[^"]*"|'[^']*')`, "g"),
    subject: "the value of a variable with a secret",
    right: ciSecret,
    dialects: ["groovy", "yaml"],
  },
  {
    expression: new RegExp(`^\\s*(?:-\\s+)?(?:${name}):\\s+(?<secret>[^\\s"'{\\[&*!|>#][^#]*?)\\s*(?:#.*)?$`, "g"),
    subject: "the value of a variable with a secret",
    right: ciSecret,
    dialects: ["yaml"],
  },
  {
    expression: new RegExp(`^\\s*(?:ENV|ARG)\\s+(?:${name})\\s+${secret}`, "g"),
    subject: "the value of a variable with a secret",
    right: "a secret mount of the build, which is in no layer of the image",
    dialects: ["docker"],
  },
  {
    expression: /<(?:password|passphrase)>\s*(?<secret>[^<]*?)\s*<\//g,
    subject: "a password",
    right: "a Maven property from the environment (env.NEXUS_PASSWORD), or the output of mvn --encrypt-password",
  },
];

/**
 * Finds passwords and tokens in clear text in a line whose variables are resolved, so that a variable with a value in
 * the file is found too. Findings do not contain the value.
 */
export function findClearCredentials({ text, at }: SourceLine, dialect: Dialect): OffsetFinding[] {
  const findings = new Map<number, OffsetFinding>();
  for (const { expression, subject, right, dialects } of patterns) {
    if (dialects && !dialects.includes(dialect)) continue;
    for (const match of text.matchAll(expression)) {
      const value = match.groups?.secret ?? "";
      if (!isInClear(value)) continue;
      const offset = at[match.index + match[0].lastIndexOf(value)] ?? 0;
      if (!findings.has(offset))
        findings.set(offset, { rule: "clear-credentials", offset, message: `${subject} is in clear text`, right });
    }
  }
  return [...findings.values()];
}

/** Returns false for a variable, a placeholder, the location of a secret, and a value that Maven encrypted. */
function isInClear(value: string): boolean {
  const bare = value.replace(/^(["'])(.*)\1$/, "$2");
  return !/^$|[$`]|\{\{|^<.*>$|^%.*%$|^\{.*\}$|^[*x.]+$|^(true|false|null)$|^\/[\w./-]+$|^(vault|file):/i.test(bare);
}
