import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
import { isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { messageError, NO_CONTENT, ok } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { AllowedAddressRecord } from "../state.ts";

interface EntryRequest {
  ipOrCidr: string;
  description?: string | null;
}

const MAX_ENTRIES = 1000;

/** The IP allow list (documented). No client is blocked here, in any mode; the maximum number of entries is an assumption. */
export function ipAllowListEndpoints({ release }: Nexus): readonly RestEndpoint[] {
  return isKnownIn(release, "GET /v1/security/ip-allowlist") ? ENDPOINTS : [];
}

const body = { schema: "EntryXO" } as const;

const ENDPOINTS: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/ip-allowlist", {
    permission: "nexus:settings:read",
    handle: ({ nexus }) => {
      const { mode, entries } = nexus.state.ipAllowList;
      const covered = (family: string, bits: number) =>
        entries
          .filter(({ entryType }) => entryType.endsWith(family))
          .reduce((sum, { entry }) => sum + 2 ** (bits - Number(entry.split("/")[1] ?? bits)), 0);
      return ok({
        mode,
        effectiveMode: mode,
        featureEnabled: true,
        totalEntries: entries.length,
        maxEntries: MAX_ENTRIES,
        ipv4AddressesCovered: covered("IPV4", 32),
        ipv6AddressesCovered: covered("IPV6", 128),
      });
    },
  }),

  defineEndpoint<{ mode: AllowListMode }>("PUT /v1/security/ip-allowlist/mode", {
    body: { schema: "ModeChangeXO" },
    permission: "nexus:settings:update",
    handle: ({ nexus, body }) => {
      nexus.change(() => {
        nexus.state.ipAllowList.mode = body.mode;
      });
      return NO_CONTENT;
    },
  }),

  defineEndpoint("GET /v1/security/ip-allowlist/entries", {
    permission: "nexus:settings:read",
    handle: ({ nexus, query }) => {
      const [page, pageSize] = [Number(query("page") ?? 0), Number(query("pageSize") ?? 20)];
      if (!(page >= 0 && pageSize > 0)) throw messageError(400, "Invalid pagination parameters");
      const searched = query("search") ?? "";
      const matching = nexus.state.ipAllowList.entries.filter(({ entry }) => entry.includes(searched));
      return ok({
        entries: matching.slice(page * pageSize, (page + 1) * pageSize).map((entry) => ({ ...entry })),
        page,
        pageSize,
        totalEntries: matching.length,
        totalPages: Math.ceil(matching.length / pageSize),
      });
    },
  }),

  defineEndpoint<EntryRequest>("POST /v1/security/ip-allowlist/entries", {
    body,
    permission: "nexus:settings:update",
    handle: ({ nexus, subject, body }) => {
      const { entries } = nexus.state.ipAllowList;
      const entryType = getEntryType(body.ipOrCidr);
      if (entries.length >= MAX_ENTRIES || entries.some(({ entry }) => entry === body.ipOrCidr))
        throw messageError(409, "Entry already exists or would exceed maximum entries limit");
      const [at, by] = [new Date().toISOString(), subject.userId ?? ""];
      const { ipOrCidr: entry, description = null } = body;
      const created = { id: randomUUID(), entry, entryType, description, createdAt: at, createdBy: by };
      nexus.change(() => entries.push({ ...created, updatedAt: at, updatedBy: by }));
      return { status: 201, json: created };
    },
  }),

  defineEndpoint<EntryRequest>("PUT /v1/security/ip-allowlist/entries/{id}", {
    body,
    permission: "nexus:settings:update",
    handle: ({ nexus, subject, body, param }) => {
      const { entries } = nexus.state.ipAllowList;
      const existing = entries.find(({ id }) => id === param("id"));
      if (!existing) throw messageError(404, "Entry not found");
      const entryType = getEntryType(body.ipOrCidr);
      if (entries.some((other) => other !== existing && other.entry === body.ipOrCidr))
        throw messageError(409, "IP address already exists");
      const { ipOrCidr: entry, description = null } = body;
      const [updatedAt, updatedBy] = [new Date().toISOString(), subject.userId ?? ""];
      nexus.change(() => Object.assign(existing, { entry, entryType, description, updatedAt, updatedBy }));
      return ok({ ...existing });
    },
  }),

  defineEndpoint("DELETE /v1/security/ip-allowlist/entries", {
    permission: "nexus:settings:update",
    handle: ({ nexus, query }) => {
      if (query("confirm") !== "true") throw messageError(400, "confirm=true query parameter is required");
      nexus.change(() => {
        nexus.state.ipAllowList.entries = [];
      });
      return NO_CONTENT;
    },
  }),

  defineEndpoint<(string | null)[] | null>("DELETE /v1/security/ip-allowlist/entries/bulk", {
    body: "strings",
    permission: "nexus:settings:update",
    handle: ({ nexus, body }) => {
      const ids = new Set(body);
      if (ids.size === 0) throw messageError(400, "Entry IDs list cannot be empty");
      const { entries } = nexus.state.ipAllowList;
      const remaining = entries.filter(({ id }) => !ids.has(id));
      const deleted = entries.length - remaining.length;
      nexus.change(() => {
        nexus.state.ipAllowList.entries = remaining;
      });
      const answer: JsonObject = { deletedCount: deleted, failedIds: [...ids].slice(deleted) };
      return ok(answer);
    },
  }),
];

type AllowListMode = Nexus["state"]["ipAllowList"]["mode"];

function getEntryType(entry: string): AllowedAddressRecord["entryType"] {
  const [address = "", bits, ...more] = entry.split("/");
  const family = isIP(address);
  const isRange = bits !== undefined;
  const isValid = !isRange || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
  if (family === 0 || !isValid || more.length > 0) throw messageError(400, "Invalid IP address or CIDR notation");
  return `${isRange ? "CIDR_" : ""}IPV${family === 4 ? 4 : 6}`;
}
