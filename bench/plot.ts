import type { SizeCost, StepGrowth } from "./growth.ts";
import { stepTitles } from "./measurements.ts";

/** The size and the position of a panel's axes, in pixels. */
const panel = { width: 300, height: 220, left: 56, top: 40, distance: 400 };
const size = { width: 800, height: 350 };

/** Colours that are readable on a light and on a dark page. */
const colours = ["#2f7ed8", "#d9730d", "#3a9b46", "#a35bd1", "#d1435b"];

const style = `
  text { font: 12px sans-serif; fill: #444; }
  .axis { stroke: #888; fill: none; }
  .grid { stroke: #8884; }
  .line { fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) { text { fill: #ccc; } }
`;

/** A quantity that is shown over the number of resources. */
interface Quantity {
  title: string;
  read(cost: SizeCost): number;
}

const quantities: readonly Quantity[] = [
  { title: "CPU seconds", read: ({ cpuSeconds }) => cpuSeconds },
  { title: "Memory of the largest process, MB", read: ({ peakMegabytes }) => peakMegabytes },
];

/** Returns an SVG image that shows CPU time and memory of each step by the number of resources. */
export function plotGrowth(growth: readonly StepGrowth[]): string {
  const panels = quantities.map((quantity, index) => plotPanel(growth, quantity, panel.left + index * panel.distance));
  const legend = growth.map(({ step }, index) => {
    const x = panel.left + index * 150;
    const y = size.height - 14;
    return `<rect x="${x}" y="${y - 9}" width="10" height="10" fill="${colours[index % colours.length]}"/><text x="${x + 16}" y="${y}">${stepTitles[step]}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="CPU seconds and memory by number of resources">`,
    `<style>${style}</style>`,
    ...panels,
    ...legend,
    "</svg>",
    "",
  ].join("\n");
}

function plotPanel(growth: readonly StepGrowth[], { title, read }: Quantity, left: number): string {
  const costs = growth.flatMap((step) => step.costs);
  const [xTicks, yTicks] = [listTicks(costs.map(({ resources }) => resources)), listTicks(costs.map(read))];
  const x = (value: number) => round(left + (value / (xTicks.at(-1) ?? 1)) * panel.width);
  const y = (value: number) => round(panel.top + panel.height * (1 - value / (yTicks.at(-1) ?? 1)));
  const [right, bottom] = [left + panel.width, panel.top + panel.height];
  return [
    `<text x="${left}" y="${panel.top - 16}">${title}</text>`,
    ...yTicks.map(
      (tick) =>
        `<path class="grid" d="M${left} ${y(tick)}H${right}"/><text x="${left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
    ),
    ...xTicks.map((tick) => `<text x="${x(tick)}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`),
    `<text x="${left + panel.width / 2}" y="${bottom + 36}" text-anchor="middle">resources</text>`,
    `<path class="axis" d="M${left} ${panel.top}V${bottom}H${right}"/>`,
    ...growth.map((step, index) => {
      const points = step.costs.map((cost) => `${x(cost.resources)},${y(read(cost))}`).join(" ");
      return `<polyline class="line" stroke="${colours[index % colours.length]}" points="${points}"/>`;
    }),
  ].join("\n");
}

/** Returns round numbers from 0 to at least the highest value. */
function listTicks(values: readonly number[]): number[] {
  const highest = Math.max(1, ...values);
  const power = 10 ** Math.floor(Math.log10(highest));
  const interval = [power / 5, power / 2, power, 2 * power].find((step) => highest / step <= 5) ?? power;
  return Array.from({ length: Math.ceil(highest / interval) + 1 }, (_, index) => round(index * interval));
}

const round = (value: number) => Math.round(value * 10) / 10;
