import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** Whether Nexus answers only to the addresses on its list. */
export const ipAllowList = defineKind({
  name: "ip-allow-list",
  token: "nexus:IpAllowList",
  noun: "IP allow-list",
  family: "IP allow-list",
  setting: true,
  schema: z.strictObject({
    /** `ENFORCE` answers to addresses on the list alone, `MONITOR` only notes the others. Nexus's own default: `DISABLED`. */
    mode: z.enum(["DISABLED", "MONITOR", "ENFORCE"]),
  }),
  requires: { since: "3.93.0" },
  // Enforced before its entries are there, or after they are gone, it would shut everybody out.
  createdAfter: "IP allow-list entry",
  endpoints: {
    list: "/v1/security/ip-allowlist",
    create: "PUT /v1/security/ip-allowlist/mode",
    update: "PUT /v1/security/ip-allowlist/mode",
    remove: "PUT /v1/security/ip-allowlist/mode",
  },
  deleteBody: () => ({ mode: "DISABLED" }),
  toNexus: ({ mode }) => ({ mode: mode ?? null }),
});

/** An address, or a range of them, that may come to Nexus. */
export const ipAllowListEntry = defineKind({
  name: "ip-allow-list-entry",
  token: "nexus:IpAllowListEntry",
  noun: "IP allow-list entry",
  family: "IP allow-list entry",
  schema: z.strictObject({
    /** `203.0.113.7` or `203.0.113.0/24`; IPv6 too. Default: the resource's own name. */
    ipOrCidr: z
      .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "must be an IP address or a range in CIDR notation")
      .register(fieldMetadata, { identity: true }),
    /** For people; at most 255 characters. */
    description: withCreateDefault(z.string().max(255, "Nexus takes at most 255 characters"), ""),
  }),
  requires: { since: "3.93.0" },
  pageField: "entries",
  endpoints: {
    list: "/v1/security/ip-allowlist/entries?page={page}",
    create: "POST /v1/security/ip-allowlist/entries",
    update: "PUT /v1/security/ip-allowlist/entries/{id}",
    // None is deleted alone but by a list of one.
    remove: "DELETE /v1/security/ip-allowlist/entries/bulk",
  },
  deleteBody: ({ id }) => [id ?? null],
  fromNexus: (live) => {
    const { entry, ...rest } = live as Fields;
    return { ...rest, ipOrCidr: entry };
  },
  toNexus: ({ ipOrCidr, description }) => ({ ipOrCidr, description }),
});
