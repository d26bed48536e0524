/** A link of a simple index: a project, or a file of one. */
export interface IndexLink {
  readonly text: string;
  readonly href: string;
  /** Which Pythons it is for: `>=3.9`. */
  readonly requiresPython?: string | undefined;
}

/** Names as indexes compare them: My.Pkg and my_pkg are my-pkg. */
export const normalizeProjectName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

export function renderIndex(title: string, links: readonly IndexLink[]): string {
  const lines = links.map(({ text, href, requiresPython }) => {
    const requires = requiresPython ? ` data-requires-python="${escaped(requiresPython)}"` : "";
    return `  <a href="${escaped(href)}" rel="internal"${requires}>${escaped(text)}</a><br/>\n`;
  });
  const head = `<title>${escaped(title)}</title>\n  <meta name="api-version" value="2"/>`;
  const body = `<h1>${escaped(title)}</h1>\n${lines.join("")}`;
  return `<!DOCTYPE html>\n<html lang="en">\n<head>${head}\n</head>\n<body>${body}</body>\n</html>\n`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The links of any index. */
export function parseIndex(html: string): IndexLink[] {
  return [...html.matchAll(/<a\s([^>]*)>([\s\S]*?)<\/a>/gi)].flatMap(([, attributes = "", text = ""]): IndexLink[] => {
    const href = attributeOf(attributes, "href");
    const requiresPython = attributeOf(attributes, "data-requires-python");
    return href === undefined ? [] : [{ text: unescaped(text).trim(), href, requiresPython }];
  });
}

function attributeOf(attributes: string, name: string): string | undefined {
  const [, , value] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(["'])(.*?)\\1`, "i").exec(attributes) ?? [];
  return value === undefined ? undefined : unescaped(value);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

const unescaped = (text: string): string =>
  text.replace(/&([\w#]+);/g, (all, name: string) => ENTITIES[name.toLowerCase()] ?? all);

/** The version in a distribution's file name: my_pkg-1.0-py3-none-any.whl, my-pkg-1.0.tar.gz. */
export function parseFileVersion(file: string): string | undefined {
  const bare = file.replace(/\.(whl|egg|zip|tar\.(gz|bz2|xz))(\.asc|\.metadata)?$/, "");
  if (bare === file) return undefined;
  return /^.+?-(\d[^-]*)/.exec(bare)?.[1];
}
