import { z } from "zod";
import { fieldMetadata, referenceTo, secret, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** The IQ Server, or Repository Firewall, that Nexus asks about components. */
export const iqConnection = defineKind({
  name: "iq-connection",
  token: "nexus:IqConnection",
  noun: "IQ connection",
  family: "IQ connection",
  setting: true,
  requires: { notIn: ["CORE"] },
  schema: z.strictObject({
    /** Whether it is asked at all. */
    enabled: z.boolean().optional(),
    /** Where it is. */
    url: z.string().regex(/^https?:\/\/\S+$/, "must be an http or https URL"),
    /** By user and password, or by the certificate of Nexus's Java. */
    authenticationType: z.enum(["USER", "PKI"]),
    /** With `USER`. */
    username: z.string().min(1).optional(),
    /** With `USER`. Nexus takes it and never shows it again. */
    password: secret().optional(),
    /** Trusts the certificates of Nexus's own trust store too. */
    useTrustStoreForUrl: z.boolean().optional(),
    /** Seconds to wait for an answer, 1 to 3600. Without it those of the HTTP settings count. */
    timeoutSeconds: z.int().min(1).max(3600).optional(),
    /** More properties, a line each. */
    properties: z.string().optional(),
    /** Shows a link to it in Nexus's menu. */
    showLink: z.boolean().optional(),
    /** Lets components of quarantined repositories through while it does not answer. */
    failOpenModeEnabled: z.boolean().optional(),
  }),
  endpoints: { list: "/v1/iq", create: "PUT /v1/iq", update: "PUT /v1/iq" },
  toNexus: ({ hasFirewall: _firewall, licensedSolutions: _solutions, ...fields }) => fields,
});

/** Whether the components of a proxy repository are audited, and quarantined. */
export const iqAudit = defineKind({
  name: "iq-audit",
  token: "nexus:IqAudit",
  noun: "IQ audit",
  family: "IQ audit",
  requires: { since: "3.74.0", notIn: ["CORE"] },
  schema: z.strictObject({
    /** A proxy repository. Default: the resource's own name. */
    repositoryName: referenceTo("repository").register(fieldMetadata, { identity: true, refersTo: "repository" }),
    /** Asks the IQ Server about every component. Default at creation: true. */
    enabled: withCreateDefault(z.boolean(), true),
    /** Refuses components that break the IQ Server's policies. Default at creation: false. */
    enabledQuarantine: withCreateDefault(z.boolean(), false),
  }),
  endpoints: {
    list: "/v1/iq/audit",
    one: "/v1/iq/audit/{repositoryName}",
    create: "PUT /v1/iq/audit",
    update: "PUT /v1/iq/audit",
  },
});
