/** What tests ask of HTML that was parsed as browsers parse it. */
import { defaultTreeAdapter, type DefaultTreeAdapterTypes as Tree } from "parse5";

export type Element = Tree.Element;

/** All elements, outer first. */
export function elementsIn(node: Tree.Node): Element[] {
  const own = defaultTreeAdapter.isElementNode(node) ? [node] : [];
  const children = "childNodes" in node ? node.childNodes : [];
  return [...own, ...children.flatMap(elementsIn)];
}

/** The text of a node and of all below it. */
export function textIn(node: Tree.Node | undefined): string {
  if (!node) return "";
  if (defaultTreeAdapter.isTextNode(node)) return node.value;
  return "childNodes" in node ? node.childNodes.map(textIn).join("") : "";
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}
