import { z } from "zod";
import { fieldMetadata, referenceTo, secret, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";
import { documentedIn374 } from "../support.ts";

/** The connection to an IQ Server or Repository Firewall, which evaluates components. */
export const iqConnection = defineKind({
  name: "iq-connection",
  token: "nexus:IqConnection",
  noun: "IQ connection",
  family: "IQ connection",
  setting: true,
  requires: { notIn: ["CORE"] },
  schema: z.strictObject({
    /** Enables the connection. */
    enabled: z.boolean().optional(),
    /** The URL of the IQ Server. */
    url: z.string().regex(/^https?:\/\/\S+$/, "must be an http or https URL"),
    /** `USER`: user name and password; `PKI`: the client certificate of Nexus's JVM. */
    authenticationType: z.enum(["USER", "PKI"]),
    /** The user name, for `USER`. */
    username: z.string().min(1).optional(),
    /** The password, for `USER`. Write-only: Nexus never returns it. An update that does not declare it keeps it. */
    password: secret({ placeholder: "returned" }).optional(),
    /** Also trusts the certificates in Nexus's trust store. */
    useTrustStoreForUrl: z.boolean().optional(),
    /** The timeout of requests, in seconds; 1 to 3600. Default: the timeout of the HTTP settings. */
    timeoutSeconds: z.int().min(1).max(3600).optional(),
    /** Additional properties, one `name=value` on each line. */
    properties: z.string().optional(),
    /** Shows a link to the IQ Server in Nexus's menu. */
    showLink: z.boolean().optional(),
    /** Allows components of quarantined repositories while the IQ Server does not respond. */
    failOpenModeEnabled: z.boolean().optional(),
  }),
  endpoints: { list: "/v1/iq", create: "PUT /v1/iq", update: "PUT /v1/iq" },
  toNexus: ({ hasFirewall: _firewall, licensedSolutions: _solutions, ...fields }) => fields,
});

/** The audit and quarantine of a proxy repository's components. */
export const iqAudit = defineKind({
  name: "iq-audit",
  token: "nexus:IqAudit",
  noun: "IQ audit",
  family: "IQ audit",
  requires: { since: documentedIn374, notIn: ["CORE"] },
  schema: z.strictObject({
    /** The name of the proxy repository. Default: the resource's name. */
    repositoryName: referenceTo("repository").register(fieldMetadata, { identity: true, refersTo: "repository" }),
    /** Evaluates every component by the IQ Server. Default on creation: true. */
    enabled: withCreateDefault(z.boolean(), true),
    /** Refuses components that violate a policy of the IQ Server. Default on creation: false. */
    enabledQuarantine: withCreateDefault(z.boolean(), false),
  }),
  endpoints: {
    // The response for one repository is also 200 if it has no audit, so it does not show whether there is one.
    list: "/v1/iq/audit",
    create: "PUT /v1/iq/audit",
    update: "PUT /v1/iq/audit",
  },
});
