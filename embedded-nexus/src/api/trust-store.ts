import { X509Certificate } from "node:crypto";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { messageError, NO_CONTENT, ok, statusError, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";

/** Every edition's, and measured (3.77). */
export const trustStoreEndpoints: readonly RestEndpoint[] = [
  // Whatever is asked for: nobody is connected to.
  defineEndpoint("GET /v1/security/ssl", {
    permission: "nexus:ssl-truststore:read",
    handle: ({ query }) => {
      throw messageError(400, `Could not retrieve an SSL certificate from '${query("host")}:${query("port")}'`);
    },
  }),

  defineEndpoint("GET /v1/security/ssl/truststore", {
    permission: "nexus:ssl-truststore:read",
    handle: ({ nexus }) => ok(nexus.state.certificates.map((pem) => shown(new X509Certificate(pem)))),
  }),

  // The body is the PEM itself, whatever its type; as JSON it is none.
  defineEndpoint<string>("POST /v1/security/ssl/truststore", {
    body: "anything",
    handle: ({ nexus, subject, body }) => {
      const certificate = read(body);
      if (!subject.isPermitted("nexus:ssl-truststore:create")) throw statusError(403);
      const { fingerprint } = certificate;
      if (find(nexus.state.certificates, fingerprint) !== undefined)
        throw messageError(409, `A certificate already exists with the id: '${fingerprint}'.`);
      nexus.change(() => nexus.state.certificates.push(certificate.toString()));
      return { status: 201, json: shown(certificate) };
    },
  }),

  defineEndpoint("DELETE /v1/security/ssl/truststore/{id}", {
    permission: "nexus:ssl-truststore:delete",
    handle: ({ nexus, param }) => {
      const id = param("id");
      const gone = find(nexus.state.certificates, id);
      if (gone === undefined) throw messageError(404, `No certificate with alias '${id}' in trust store.`);
      nexus.change(() => {
        nexus.state.certificates = nexus.state.certificates.filter((pem) => pem !== gone);
      });
      return NO_CONTENT;
    },
  }),
];

function find(certificates: readonly string[], fingerprint: string): string | undefined {
  return certificates.find((pem) => new X509Certificate(pem).fingerprint === fingerprint);
}

function read(body: string): X509Certificate {
  try {
    if (!body.trimStart().startsWith("-----BEGIN CERTIFICATE-----")) throw new Error("no PEM");
    return new X509Certificate(body);
  } catch {
    throw validationError([{ id: "PARAMETER arg0", message: "Invalid PEM formatted certificate" }]);
  }
}

function shown(certificate: X509Certificate): JsonObject {
  const { fingerprint, issuer, subject, validFrom, validTo, serialNumber } = certificate;
  return {
    expiresOn: Date.parse(validTo),
    fingerprint,
    id: fingerprint,
    issuedOn: Date.parse(validFrom),
    issuerCommonName: part(issuer, "CN"),
    issuerOrganization: part(issuer, "O"),
    issuerOrganizationalUnit: part(issuer, "OU"),
    pem: certificate.toString(),
    serialNumber: BigInt(`0x${serialNumber}`).toString(),
    subjectCommonName: part(subject, "CN"),
    subjectOrganization: part(subject, "O"),
    subjectOrganizationalUnit: part(subject, "OU"),
  };
}

/** `CN` of a name written a line each: `CN=a.example`. */
function part(name: string | undefined, which: string): string | null {
  const line = name?.split("\n").find((one) => one.startsWith(`${which}=`));
  return line?.slice(which.length + 1) ?? null;
}
