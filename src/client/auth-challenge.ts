/** How a registry wants those who come to say who they are. */
export interface AuthChallenge {
  /** As it is written there, in lower case: `basic`, `bearer`. */
  scheme: string;
  /** `realm`, `service`, `scope`. */
  parameters: Readonly<Record<string, string>>;
}

/** The challenges of `WWW-Authenticate`, in their order: `Bearer realm="https://nexus.example/v2/token",service="..."`. */
export function parseAuthChallenges(header: string | readonly string[] | undefined): AuthChallenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  for (const text of typeof header === "string" ? [header] : (header ?? []))
    for (const { groups = {} } of text.matchAll(part)) {
      const { name, quoted, bare, scheme } = groups;
      if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: {} });
      const last = challenges.at(-1);
      if (last && name !== undefined)
        last.parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
    }
  return challenges;
}

/** A parameter, `realm="..."`; or a scheme, a word that no equals sign follows. */
const part =
  /(?<name>[\w-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s,"]+))|(?<scheme>[A-Za-z][\w-]*)(?=\s|,|$)/g;
