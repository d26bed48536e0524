import { ok } from "../http/responses.ts";
import type { WebPage } from "../http/web-page.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isHealthy, toChecks } from "./status.ts";

const PERMISSION = "nexus:metrics:read";

/** Metrics, as Dropwizard publishes them (3.71). Only some of the gauges exist here. */
export const metricsPages: readonly WebPage[] = [
  {
    path: "/service/metrics/ping",
    permission: PERMISSION,
    handle: () => toText("pong\n", "text/plain;charset=iso-8859-1"),
  },
  { path: "/service/metrics/data", permission: PERMISSION, handle: (nexus) => ok(toMetrics(nexus)) },
  {
    path: "/service/metrics/healthcheck",
    permission: PERMISSION,
    // 3.71: 500 if one of the checks fails, as that of the default password does.
    handle: (nexus) => ({ status: isHealthy(nexus) ? 200 : 500, json: toChecks(nexus) }),
  },
  {
    path: "/service/metrics/threads",
    permission: PERMISSION,
    handle: () => toText('"main" id=1 state=RUNNABLE\n\n', "text/plain"),
  },
  {
    path: "/service/metrics/prometheus",
    permission: PERMISSION,
    handle: (nexus) => toText(toPrometheus(nexus), "text/plain; version=0.0.4; charset=utf-8"),
  },
];

const toText = (text: string, type: string) => ({ status: 200, text, headers: { "Content-Type": type } });

function toMetrics(nexus: Nexus): JsonObject {
  const gauges = Object.fromEntries(Object.entries(readGauges(nexus)).map(([name, value]) => [name, { value }]));
  return { version: "4.0.0", gauges, counters: {}, histograms: {}, meters: {}, timers: {} };
}

function toPrometheus(nexus: Nexus): string {
  return Object.entries(readGauges(nexus))
    .map(([metric, value]) => {
      const name = metric.replace(/[^a-z0-9]/gi, "_");
      return `# HELP ${name} Generated from Dropwizard metric import (metric=${metric})\n# TYPE ${name} gauge\n${name} ${Number(value).toFixed(1)}\n`;
    })
    .join("");
}

/** Returns gauges by the names that Nexus has for them, with values of this process. */
function readGauges({ state }: Nexus): Record<string, number | boolean> {
  const { heapTotal, heapUsed, rss } = process.memoryUsage();
  return {
    "jvm.memory.heap.committed": heapTotal,
    "jvm.memory.heap.used": heapUsed,
    "jvm.memory.total.committed": rss,
    "jvm.memory.total.used": rss,
    "jvm.vm.uptime": Math.round(process.uptime() * 1000),
    "readonly.enabled": state.frozen !== null,
  };
}
