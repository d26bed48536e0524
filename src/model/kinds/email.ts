import { z } from "zod";
import { isEmptyValue } from "../comparison.ts";
import { emailAddress } from "../email-address.ts";
import { secret } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** The mail server through which Nexus sends e-mails. */
export const email = defineKind({
  name: "email",
  token: "nexus:Email",
  noun: "e-mail",
  family: "e-mail",
  setting: true,
  schema: z.strictObject({
    /** Enables e-mails. Nexus's default: false. */
    enabled: z.boolean().optional(),
    /** The host name of the mail server. */
    host: z.string().min(1),
    /** The port of the mail server; 1 to 65535. */
    port: z.int().min(1).max(65535),
    /** The user name for the mail server. Default: no authentication. */
    username: z.string().optional(),
    /** The password for the mail server. Write-only: Nexus never returns it. An update that does not declare it keeps it. */
    // 3.71, by logging in to a mail server; the sources of 3.72 and of 3.73 to 3.77.
    password: secret({ placeholder: "3.73.0", isStored: ({ username }) => !isEmptyValue(username) }).optional(),
    /** The sender of the e-mails. */
    fromAddress: emailAddress(),
    /** A text before every subject. */
    subjectPrefix: z.string().optional(),
    /** Uses STARTTLS if the server supports it. */
    startTlsEnabled: z.boolean().optional(),
    /** Requires STARTTLS: nothing is sent unencrypted. */
    startTlsRequired: z.boolean().optional(),
    /** Connects with TLS (SMTPS). */
    sslOnConnectEnabled: z.boolean().optional(),
    /** Verifies that the certificate is for the host name of the server. */
    sslServerIdentityCheckEnabled: z.boolean().optional(),
    /** Also trusts the certificates in Nexus's trust store. */
    nexusTrustStoreEnabled: z.boolean().optional(),
  }),
  endpoints: {
    list: "/v1/email",
    create: "PUT /v1/email",
    update: "PUT /v1/email",
    remove: "DELETE /v1/email",
  },
});
