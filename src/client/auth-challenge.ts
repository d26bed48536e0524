/** A challenge of the header `WWW-Authenticate`: the way in which a registry wants clients to authenticate. */
export interface AuthChallenge {
  /** In lower case: `basic`, `bearer`. */
  scheme: string;
  /** `realm`, `service`, `scope`, in lower case. */
  parameters: Readonly<Record<string, string>>;
}

/**
 * Parses the challenges of `WWW-Authenticate`, in their order.
 *
 * @example parseAuthChallenges('Bearer realm="https://nexus.example/v2/token",service="..."')
 */
export function parseAuthChallenges(header: string | readonly string[] | undefined): AuthChallenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  for (const text of typeof header === "string" ? [header] : (header ?? []))
    for (const { groups = {} } of text.matchAll(parameterOrScheme)) {
      const { name, quoted, bare, scheme } = groups;
      if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: {} });
      const last = challenges.at(-1);
      if (last && name !== undefined)
        last.parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
    }
  return challenges;
}

/** Matches a parameter, `realm="..."`, or a scheme, which is a word without an equals sign after it. */
const parameterOrScheme =
  /(?<name>[\w-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s,"]+))|(?<scheme>[A-Za-z][\w-]*)(?=\s|,|$)/g;
