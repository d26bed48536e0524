import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { fieldMetadata } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

const onePem = /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

/** A certificate in Nexus's trust store. */
export const certificate = defineKind({
  name: "certificate",
  token: "nexus:Certificate",
  noun: "certificate",
  family: "certificate",
  schema: z.strictObject({
    /** One certificate in PEM format. White space and line ends have no meaning. */
    pem: z
      .string()
      .refine((pem) => onePem.test(pem) && fingerprintOf(pem) !== undefined, {
        message: "must be one certificate in PEM format, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----",
      })
      .register(fieldMetadata, { ignoreWhitespace: true }),
  }),
  // Nexus identifies a certificate by its SHA-1 fingerprint: hexadecimal pairs separated by colons.
  identify: { from: "pem", name: ({ fingerprint, pem }: Fields) => String(fingerprint ?? fingerprintOf(pem) ?? pem) },
  textBodyField: "pem",
  endpoints: {
    list: "/v1/security/ssl/truststore",
    create: "POST /v1/security/ssl/truststore",
    remove: "DELETE /v1/security/ssl/truststore/{id}",
  },
});

/** Returns undefined for a text that is not a certificate, such as a value that is unknown in a preview. */
function fingerprintOf(pem: unknown): string | undefined {
  try {
    return new X509Certificate(String(pem).trim()).fingerprint;
  } catch {
    return undefined;
  }
}
