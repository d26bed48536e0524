import { describe, expect, it } from "vitest";
import type { Estate } from "../../../src/estate/estate.ts";
import { createEntries } from "../../../src/review/page/entries.ts";
import { createGraph, toDisplayAddress } from "../../../src/review/page/graph.ts";
import { splitGraph } from "../../../src/review/page/graph-clusters.ts";
import { layOutGraph } from "../../../src/review/page/graph-layout.ts";
import { declare, docker, estateOf, group, raw } from "../../estate/support.ts";
import { labCase, largeCase } from "./sample-pages.ts";
import { diffEstates } from "./sample-review.ts";

const graphBetween = (before: Estate, after: Estate) =>
  createGraph(before, after, createEntries({ changes: diffEstates({ current: before, planned: after }) }));
const describeEdges = ({ edges }: ReturnType<typeof createGraph>) =>
  edges.map(({ from, to, state, place }) => [from, to, state, place].filter(Boolean).join(" | "));

describe("a graph", () => {
  it("connects connectors, groups with ordered members, blob stores and upstreams", () => {
    const estate = estateOf([
      docker("apps", { docker: { httpPort: 5000 } }),
      declare("docker-proxy", "hub", {
        proxy: { remoteUrl: "https://hub.example/v2/" },
        storage: { blobStoreName: "fast" },
      }),
      group("docker-group", "all", "hub", "apps", "elsewhere"),
    ]);
    const graph = graphBetween(estate, estate);
    expect(describeEdges(graph)).toEqual([
      "connector 5000 | repository apps | same",
      "repository apps | blob store default | same",
      "repository hub | upstream hub.example/v2 | same",
      "repository hub | blob store fast | same",
      "group all | repository hub | same | 1",
      "group all | repository apps | same | 2",
      "group all | repository elsewhere | same | 3",
    ]);
    expect(graph.nodes.get("repository elsewhere")?.note).toBe("not declared");
  });

  it("marks a moved member, and not those that only make room for a new one", () => {
    const members = ["a", "b", "c"].map((name) => raw(name));
    const before = estateOf([...members, group("raw-group", "all", "a", "b")]);
    const swapped = graphBetween(before, estateOf([...members, group("raw-group", "all", "b", "a")]));
    expect(describeEdges(swapped)).toContain("group all | repository a | changed | 1 → 2");
    const inserted = graphBetween(before, estateOf([...members, group("raw-group", "all", "c", "a", "b")]));
    expect(describeEdges(inserted)).toContain("group all | repository c | new | 1");
    expect(describeEdges(inserted)).toContain("group all | repository a | same | 2");
  });

  it("marks a connector that moves", () => {
    const at = (httpPort: number) => estateOf([docker("apps", { docker: { httpPort } })]);
    const { nodes } = graphBetween(at(5000), at(5001));
    expect(["5000", "5001"].map((port) => nodes.get(`connector ${port}`)?.state)).toEqual(["gone", "new"]);
  });
});

it.each([
  ["https://user:s3cr3t@host.example/a?token=s3cr3t#x", "host.example/a"],
  ["not a url", "not a url"],
  ["weird//x:s3cr3t@host/a?b", "weird//x:s3cr3t@host/a"],
])("toDisplayAddress(%s) is %s", (url, address) => expect(toDisplayAddress(url)).toBe(address));

describe("clusters", () => {
  it("merge similar repositories", () => {
    const many = Array.from({ length: 60 }, (_, index) => raw(`repository-${index}`));
    const proxies = Array.from({ length: 60 }, (_, index) =>
      declare("raw-proxy", `proxy-${index}`, { proxy: { remoteUrl: `https://host-${index}.example` } }),
    );
    const members = [...many, ...proxies].map(({ resource }) => resource);
    const before = estateOf([...many, ...proxies, group("raw-group", "all", ...members)]);
    const after = estateOf([
      ...many.slice(1),
      raw("repository-0", { online: false }),
      ...proxies,
      group("raw-group", "all", ...members),
    ]);
    const [cluster, ...others] = splitGraph(graphBetween(before, after));
    expect(others).toEqual([]);
    expect([...(cluster?.nodes.values() ?? [])].map(({ name }) => name).sort()).toEqual([
      "59 repositories",
      "60 repositories",
      "60 upstreams",
      "all",
      "default",
      "repository-0",
    ]);
    expect(cluster?.full.nodes.size).toBe(182);
  });

  it("with changes come first", () => {
    const { review, states } = largeCase();
    const clusters = splitGraph(
      createGraph(states.current, states.planned, createEntries({ changes: review.changes })),
    );
    const changed = clusters.map(({ isChanged }) => isChanged);
    expect(changed).toEqual(changed.toSorted((a, b) => Number(b) - Number(a)));
    expect(changed.filter(Boolean)).toHaveLength(6);
  });

  it("contain every node of the graph", () => {
    const { review, states } = labCase();
    const graph = createGraph(states.current, states.planned, createEntries({ changes: review.changes }));
    const drawn = new Set(splitGraph(graph).flatMap(({ full }) => [...full.nodes.keys()]));
    expect([...drawn].sort()).toEqual([...graph.nodes.keys()].sort());
  });
});

describe("a layout", () => {
  const sizes = { width: 100, height: 40, gap: 50, space: 10 };

  it("has no overlapping nodes, and lines that end at their nodes", () => {
    const columns = [["p"], ["g", "h"], ["a", "b", "c", "d"], ["x", "y"]];
    const lines = [
      ...["a", "b"].map((to) => ({ from: "g", to })),
      ...["c", "d"].map((to) => ({ from: "h", to })),
      { from: "p", to: "d" },
      { from: "p", to: "g" },
      { from: "a", to: "y" },
      { from: "d", to: "x" },
    ];
    const { positions, lines: drawn, height, width } = layOutGraph(columns, lines, sizes);
    for (const ids of columns) {
      const tops = ids.map((id) => positions.get(id)?.y ?? Number.NaN).sort((a, b) => a - b);
      for (const [index, top] of tops.slice(1).entries())
        expect(top - (tops[index] ?? 0)).toBeGreaterThanOrEqual(50 - 1e-6);
    }
    for (const [index, { from, to }] of lines.entries()) {
      expect(drawn[index]?.[0]).toEqual({
        x: (positions.get(from)?.x ?? 0) + 100,
        y: (positions.get(from)?.y ?? 0) + 20,
      });
      expect(drawn[index]?.at(-1)).toEqual({ x: positions.get(to)?.x, y: (positions.get(to)?.y ?? 0) + 20 });
    }
    expect(width).toBe(550);
    expect(Math.max(...[...positions.values()].map(({ y }) => y + 40))).toBeLessThanOrEqual(height + 1e-6);
  });

  it("avoids crossing lines", () => {
    const { positions } = layOutGraph(
      [
        ["a", "b", "c"],
        ["x", "y", "z"],
      ],
      [
        { from: "a", to: "z" },
        { from: "b", to: "y" },
        { from: "c", to: "x" },
      ],
      sizes,
    );
    const order = (...ids: string[]) =>
      ids.toSorted((first, second) => (positions.get(first)?.y ?? 0) - (positions.get(second)?.y ?? 0));
    const partner: Record<string, string> = { a: "z", b: "y", c: "x" };
    expect(order("a", "b", "c").map((id) => partner[id])).toEqual(order("x", "y", "z"));
  });
});
