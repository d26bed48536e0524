import { z } from "zod";
import { secret } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** How Nexus sends mail. Deleting the resource leaves Nexus without a mail server. */
export const email = defineKind({
  name: "email",
  token: "nexus:Email",
  noun: "e-mail",
  family: "e-mail",
  setting: true,
  schema: z.strictObject({
    /** Whether mail is sent at all. Nexus's own default: false. */
    enabled: z.boolean().optional(),
    /** The mail server. */
    host: z.string().min(1),
    /** Its port, 1 to 65535. */
    port: z.int().min(1).max(65535),
    /** What Nexus logs in with, where it must. */
    username: z.string().optional(),
    /** Nexus takes it and never shows it again. */
    password: secret().optional(),
    /** Whom mail comes from. */
    fromAddress: z.email("must be an e-mail address"),
    /** Put before every subject. */
    subjectPrefix: z.string().optional(),
    /** Encrypts once connected, where the server offers it. */
    startTlsEnabled: z.boolean().optional(),
    /** Sends nothing unencrypted. */
    startTlsRequired: z.boolean().optional(),
    /** Speaks TLS from the first byte. */
    sslOnConnectEnabled: z.boolean().optional(),
    /** Checks that the certificate is the server's. */
    sslServerIdentityCheckEnabled: z.boolean().optional(),
    /** Trusts the certificates of Nexus's own trust store too. */
    nexusTrustStoreEnabled: z.boolean().optional(),
  }),
  endpoints: {
    list: "/v1/email",
    create: "PUT /v1/email",
    update: "PUT /v1/email",
    remove: "DELETE /v1/email",
  },
});
