import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { Fields } from "../../util/json.ts";
import { fieldMetadata } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** A fingerprint in hexadecimal digits, with or without colons: SHA-1, as Nexus shows it, or SHA-256. */
const fingerprintText = /^([\da-f]{2}:?){19}[\da-f]{2}$|^([\da-f]{2}:?){31}[\da-f]{2}$/i;

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
      .refine((pem) => onePem.test(pem) && findFingerprint(pem) !== undefined, {
        message: "must be one certificate in PEM format, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----",
      })
      .register(fieldMetadata, { ignoreWhitespace: true }),
  }),
  // Nexus identifies a certificate by its SHA-1 fingerprint: hexadecimal pairs separated by colons.
  identify: { from: "pem", name: ({ fingerprint, pem }: Fields) => String(fingerprint ?? findFingerprint(pem) ?? pem) },
  textBodyField: "pem",
  endpoints: {
    list: "/v1/security/ssl/truststore",
    create: "POST /v1/security/ssl/truststore",
    remove: "DELETE /v1/security/ssl/truststore/{id}",
  },
});

/** A certificate that Nexus retrieves from a host when it is created. The host may show another one later: the first one is kept. */
export const hostCertificate = defineKind({
  name: "host-certificate",
  token: "nexus:HostCertificate",
  noun: "certificate of a host",
  family: "certificate",
  retrieves: certificate,
  schema: z.strictObject({
    /** The host to which Nexus connects. */
    host: z.string().min(1),
    /** The port. Default: 443. */
    port: z.int().min(1).max(65535).optional(),
    /** The protocol, for hosts that start TLS in their own way: `https`, `ldaps`, `smtp`. Default: TLS from the start. */
    protocolHint: z.string().min(1).optional(),
    /** The fingerprint that the certificate must have: SHA-1, as Nexus shows it, or SHA-256. Default: any. */
    fingerprint: z
      .string()
      .regex(fingerprintText, "must be a SHA-1 or SHA-256 fingerprint: 20 or 32 pairs of hexadecimal digits")
      .optional(),
  }),
  identify: { from: "host", name: ({ host, port = 443 }: Fields) => `${host}:${port}` },
  endpoints: certificate.endpoints({}),
  advice: { 400: "Nexus itself connects to the host. Check the address, and that the server of Nexus can reach it" },
});

/** The facts of a certificate that identify it for people. */
export interface CertificateDescription {
  /** SHA-1: Nexus's id of the certificate. */
  fingerprint: string;
  fingerprint256: string;
  /** `CN=ldap.example, O=Company`. */
  subject: string;
  /** The last day: `2027-12-31`. */
  expires: string;
}

/** @throws Error if the text is not a certificate */
export function describeCertificate(pem: string): CertificateDescription {
  const { fingerprint, fingerprint256, subject, validTo } = new X509Certificate(pem.trim());
  const expires = new Date(validTo).toISOString().slice(0, 10);
  return { fingerprint, fingerprint256, subject: subject.replaceAll("\n", ", "), expires };
}

/** Returns true if a declared fingerprint is the SHA-1 or SHA-256 fingerprint of the certificate. */
export function hasFingerprint({ fingerprint, fingerprint256 }: CertificateDescription, declared: string): boolean {
  const normalize = (text: string) => text.replaceAll(":", "").toUpperCase();
  return [fingerprint, fingerprint256].map(normalize).includes(normalize(declared));
}

/** Returns the SHA-1 fingerprint. Returns undefined for a text that is not a certificate, such as a value that is unknown in a preview. */
function findFingerprint(pem: unknown): string | undefined {
  try {
    return new X509Certificate(String(pem).trim()).fingerprint;
  } catch {
    return undefined;
  }
}
