import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { fieldMetadata } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

const onePem = /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

/** A certificate in Nexus's own trust store. */
export const certificate = defineKind({
  name: "certificate",
  token: "nexus:Certificate",
  noun: "certificate",
  family: "certificate",
  schema: z.strictObject({
    /** The certificate, one, as PEM. White space and line ends in it mean nothing. */
    pem: z
      .string()
      .refine((pem) => onePem.test(pem) && fingerprintOf(pem) !== undefined, {
        message: "must be one certificate as PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----",
      })
      .register(fieldMetadata, { ignoreWhitespace: true }),
  }),
  // Nexus tells certificates apart by the SHA-1 fingerprint, in hexadecimal pairs apart by colons.
  identify: { from: "pem", name: ({ fingerprint, pem }: Fields) => String(fingerprint ?? fingerprintOf(pem) ?? pem) },
  textBodyField: "pem",
  endpoints: {
    list: "/v1/security/ssl/truststore",
    create: "POST /v1/security/ssl/truststore",
    remove: "DELETE /v1/security/ssl/truststore/{id}",
  },
});

/** Nothing where it is no certificate, as what a preview does not know yet is none. */
function fingerprintOf(pem: unknown): string | undefined {
  try {
    return new X509Certificate(String(pem).trim()).fingerprint;
  } catch {
    return undefined;
  }
}
