import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { connect } from "node:tls";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { messageError, NO_CONTENT, ok, statusError, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";

/** The trust store, on every edition (measured on 3.77). */
export const trustStoreEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/ssl", {
    permission: "nexus:ssl-truststore:read",
    handle: async ({ query }) => {
      const [host = "", port = "443"] = [query("host"), query("port")];
      const certificate = await retrieveCertificate(host, Number(port)).catch(() => undefined);
      if (!certificate) throw messageError(400, `Could not retrieve an SSL certificate from '${host}:${port}'`);
      return ok(toCertificateXO(certificate));
    },
  }),

  defineEndpoint("GET /v1/security/ssl/truststore", {
    permission: "nexus:ssl-truststore:read",
    handle: ({ nexus }) => ok(nexus.state.certificates.map((pem) => toCertificateXO(new X509Certificate(pem)))),
  }),

  // The body is the PEM text with any content type, not JSON.
  defineEndpoint<string>("POST /v1/security/ssl/truststore", {
    body: "anything",
    handle: ({ nexus, subject, body }) => {
      const certificate = parseCertificate(body);
      if (!subject.isPermitted("nexus:ssl-truststore:create")) throw statusError(403);
      const { fingerprint } = certificate;
      if (findCertificate(nexus.state.certificates, fingerprint) !== undefined)
        throw messageError(409, `A certificate already exists with the id: '${fingerprint}'.`);
      nexus.change(() => nexus.state.certificates.push(certificate.toString()));
      return { status: 201, json: toCertificateXO(certificate) };
    },
  }),

  defineEndpoint("DELETE /v1/security/ssl/truststore/{id}", {
    permission: "nexus:ssl-truststore:delete",
    handle: ({ nexus, param }) => {
      const id = param("id");
      const certificate = findCertificate(nexus.state.certificates, id);
      if (certificate === undefined) throw messageError(404, `No certificate with alias '${id}' in trust store.`);
      nexus.change(() => {
        nexus.state.certificates = nexus.state.certificates.filter((pem) => pem !== certificate);
      });
      return NO_CONTENT;
    },
  }),
];

const connectTimeout = 5_000;

/** Returns the certificate that a host shows, whether it is trusted or not. `protocolHint` is not used: TLS starts at once. */
function retrieveCertificate(host: string, port: number): Promise<X509Certificate | undefined> {
  return new Promise((resolve, reject) => {
    const servername = isIP(host) ? {} : { servername: host };
    const socket = connect({ host, port, rejectUnauthorized: false, ...servername }, () => {
      resolve(socket.getPeerX509Certificate());
      socket.destroy();
    });
    socket.setTimeout(connectTimeout, () => socket.destroy(new Error("timeout")));
    socket.on("error", reject);
  });
}

function findCertificate(certificates: readonly string[], fingerprint: string): string | undefined {
  return certificates.find((pem) => new X509Certificate(pem).fingerprint === fingerprint);
}

function parseCertificate(body: string): X509Certificate {
  try {
    if (!body.trimStart().startsWith("-----BEGIN CERTIFICATE-----")) throw new Error("no PEM");
    return new X509Certificate(body);
  } catch {
    throw validationError([{ id: "PARAMETER arg0", message: "Invalid PEM formatted certificate" }]);
  }
}

function toCertificateXO(certificate: X509Certificate): JsonObject {
  const { fingerprint, issuer, subject, validFrom, validTo, serialNumber } = certificate;
  return {
    expiresOn: Date.parse(validTo),
    fingerprint,
    id: fingerprint,
    issuedOn: Date.parse(validFrom),
    issuerCommonName: getNamePart(issuer, "CN"),
    issuerOrganization: getNamePart(issuer, "O"),
    issuerOrganizationalUnit: getNamePart(issuer, "OU"),
    pem: certificate.toString(),
    serialNumber: BigInt(`0x${serialNumber}`).toString(),
    subjectCommonName: getNamePart(subject, "CN"),
    subjectOrganization: getNamePart(subject, "O"),
    subjectOrganizationalUnit: getNamePart(subject, "OU"),
  };
}

/** Returns a part of a distinguished name that has one part a line: `a.example` for `CN` of `CN=a.example`. */
function getNamePart(name: string | undefined, key: string): string | null {
  const line = name?.split("\n").find((part) => part.startsWith(`${key}=`));
  return line?.slice(key.length + 1) ?? null;
}
