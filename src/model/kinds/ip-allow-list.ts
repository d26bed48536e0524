import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { fieldMetadata, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** The mode of the IP allow-list: clients whose address is not on the list are logged or refused. */
export const ipAllowList = defineKind({
  name: "ip-allow-list",
  token: "nexus:IpAllowList",
  noun: "IP allow-list",
  family: "IP allow-list",
  setting: true,
  schema: z.strictObject({
    /** `ENFORCE` refuses addresses that are not on the list, `MONITOR` only logs them. Nexus's default: `DISABLED`. */
    mode: z.enum(["DISABLED", "MONITOR", "ENFORCE"]),
  }),
  requires: { since: "3.93.0" },
  // If the list were enforced before its entries exist, or after they are deleted, Nexus would refuse every client.
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

/** An entry of the IP allow-list: an address or a range of addresses. */
export const ipAllowListEntry = defineKind({
  name: "ip-allow-list-entry",
  token: "nexus:IpAllowListEntry",
  noun: "IP allow-list entry",
  family: "IP allow-list entry",
  schema: z.strictObject({
    /** An address or a range in CIDR notation, IPv4 or IPv6: `203.0.113.7`, `203.0.113.0/24`. Default: the resource's name. */
    ipOrCidr: z
      .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "must be an IP address or a range in CIDR notation")
      .register(fieldMetadata, { identity: true }),
    /** A description, shown in Nexus; at most 255 characters. */
    description: withCreateDefault(z.string().max(255, "must have at most 255 characters"), ""),
  }),
  requires: { since: "3.93.0" },
  pageField: "entries",
  endpoints: {
    list: "/v1/security/ip-allowlist/entries?page={page}",
    create: "POST /v1/security/ip-allowlist/entries",
    update: "PUT /v1/security/ip-allowlist/entries/{id}",
    // Nexus has no request to delete one entry: a list of one entry is sent.
    remove: "DELETE /v1/security/ip-allowlist/entries/bulk",
  },
  deleteBody: ({ id }) => [id ?? null],
  fromNexus: (live) => {
    const { entry, ...rest } = live as Fields;
    return { ...rest, ipOrCidr: entry };
  },
  toNexus: ({ ipOrCidr, description }) => ({ ipOrCidr, description }),
});
