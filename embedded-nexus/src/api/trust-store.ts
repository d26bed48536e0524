import { X509Certificate } from "node:crypto";
import { done, ok, refusal, refused, violated } from "../http/responses.ts";
import { type Endpoint, endpoint } from "../http/endpoint.ts";
import type { JsonObject } from "../json.ts";

/** Every edition's, and measured (3.77). */
export const trustStoreEndpoints: readonly Endpoint[] = [
  // Whatever is asked for: nobody is connected to.
  endpoint("GET /v1/security/ssl", {
    may: "nexus:ssl-truststore:read",
    handle: ({ query }) => {
      throw refused(400, `Could not retrieve an SSL certificate from '${query("host")}:${query("port")}'`);
    },
  }),

  endpoint("GET /v1/security/ssl/truststore", {
    may: "nexus:ssl-truststore:read",
    handle: ({ nexus }) => ok(nexus.state.certificates.map((pem) => shown(new X509Certificate(pem)))),
  }),

  // The body is the PEM itself, whatever its type; as JSON it is none.
  endpoint<string>("POST /v1/security/ssl/truststore", {
    body: "anything",
    handle: ({ nexus, subject, body }) => {
      const certificate = read(body);
      if (!subject.may("nexus:ssl-truststore:create")) throw refusal(403);
      const { fingerprint } = certificate;
      if (find(nexus.state.certificates, fingerprint) !== undefined)
        throw refused(409, `A certificate already exists with the id: '${fingerprint}'.`);
      nexus.change(() => nexus.state.certificates.push(certificate.toString()));
      return { status: 201, json: shown(certificate) };
    },
  }),

  endpoint("DELETE /v1/security/ssl/truststore/{id}", {
    may: "nexus:ssl-truststore:delete",
    handle: ({ nexus, param }) => {
      const id = param("id");
      const gone = find(nexus.state.certificates, id);
      if (gone === undefined) throw refused(404, `No certificate with alias '${id}' in trust store.`);
      nexus.change(() => {
        nexus.state.certificates = nexus.state.certificates.filter((pem) => pem !== gone);
      });
      return done;
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
    throw violated([{ id: "PARAMETER arg0", message: "Invalid PEM formatted certificate" }]);
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
