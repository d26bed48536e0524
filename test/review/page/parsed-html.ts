import { defaultTreeAdapter, type DefaultTreeAdapterTypes as Tree } from "parse5";

export type Element = Tree.Element;

/** Returns all elements of parsed HTML, outer elements first. */
export function listElements(node: Tree.Node): Element[] {
  const own = defaultTreeAdapter.isElementNode(node) ? [node] : [];
  const children = "childNodes" in node ? node.childNodes : [];
  return [...own, ...children.flatMap(listElements)];
}

/** Returns the text of a node and of its descendants. */
export function getText(node: Tree.Node | undefined): string {
  if (!node) return "";
  if (defaultTreeAdapter.isTextNode(node)) return node.value;
  return "childNodes" in node ? node.childNodes.map(getText).join("") : "";
}

/** Returns the value of an attribute. */
export function getAttribute(element: Element, name: string): string | undefined {
  return element.attrs.find((item) => item.name === name)?.value;
}
