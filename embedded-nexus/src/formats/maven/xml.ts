/** An XML element without its attributes, which are not needed here. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<!DOCTYPE[^>]*>|<(\/?)([\w:.-]+)([^<>]*?)(\/?)>|([^<]+)/g;

/** Parses a small document such as a maven-metadata.xml or a POM; undefined if it is malformed. */
export function parseXml(document: string): XmlElement | undefined {
  const root: Open = { name: "", children: [], text: "" };
  const open = [root];
  let end = 0;
  for (const match of document.replace(/^\uFEFF/, "").matchAll(TOKEN)) {
    if (match.index !== end) return undefined;
    end += match[0].length;
    const [, data, closing, name, , empty, text] = match;
    const current = open.at(-1) ?? root;
    if (data !== undefined) current.text += data;
    else if (text !== undefined) current.text += unescapeXml(text);
    else if (closing === "/") {
      if (open.length === 1 || open.pop()?.name !== name) return undefined;
    } else if (name !== undefined) {
      const element: Open = { name, children: [], text: "" };
      current.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  const [only, ...others] = root.children;
  const isWhole = end === document.replace(/^\uFEFF/, "").length && open.length === 1 && root.text.trim() === "";
  return isWhole && others.length === 0 ? only : undefined;
}

interface Open extends XmlElement {
  readonly children: Open[];
  text: string;
}

/** Finds the first child of a name. */
export const findChild = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

/** Finds all children of a name. */
export const findChildren = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** Reads the trimmed text of a child; undefined if there is none. */
export function readChildText(element: XmlElement | undefined, name: string): string | undefined {
  return findChild(element, name)?.text.trim() || undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescapeXml = (text: string): string => text.replace(/&(\w+);/g, (all, name: string) => ENTITIES[name] ?? all);

export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
