import { getValueAt, type Json } from "../../util/json.ts";
import type { Level } from "../report-schemas.ts";
import { createRisk, forEachChange, getNewValue, type RiskRule } from "./risk-rule.ts";

/** Represents a field that protects Nexus or its clients. */
interface Protection {
  /** The kind that has the field; any kind where absent. */
  kind?: string;
  path: string;
  /** Returns true for a new value that disables or weakens the protection. */
  isWeaker(value: Json, before: Json | undefined): boolean;
  level: Level;
  rule: string;
  reason: string;
  consequence: string;
}

const isFalse = (value: Json) => value === false;

const protections: readonly Protection[] = [
  {
    kind: "email",
    path: "sslServerIdentityCheckEnabled",
    isWeaker: isFalse,
    level: "medium",
    rule: "tls-checks-off",
    reason: "no longer verifies that the certificate of the mail server is for its name",
    consequence: "an attacker in the network can read the mail and the password",
  },
  {
    kind: "email",
    path: "startTlsRequired",
    isWeaker: isFalse,
    level: "low",
    rule: "tls-not-demanded",
    reason: "sends mail without TLS if the server does not offer it",
    consequence: "an attacker in the network can read the mail and the password",
  },
  {
    kind: "ldap-server",
    path: "protocol",
    isWeaker: (value) => value === "LDAP",
    level: "high",
    rule: "ldap-without-tls",
    reason: "is queried without TLS",
    consequence: "the passwords of all LDAP users cross the network unencrypted",
  },
  {
    kind: "ssrf-protection",
    path: "enabled",
    isWeaker: isFalse,
    level: "high",
    rule: "ssrf-protection-off",
    reason: "is disabled",
    consequence: "users who can create a proxy or a webhook can make Nexus send requests to internal hosts",
  },
  {
    kind: "ip-allow-list",
    path: "mode",
    isWeaker: (value, before) => value !== "ENFORCE" && before === "ENFORCE",
    level: "high",
    rule: "allow-list-not-enforced",
    reason: "is no longer enforced",
    consequence: "Nexus accepts requests from every address",
  },
  {
    kind: "ip-allow-list-entry",
    path: "ipOrCidr",
    isWeaker: (value) => /\/0$/.test(String(value)),
    level: "high",
    rule: "allow-list-open",
    reason: "allows every address",
    consequence: "Nexus accepts requests from every address",
  },
  {
    path: "firewall.mode",
    isWeaker: (value, before) => before === "QUARANTINE" && value !== "QUARANTINE" && value !== "PCCS",
    level: "high",
    rule: "firewall-weakened",
    reason: "is no longer protected by the quarantine of the Repository Firewall",
    consequence: "components that violate a policy are served",
  },
  {
    kind: "iq-connection",
    path: "failOpenModeEnabled",
    isWeaker: (value) => value === true,
    level: "low",
    rule: "iq-fails-open",
    reason: "lets all components through while the IQ Server does not respond",
    consequence: "components that violate a policy may be served meanwhile",
  },
];

/** A protection is disabled or weakened. */
export const protectionWeakened: RiskRule = forEachChange((change) =>
  protections.flatMap(({ kind, path, isWeaker, level, rule, reason, consequence }) => {
    if (kind !== undefined && kind !== change.kind.name) return [];
    const value = getNewValue(change, path);
    const before = getValueAt(change.current ?? {}, path);
    if (value === undefined || value === null || !isWeaker(value, before)) return [];
    return [createRisk(change, level, rule, { path, reason, consequence })];
  }),
);
