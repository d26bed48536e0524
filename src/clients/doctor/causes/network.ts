import { hasSymptom, type Symptom } from "../attempt.ts";
import type { AttemptFacts } from "../attempt-facts.ts";
import { type Cause, reportCertain, reportLikely, ruleOut } from "../cause.ts";

/** Nobody answers as a client needs it: what was seen from here is certain, what a client said may hold for it alone. */
function onTheWire(
  name: string,
  sign: Symptom,
  fine: string,
  what: (facts: AttemptFacts) => string,
  ...todo: string[]
): Cause {
  return {
    name,
    check: (facts) => {
      const { connection: wire, attempt } = facts;
      if (wire?.failure?.symptom === sign)
        return reportCertain(what(facts), [`asked from here: ${wire.failure.message}`], ...todo);
      if (hasSymptom(attempt, sign))
        return reportLikely(
          what(facts),
          [
            "the client says so",
            ...(wire && !wire.failure ? [`asked from here, ${wire.host} answered: it is so at the client`] : []),
          ],
          ...todo,
        );
      return wire && !wire.failure ? ruleOut(fine) : undefined;
    },
  };
}

const host = ({ connection: wire }: AttemptFacts) => wire?.host ?? "the host";

/** A reverse proxy that sends it to Nexus's pages, or to somebody else. */
const noRegistry: Cause = {
  name: "no-registry",
  check: ({ connection: wire, location: where }) => {
    if (!where || wire?.isRegistry === undefined) return undefined;
    if (wire.isRegistry) return ruleOut("a registry answers there");
    return reportCertain(
      `what answers at ${wire.host} is no registry`,
      [`GET /v2/ without credentials: ${wire.status}, where a registry says 401 or 200`],
      `let the reverse proxy send it to the connector of ${where.repository.name}, and not to where Nexus serves its pages`,
    );
  },
};

export const networkCauses: readonly Cause[] = [
  onTheWire(
    "name-does-not-resolve",
    "name",
    "the host's name resolves",
    (facts) => `the name of ${host(facts)} does not resolve`,
    "compare it with the addresses of `nexus-iac client-config`; if it is right, it is missing in DNS, or the client asks another DNS",
  ),
  onTheWire(
    "nobody-listens",
    "refused",
    "somebody listens there",
    (facts) => `nobody listens at ${host(facts)}`,
    "look whether Nexus and the reverse proxy run, and whether the repository with that connector is online",
  ),
  onTheWire(
    "no-answer-in-time",
    "timeout",
    "an answer came in time",
    (facts) => `${host(facts)} does not answer in time`,
    "a firewall drops what comes, or Nexus is overloaded: try it from another host",
  ),
  onTheWire(
    "certificate",
    "certificate",
    "the certificate is trusted",
    (facts) => `the certificate of ${host(facts)} is not trusted`,
    "renew it where it has expired or is for another name; where an authority of your own signed it, give that to the client: /etc/docker/certs.d/HOST/ca.crt (Docker, Podman, skopeo), a trust store (Java, Node, pip)",
  ),
  onTheWire(
    "plain-http",
    "plain",
    "it speaks the scheme that clients expect",
    (facts) => `${host(facts)} speaks plain HTTP, and the client expects TLS`,
    "use the address with TLS; where there is none, tell the client: insecure-registries (Docker), --tls-verify=false (Podman, skopeo), --insecure (crane)",
  ),
  noRegistry,
];
