import { hasSymptom, type Symptom } from "../attempt.ts";
import { type Cause, reportCertain, reportLikely, ruleOut } from "../cause.ts";

/**
 * Creates a cause for a connection error. An error that occurs from here is certain; an error that only the client
 * reports may hold for that client alone, so it is likely.
 */
function createConnectionCause(
  name: string,
  symptom: Symptom,
  ruledOutReason: string,
  describe: (host: string) => string,
  ...advice: string[]
): Cause {
  return {
    name,
    check: ({ connection, attempt }) => {
      const summary = describe(connection?.host ?? "the host");
      if (connection?.failure?.symptom === symptom)
        return reportCertain(summary, [`connection from here: ${connection.failure.message}`], ...advice);
      if (hasSymptom(attempt, symptom))
        return reportLikely(
          summary,
          [
            "the client reports it",
            ...(connection && !connection.failure
              ? [`${connection.host} answers from here, so the problem is on the client's side`]
              : []),
          ],
          ...advice,
        );
      return connection && !connection.failure ? ruleOut(ruledOutReason) : undefined;
    },
  };
}

/** A reverse proxy that forwards the address to Nexus's web interface or to another server. */
const noRegistry: Cause = {
  name: "no-registry",
  check: ({ connection, location }) => {
    if (!location || connection?.isRegistry === undefined) return undefined;
    if (connection.isRegistry) return ruleOut("a registry answers at this address");
    return reportCertain(
      `the server at ${connection.host} is not a registry`,
      [`GET /v2/ without credentials: ${connection.status}; a registry answers 401 or 200`],
      `let the reverse proxy forward the address to the connector of ${location.repository.name}, not to Nexus's own port`,
    );
  },
};

export const networkCauses: readonly Cause[] = [
  createConnectionCause(
    "name-does-not-resolve",
    "name",
    "the host name resolves",
    (host) => `the host name of ${host} does not resolve`,
    "compare it with the addresses in `nexus-iac client-config`; if it is right, the DNS entry is missing, or the client uses another DNS server",
  ),
  createConnectionCause(
    "nobody-listens",
    "refused",
    "the port is open",
    (host) => `connection refused: no server listens at ${host}`,
    "check that Nexus and the reverse proxy run, and that the repository with this connector is online",
  ),
  createConnectionCause(
    "no-answer-in-time",
    "timeout",
    "the server answers in time",
    (host) => `${host} does not answer in time`,
    "a firewall drops the packets, or Nexus is overloaded: try it from another host",
  ),
  createConnectionCause(
    "certificate",
    "certificate",
    "the certificate is trusted",
    (host) => `the certificate of ${host} is not trusted`,
    "renew it if it has expired or is issued for another name; if an internal CA signed it, give the CA certificate to the client: /etc/docker/certs.d/HOST/ca.crt (Docker, Podman, skopeo), a trust store (Java, Node, pip)",
  ),
  createConnectionCause(
    "plain-http",
    "plain",
    "the server speaks the scheme that clients expect",
    (host) => `${host} speaks plain HTTP, but the client expects TLS`,
    "use the address with TLS; if there is none, allow plain HTTP on the client: insecure-registries (Docker), --tls-verify=false (Podman, skopeo), --insecure (crane)",
  ),
  noRegistry,
];
