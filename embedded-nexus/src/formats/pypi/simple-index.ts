/** A link of a simple index, to a project or to a file. */
export interface IndexLink {
  readonly text: string;
  readonly href: string;
  /** The supported versions of Python, such as `>=3.9`. */
  readonly requiresPython?: string | undefined;
}

/** Normalizes a project's name as indexes do: My.Pkg and my_pkg become my-pkg. */
export const normalizeProjectName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

/** Renders a simple index as HTML. */
export function renderIndex(title: string, links: readonly IndexLink[]): string {
  const lines = links.map(({ text, href, requiresPython }) => {
    const requires = requiresPython ? ` data-requires-python="${escapeHtml(requiresPython)}"` : "";
    return `  <a href="${escapeHtml(href)}" rel="internal"${requires}>${escapeHtml(text)}</a><br/>\n`;
  });
  const head = `<title>${escapeHtml(title)}</title>\n  <meta name="api-version" value="2"/>`;
  const body = `<h1>${escapeHtml(title)}</h1>\n${lines.join("")}`;
  return `<!DOCTYPE html>\n<html lang="en">\n<head>${head}\n</head>\n<body>${body}</body>\n</html>\n`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Parses the links of any simple index. */
export function parseIndex(html: string): IndexLink[] {
  return [...html.matchAll(/<a\s([^>]*)>([\s\S]*?)<\/a>/gi)].flatMap(([, attributes = "", text = ""]): IndexLink[] => {
    const href = attributeOf(attributes, "href");
    const requiresPython = attributeOf(attributes, "data-requires-python");
    return href === undefined ? [] : [{ text: unescapeHtml(text).trim(), href, requiresPython }];
  });
}

function attributeOf(attributes: string, name: string): string | undefined {
  const [, , value] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(["'])(.*?)\\1`, "i").exec(attributes) ?? [];
  return value === undefined ? undefined : unescapeHtml(value);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

const unescapeHtml = (text: string): string =>
  text.replace(/&([\w#]+);/g, (all, name: string) => ENTITIES[name.toLowerCase()] ?? all);

/** Reads the version in a distribution's file name, such as my_pkg-1.0-py3-none-any.whl or my-pkg-1.0.tar.gz. */
export function parseFileVersion(file: string): string | undefined {
  const bare = file.replace(/\.(whl|egg|zip|tar\.(gz|bz2|xz))(\.asc|\.metadata)?$/, "");
  if (bare === file) return undefined;
  return /^.+?-(\d[^-]*)/.exec(bare)?.[1];
}
