import { type Declaration, getDeclaredIdentity, listByFamily } from "../../estate/estate.ts";
import { findPathsWith, type Shape } from "../../model/shape.ts";
import type { ResourceChange } from "../../plan/resource-changes.ts";
import { type Fields, getValueAt, isFields, type Json } from "../../util/json.ts";
import type { Level, Risk } from "../report-schemas.ts";
import { createRisk, forEachChange, getNewValue, getValueChange, type RiskRule } from "./risk-rule.ts";

/** Clients know a Docker registry by its port. */
export const connectorMoved: RiskRule = (situation) => {
  const held = portsIn(listByFamily(situation.current, "repository"));
  return forEachChange((subject) =>
    findPathsWith(subject.kind.shape, "connectorPort").flatMap((path) => {
      const port = getValueChange(subject, path);
      const from = port?.before;
      const lost = typeof from === "number" ? [connectorLost(subject, path, from, port?.after)] : [];
      const taken = getNewValue(subject, path);
      const holder = typeof taken === "number" ? held.get(taken) : undefined;
      if (holder === undefined || holder === subject.name) return lost;
      return [
        ...lost,
        createRisk(subject, "high", "connector-taken", {
          path,
          reason: `takes port ${String(taken)} from ${holder}`,
          consequence: "clients of that port push here and pull from here from then on",
        }),
      ];
    }),
  )(situation);
};

function connectorLost(subject: ResourceChange, path: string, from: number, to: Json | undefined): Risk {
  const now = typeof to === "number" ? `moves to port ${to}` : "loses its port";
  return createRisk(subject, "high", "connector-moved", {
    path,
    reason: `${now}, and was at ${from}`,
    consequence: `clients that name port ${from} no longer find it: pushes, pulls and running deployments' image names break`,
  });
}

function portsIn(repositories: readonly Declaration[]): Map<number, string> {
  return new Map(
    repositories.flatMap((one) =>
      findPathsWith(one.kind.shape, "connectorPort").flatMap((path): [number, string][] => {
        const port = getValueAt(one.fields, path);
        return typeof port === "number" ? [[port, getDeclaredIdentity(one)]] : [];
      }),
    ),
  );
}

/** Whatever is fetched by plain HTTP may be changed on its way. */
export const plainHttp: RiskRule = forEachChange((subject) => {
  if (!subject.planned) return [];
  return textPaths(subject.kind.shape, subject.planned).flatMap((path) => {
    const url = getNewValue(subject, path);
    if (typeof url !== "string" || !/^http:\/\//i.test(url)) return [];
    const isRemote = path === "proxy.remoteUrl";
    return [
      createRisk(subject, "medium", "plain-http", {
        path,
        reason: isRemote ? "fetches over plain HTTP" : "is told an address over plain HTTP",
        consequence: isRemote
          ? "whoever sits between can serve other content, and it is cached as if it were genuine"
          : "whoever sits between can read and change what is sent, credentials included",
      }),
    ];
  });
});

function textPaths(shape: Shape, fields: Fields, above = ""): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const value = fields[name];
    const path = above ? `${above}.${name}` : name;
    if (typeof value === "string") return [path];
    return isFields(value) ? textPaths(field, value, path) : [];
  });
}

/** The same names, from somebody else. */
export const upstreamChanged: RiskRule = forEachChange((subject) => {
  const url = getValueChange(subject, "proxy.remoteUrl");
  if (!url) return [];
  return [
    createRisk(subject, "medium", "upstream-changed", {
      path: "proxy.remoteUrl",
      reason: "fetches from another address",
      consequence: "what is cached stays; what is fetched from then on comes from there",
    }),
  ];
});

/** Something that protects is switched off, or lets more through. */
interface Protection {
  kind?: string;
  path: string;
  /** What it must not become. */
  weak(value: Json, before: Json | undefined): boolean;
  level: Level;
  rule: string;
  reason: string;
  consequence: string;
}

const off = (value: Json) => value === false;

const protections: readonly Protection[] = [
  {
    kind: "email",
    path: "sslServerIdentityCheckEnabled",
    weak: off,
    level: "medium",
    rule: "tls-checks-off",
    reason: "no longer holds the mail server's certificate against its name",
    consequence: "whoever sits between can read the mail and the password",
  },
  {
    kind: "email",
    path: "startTlsRequired",
    weak: off,
    level: "low",
    rule: "tls-not-demanded",
    reason: "sends mail without TLS where the server offers none",
    consequence: "whoever sits between can read the mail and the password",
  },
  {
    kind: "ldap-server",
    path: "protocol",
    weak: (value) => value === "LDAP",
    level: "high",
    rule: "ldap-without-tls",
    reason: "is asked without TLS",
    consequence: "everybody's passwords cross the network in clear",
  },
  {
    kind: "ssrf-protection",
    path: "enabled",
    weak: off,
    level: "high",
    rule: "ssrf-protection-off",
    reason: "is switched off",
    consequence: "whoever may make a proxy or a webhook can have Nexus ask hosts inside",
  },
  {
    kind: "ip-allow-list",
    path: "mode",
    weak: (value, before) => value !== "ENFORCE" && before === "ENFORCE",
    level: "high",
    rule: "allow-list-not-enforced",
    reason: "is enforced no more",
    consequence: "Nexus answers to every address again",
  },
  {
    kind: "ip-allow-list-entry",
    path: "ipOrCidr",
    weak: (value) => /\/0$/.test(String(value)),
    level: "high",
    rule: "allow-list-open",
    reason: "lets all addresses in",
    consequence: "Nexus answers to every address again",
  },
  {
    path: "firewall.mode",
    weak: (value, before) => before === "QUARANTINE" && value !== "QUARANTINE" && value !== "PCCS",
    level: "high",
    rule: "firewall-weakened",
    reason: "is no longer guarded by the Repository Firewall, which held back what policy forbids",
    consequence: "components that policy forbids are served",
  },
  {
    kind: "iq-connection",
    path: "failOpenModeEnabled",
    weak: (value) => value === true,
    level: "low",
    rule: "iq-fails-open",
    reason: "lets everything through while the IQ Server does not answer",
    consequence: "components that policy forbids may be served meanwhile",
  },
];

/** Checks and protections that go. */
export const protectionWeakened: RiskRule = forEachChange((subject) =>
  protections.flatMap(({ kind, path, weak, level, rule, reason, consequence }) => {
    if (kind !== undefined && kind !== subject.kind.name) return [];
    const value = getNewValue(subject, path);
    const before = getValueAt(subject.current ?? {}, path);
    if (value === undefined || value === null || !weak(value, before)) return [];
    return [createRisk(subject, level, rule, { path, reason, consequence })];
  }),
);
