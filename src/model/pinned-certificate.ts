/** The certificate of a host. States store it. */
export interface PinnedCertificate {
  pem: string;
  /** SHA-1: Nexus's id of the certificate. */
  fingerprint: string;
}
