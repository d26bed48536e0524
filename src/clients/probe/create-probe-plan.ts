/** What is to be checked of an estate, and what must come of it. */
import { type AccessMatrix, createAccessMatrix, type MatrixRow } from "../../access/access-matrix.ts";
import type { SecurityModel } from "../../access/security-model.ts";
import type { ClientConfig } from "../../client-config/client-config.ts";
import { resolveEndpoint } from "../../client-config/endpoint.ts";
import { isImageRepository } from "../../client-config/image-reference.ts";
import { toSecurityModel } from "../../estate/declared-security.ts";
import { type Estate, getStrings, listByFamily, listRepositories } from "../../estate/estate.ts";
import { getValueAt } from "../../util/json.ts";
import { createFileChecks } from "./file-checks.ts";
import {
  type CheckGroup,
  mergeCheckGroups,
  type ProbeContext,
  type ProbedRepository,
  type ProbedUser,
} from "./probe-context.ts";
import type { ProbeCheck, ProbeIdentity, ProbePlan } from "./probe-plan.ts";
import { createRegistryChecks } from "./registry-checks.ts";

export interface ProbePlanOptions {
  /** Also pushes images, and removes them. */
  write: boolean;
  /** The users that count; by default all. */
  users?: readonly string[];
}

export function createProbePlan(
  estate: Estate,
  clientConfig: ClientConfig,
  { write, users }: ProbePlanOptions,
): ProbePlan {
  const security = toSecurityModel(estate);
  const people = peopleOf(estate, security, users);
  const realms = listByFamily(estate, "realms").flatMap(({ fields }) => getStrings(fields, "active"));
  const sight: ProbeContext = { clientConfig, users: people, realms, write };
  const declared = new Map(listRepositories(estate).map((one) => [one.name, one]));
  const probed = clientConfig.repositories.flatMap((served): ProbedRepository[] => {
    const repository = declared.get(served.name);
    return repository?.declaration && getValueAt(repository.declaration.fields, "online") !== false
      ? [{ served, declared: repository }]
      : [];
  });
  const images = probed.filter(({ served }) => isImageRepository(served));
  const files = probed.filter(({ served }) => !isImageRepository(served));
  const parts = [
    addresses(clientConfig, images),
    server(sight),
    ...images.map((one) => createRegistryChecks(one, sight)),
    ...files.map((one) => createFileChecks(one, sight)),
  ];
  const { checks, skipped = [] } = mergeCheckGroups(parts);
  return { version: 1, stack: clientConfig.stack, checks, skipped };
}

/** Names and certificates of all hosts that clients come to. */
function addresses(clientConfig: ClientConfig, images: readonly ProbedRepository[]): CheckGroup {
  const urls = [
    clientConfig.url,
    clientConfig.health,
    ...images.map(({ served }) => resolveEndpoint(clientConfig, served)?.url),
  ];
  const places = [
    ...new Set(urls.flatMap((url) => (url !== undefined && URL.canParse(url) ? new URL(url).origin : []))),
  ].map((origin) => new URL(origin));
  const hosts = [...new Set(places.map(hostOf))].filter((host) => !/^[\d.]+$|:/.test(host));
  return {
    checks: [
      ...hosts.map(
        (host): ProbeCheck => ({
          area: "names",
          name: `${host} resolves`,
          request: { type: "name", host },
          expectation: "responds",
        }),
      ),
      ...places
        .filter(({ protocol }) => protocol === "https:")
        .map(
          (place): ProbeCheck => ({
            area: "certificates",
            name: `${place.host} is trusted`,
            request: { type: "certificate", host: hostOf(place), port: Number(place.port || 443) },
            expectation: "responds",
          }),
        ),
    ],
  };
}

/** Without the brackets of an IPv6 address. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** Nexus itself. */
function server({ clientConfig, realms, users: people }: ProbeContext): CheckGroup {
  const { url, health } = clientConfig;
  const check = (
    area: string,
    name: string,
    asked: string,
    expectation: ProbeCheck["expectation"],
    as: ProbeIdentity = "anonymous",
  ): ProbeCheck => ({
    area,
    name,
    request: { type: "http", method: "GET", url: asked, as },
    expectation,
  });
  const rest = (path: string) => `${url}/service/rest/v1/${path}`;
  return {
    checks: [
      check("nexus", "Nexus is up", rest("status"), "responds"),
      check("nexus", "Nexus takes writes", rest("status/writable"), "responds"),
      ...(health === undefined ? [] : [check("ports", `${health} tells health`, health, "responds")]),
      ...people.flatMap(({ name, identity: asker }) =>
        asker === "anonymous"
          ? []
          : [check("logins", `${name} logs in to Nexus`, rest("status"), "authenticated", asker)],
      ),
      ...(realms.length
        ? [
            {
              ...check("nexus", "realms are active", rest("security/realms/active"), "realms", "stack"),
              expectedValues: [...realms],
            },
          ]
        : []),
    ],
  };
}

/** Who comes without credentials, and the users that are declared in Nexus itself and may log in. */
function peopleOf(estate: Estate, security: SecurityModel, users: readonly string[] | undefined): ProbedUser[] {
  const { rows }: AccessMatrix = createAccessMatrix(security);
  const declared = new Set(listByFamily(estate, "user").map(({ fields }) => String(fields.userId)));
  const counted = rows.filter(
    ({ type, id, active, source }) =>
      type === "user" && active && source === "default" && (users ? users.includes(id) : declared.has(id)),
  );
  const anonymous = rows.find(({ type }) => type === "anonymous");
  return [
    { name: "anonymous", identity: "anonymous" as const, can: mayBy(anonymous) },
    ...counted.map((row) => ({ name: row.id, identity: { user: row.id }, can: mayBy(row) })),
  ];
}

function mayBy(row: MatrixRow | undefined): ProbedUser["can"] {
  return (action, repository) => {
    const cell = row?.cells[repository];
    if (cell?.all.includes(action)) return true;
    return cell?.selected.some(({ actions }) => actions.includes(action)) ? undefined : false;
  };
}
