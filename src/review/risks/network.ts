import { type Declaration, getDeclaredIdentity, listByFamily } from "../../estate/estate.ts";
import { findPathsWith, type Shape } from "../../model/shape.ts";
import type { ResourceChange } from "../../plan/resource-changes.ts";
import { type Fields, getValueAt, isFields, type Json } from "../../util/json.ts";
import type { Risk } from "../report-schemas.ts";
import { createRisk, forEachChange, getNewValue, getValueChange, type RiskRule } from "./risk-rule.ts";

/** A connector port moves to another repository or is removed: clients address a Docker registry by its port. */
export const connectorMoved: RiskRule = (context) => {
  const currentPorts = indexByPort(listByFamily(context.current, "repository"));
  return forEachChange((change) =>
    findPathsWith(change.kind.shape, "connectorPort").flatMap((path) => {
      const port = getValueChange(change, path);
      const from = port?.before;
      const moved = typeof from === "number" ? [createConnectorRisk(change, path, from, port?.after)] : [];
      const newPort = getNewValue(change, path);
      const formerRepository = typeof newPort === "number" ? currentPorts.get(newPort) : undefined;
      if (formerRepository === undefined || formerRepository === change.name) return moved;
      return [
        ...moved,
        createRisk(change, "high", "connector-taken", {
          path,
          reason: `takes over port ${String(newPort)} from ${formerRepository}`,
          consequence: "clients of that port push to and pull from this repository from now on",
        }),
      ];
    }),
  )(context);
};

function createConnectorRisk(change: ResourceChange, path: string, from: number, to: Json | undefined): Risk {
  return createRisk(change, "high", "connector-moved", {
    path,
    reason: typeof to === "number" ? `moves from port ${from} to port ${to}` : `loses its port ${from}`,
    consequence: `clients that use port ${from} no longer reach it: pushes, pulls and image names in running deployments fail`,
  });
}

function indexByPort(repositories: readonly Declaration[]): Map<number, string> {
  return new Map(
    repositories.flatMap((repository) =>
      findPathsWith(repository.kind.shape, "connectorPort").flatMap((path): [number, string][] => {
        const port = getValueAt(repository.fields, path);
        return typeof port === "number" ? [[port, getDeclaredIdentity(repository)]] : [];
      }),
    ),
  );
}

/** An address is set to plain HTTP: an attacker in the network can change the content. */
export const plainHttp: RiskRule = forEachChange((change) => {
  if (!change.planned) return [];
  return listTextPaths(change.kind.shape, change.planned).flatMap((path) => {
    const url = getNewValue(change, path);
    if (typeof url !== "string" || !/^http:\/\//i.test(url)) return [];
    const isUpstream = path === "proxy.remoteUrl";
    return [
      createRisk(change, "medium", "plain-http", {
        path,
        reason: isUpstream ? "fetches over plain HTTP" : "uses an address over plain HTTP",
        consequence: isUpstream
          ? "an attacker in the network can replace the content, which Nexus then caches"
          : "an attacker in the network can read and change the traffic, credentials included",
      }),
    ];
  });
});

function listTextPaths(shape: Shape, fields: Fields, parent = ""): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const value = fields[name];
    const path = parent ? `${parent}.${name}` : name;
    if (typeof value === "string") return [path];
    return isFields(value) ? listTextPaths(field, value, path) : [];
  });
}

/** A proxy fetches from another address. */
export const upstreamChanged: RiskRule = forEachChange((change) => {
  const url = getValueChange(change, "proxy.remoteUrl");
  if (!url) return [];
  return [
    createRisk(change, "medium", "upstream-changed", {
      path: "proxy.remoteUrl",
      reason: "fetches from another address",
      consequence: "cached content stays, and new content comes from the new address",
    }),
  ];
});

/** The stack configures `nexus:insecure`. */
export const certificateNotVerified: RiskRule = ({ configuration }) =>
  configuration["nexus:insecure"] === "true"
    ? [
        {
          level: "medium",
          rule: "tls-checks-off",
          kind: "stack",
          noun: "stack",
          name: "nexus:insecure",
          reason: "disables the verification of Nexus's certificate",
          consequence: "an attacker in the network can read the administrator's password and change what is declared",
        },
      ]
    : [];
