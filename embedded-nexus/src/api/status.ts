import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { NO_CONTENT, ok, statusError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";

/** The status of the server: running, writable, and its health checks. */
export const statusEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/status", { handle: () => ({ status: 200 }) }),

  defineEndpoint("GET /v1/status/writable", {
    handle: ({ nexus }) => ({ status: nexus.state.frozen ? 503 : 200 }),
  }),

  defineEndpoint("GET /v1/status/check", {
    permission: "nexus:metrics:read",
    handle: ({ nexus }) => ok(toChecks(nexus)),
  }),

  // 3.71, three releases before the first API document that contains it.
  defineEndpoint("GET /v1/system/node", {
    permission: "nexus:*",
    handle: ({ nexus }) => ok({ nodeId: nexus.state.nodeId }),
  }),
];

/** The health checks of each node; empty for a single node. */
export const clusterEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /beta/status/check/cluster", {
    permission: "nexus:metrics:read",
    handle: ({ nexus }) =>
      ok(nexus.isCluster ? [1, 2].map((node) => ({ nodeId: `node-${node}`, results: toChecks(nexus) })) : []),
  }),
];

/** Read-only mode. The API documents contain it up to 3.90. */
export const readOnlyEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/read-only", {
    handle: ({ nexus, subject }) => {
      // 3.77: every caller, the anonymous one included while anonymous access is on.
      if (subject.kind === "unauthenticated") throw statusError(403);
      const { frozen } = nexus.state;
      return ok({ summaryReason: frozen?.reason ?? "", systemInitiated: false, frozen: frozen !== null });
    },
  }),

  // 3.77: 404 if it is frozen already, and if there is nothing to release.
  defineEndpoint("POST /v1/read-only/freeze", {
    requiresLogin: true,
    permission: "nexus:*",
    handle: ({ nexus }) => {
      if (nexus.state.frozen) throw statusError(404);
      const time = new Date().toISOString().slice(0, 19).replace("T", " ");
      const reason = `Requested by an administrator at ${time} +00:00`;
      nexus.changeWhileFrozen(() => {
        nexus.state.frozen = { reason };
      });
      return NO_CONTENT;
    },
  }),

  defineEndpoint("POST /v1/read-only/release", {
    requiresLogin: true,
    permission: "nexus:*",
    handle: ({ nexus }) => {
      if (!nexus.state.frozen) throw statusError(404);
      return releaseReadOnly(nexus);
    },
  }),

  defineEndpoint("POST /v1/read-only/force-release", {
    requiresLogin: true,
    permission: "nexus:*",
    handle: ({ nexus }) => releaseReadOnly(nexus),
  }),
];

function releaseReadOnly(nexus: Nexus) {
  nexus.changeWhileFrozen(() => {
    nexus.state.frozen = null;
  });
  return NO_CONTENT;
}

const CHECKS: readonly (readonly [name: string, healthy: boolean, message: string | null])[] = [
  ["Available CPUs", true, "The host system is allocating a maximum of 4 cores to the application."],
  ["Blob Stores Quota", true, "0/1 blob stores violating their quota<br>"],
  ["Blob Stores Ready", true, "0/1 blob stores report issues<br>"],
  ["Coordinate Content Selectors", true, "No content selectors using coordinates found."],
  [
    "Default Admin Credentials",
    false,
    "The default admin credentials have not been changed. It is strongly recommended that the default admin password be changed.",
  ],
  ["DefaultRoleRealm", true, "Default Role Realm not in use."],
  ["File Blob Stores Path", true, null],
  ["File Descriptors", true, null],
  ["Lifecycle Phase", true, null],
  ["Read-Only Detector", true, null],
  ["Scheduler", true, null],
  ["Scripting", true, "Scripting is disabled."],
  ["Thread Deadlock Detector", true, null],
];

/** Returns whether all health checks pass. That of the default password always fails here. */
export const isHealthy = (nexus: Nexus): boolean =>
  nexus.state.frozen === null && CHECKS.every(([, healthy]) => healthy);

/** Runs the health checks: most have a fixed result. */
export function toChecks(nexus: Nexus): JsonObject {
  const time = Date.now();
  const rest = { error: null, details: null, time, duration: 0, timestamp: new Date(time).toISOString() };
  const healthy = (name: string, usual: boolean): boolean =>
    name === "Read-Only Detector" ? nexus.state.frozen === null : usual;
  return Object.fromEntries(
    CHECKS.map(([name, usual, message]) => [name, { healthy: healthy(name, usual), message, ...rest }]),
  );
}
