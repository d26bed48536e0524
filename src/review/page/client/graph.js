/** The graphs: pointing at a node highlights all paths through it. */
for (const graph of document.querySelectorAll(".graph")) addHighlighting(graph);

/** @param {Element} graph */
function addHighlighting(graph) {
  /** @type {SVGElement[]} */
  const nodes = [...graph.querySelectorAll(/** @type {"g"} */ (".node"))];
  /** @type {SVGElement[]} */
  const edges = [...graph.querySelectorAll(/** @type {"g"} */ (".edge"))];

  /** Returns the edges and nodes on a path to or from a node. @param {"from" | "to"} near @param {"from" | "to"} far @param {string} start */
  function collectPaths(near, far, start) {
    const nodesOnPath = new Set([start]);
    const edgesOnPath = new Set();
    for (const id of nodesOnPath)
      for (const edge of edges)
        if (edge.dataset[near] === id) {
          edgesOnPath.add(edge);
          nodesOnPath.add(edge.dataset[far] ?? "");
        }
    return { edgesOnPath, nodesOnPath };
  }

  /** @param {SVGElement | undefined} selected */
  function highlight(selected) {
    const isSelected = selected !== undefined;
    const start = selected?.dataset.node ?? "";
    const [down, up] = [collectPaths("from", "to", start), collectPaths("to", "from", start)];
    graph.classList.toggle("highlighted", isSelected);
    for (const edge of edges)
      edge.classList.toggle("highlighted", isSelected && (down.edgesOnPath.has(edge) || up.edgesOnPath.has(edge)));
    for (const node of nodes) {
      const id = node.dataset.node ?? "";
      node.classList.toggle("highlighted", isSelected && (down.nodesOnPath.has(id) || up.nodesOnPath.has(id)));
    }
  }

  for (const type of ["pointerover", "focusin"])
    graph.addEventListener(type, (event) => {
      const target = event.target instanceof Element ? event.target.closest("a, .node") : null;
      highlight(nodes.find((node) => node === target || target?.contains(node)));
    });
  for (const type of ["pointerleave", "focusout"]) graph.addEventListener(type, () => highlight(undefined));
}
