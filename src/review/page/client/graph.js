/** Pointing at something in a graph shows all ways that lead through it. */
for (const graph of document.querySelectorAll(".graph")) enliven(graph);

/** @param {Element} graph */
function enliven(graph) {
  /** @type {SVGElement[]} */
  const nodes = [...graph.querySelectorAll(/** @type {"g"} */ (".node"))];
  /** @type {SVGElement[]} */
  const edges = [...graph.querySelectorAll(/** @type {"g"} */ (".edge"))];

  /** All edges that are on a way to or from it. @param {"from" | "to"} near @param {"from" | "to"} far @param {string} start */
  function ways(near, far, start) {
    const reached = new Set([start]);
    const found = new Set();
    for (const id of reached)
      for (const edge of edges)
        if (edge.dataset[near] === id) {
          found.add(edge);
          reached.add(edge.dataset[far] ?? "");
        }
    return { found, reached };
  }

  /** @param {SVGElement | undefined} node */
  function light(node) {
    graph.classList.toggle("lit", node !== undefined);
    const start = node?.dataset.node ?? "";
    const [down, up] = [ways("from", "to", start), ways("to", "from", start)];
    for (const edge of edges)
      edge.classList.toggle("lit", node !== undefined && (down.found.has(edge) || up.found.has(edge)));
    for (const one of nodes) {
      const id = one.dataset.node ?? "";
      one.classList.toggle("lit", node !== undefined && (down.reached.has(id) || up.reached.has(id)));
    }
  }

  for (const type of ["pointerover", "focusin"])
    graph.addEventListener(type, (event) => {
      const near = event.target instanceof Element ? event.target.closest("a, .node") : null;
      light(nodes.find((node) => node === near || near?.contains(node)));
    });
  for (const type of ["pointerleave", "focusout"]) graph.addEventListener(type, () => light(undefined));
}
