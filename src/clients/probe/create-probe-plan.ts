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
  /** True to push images too, and remove them. */
  write: boolean;
  /** The ids of the users to check. By default, all declared users. */
  users?: readonly string[];
}

/**
 * Creates the checks for a declared estate: every operation that should work, and every operation that should be denied.
 * Offline repositories are left out.
 *
 * @example
 * const plan = createProbePlan(estate, clientConfig, { write: false });
 */
export function createProbePlan(
  estate: Estate,
  clientConfig: ClientConfig,
  { write, users: userIds }: ProbePlanOptions,
): ProbePlan {
  const users = selectUsers(estate, toSecurityModel(estate), userIds);
  const realms = listByFamily(estate, "realms").flatMap(({ fields }) => getStrings(fields, "active"));
  const context: ProbeContext = { clientConfig, users, realms, write };
  const declaredRepositories = new Map(listRepositories(estate).map((repository) => [repository.name, repository]));
  const repositories = clientConfig.repositories.flatMap((served): ProbedRepository[] => {
    const declared = declaredRepositories.get(served.name);
    return declared?.declaration && getValueAt(declared.declaration.fields, "online") !== false
      ? [{ served, declared }]
      : [];
  });
  const imageRepositories = repositories.filter(({ served }) => isImageRepository(served));
  const fileRepositories = repositories.filter(({ served }) => !isImageRepository(served));
  const { checks, skipped = [] } = mergeCheckGroups([
    createAddressChecks(clientConfig, imageRepositories),
    createServerChecks(context),
    ...imageRepositories.map((repository) => createRegistryChecks(repository, context)),
    ...fileRepositories.map((repository) => createFileChecks(repository, context)),
  ]);
  return { version: 1, stack: clientConfig.stack, checks, skipped };
}

/** Creates the checks of DNS names and certificates for all hosts that clients use. */
function createAddressChecks(clientConfig: ClientConfig, repositories: readonly ProbedRepository[]): CheckGroup {
  const urls = [
    clientConfig.url,
    clientConfig.health,
    ...repositories.map(({ served }) => resolveEndpoint(clientConfig, served)?.url),
  ];
  const origins = [
    ...new Set(urls.flatMap((url) => (url !== undefined && URL.canParse(url) ? new URL(url).origin : []))),
  ].map((origin) => new URL(origin));
  const hosts = [...new Set(origins.map(getHostName))].filter((host) => !/^[\d.]+$|:/.test(host));
  const nameChecks = hosts.map(
    (host): ProbeCheck => ({
      area: "names",
      name: `${host} resolves`,
      request: { type: "name", host },
      expectation: "responds",
    }),
  );
  const certificateChecks = origins
    .filter(({ protocol }) => protocol === "https:")
    .map(
      (origin): ProbeCheck => ({
        area: "certificates",
        name: `${origin.host} is trusted`,
        request: { type: "certificate", host: getHostName(origin), port: Number(origin.port || 443) },
        expectation: "responds",
      }),
    );
  return { checks: [...nameChecks, ...certificateChecks] };
}

/** Returns the host name without the brackets of an IPv6 address. */
function getHostName({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** Creates the checks of Nexus itself: status, realms, the health address and logins. */
function createServerChecks({ clientConfig, realms, users }: ProbeContext): CheckGroup {
  const { url, health } = clientConfig;
  const createCheck = (
    area: string,
    name: string,
    requestUrl: string,
    expectation: ProbeCheck["expectation"],
    as: ProbeIdentity = "anonymous",
  ): ProbeCheck => ({
    area,
    name,
    request: { type: "http", method: "GET", url: requestUrl, as },
    expectation,
  });
  const restUrl = (path: string) => `${url}/service/rest/v1/${path}`;
  return {
    checks: [
      createCheck("nexus", "Nexus is up", restUrl("status"), "responds"),
      createCheck("nexus", "Nexus accepts writes", restUrl("status/writable"), "responds"),
      ...(health === undefined ? [] : [createCheck("ports", `${health} answers health checks`, health, "responds")]),
      ...users.flatMap(({ name, identity }) =>
        identity === "anonymous"
          ? []
          : [createCheck("logins", `${name} logs in to Nexus`, restUrl("status"), "authenticated", identity)],
      ),
      ...(realms.length
        ? [
            {
              ...createCheck("nexus", "realms are active", restUrl("security/realms/active"), "realms", "stack"),
              expectedValues: [...realms],
            },
          ]
        : []),
    ],
  };
}

/** Returns the anonymous user, and the active users that are declared in Nexus's own user source. */
function selectUsers(estate: Estate, security: SecurityModel, userIds: readonly string[] | undefined): ProbedUser[] {
  const { rows }: AccessMatrix = createAccessMatrix(security);
  const declared = new Set(listByFamily(estate, "user").map(({ fields }) => String(fields.userId)));
  const selected = rows.filter(
    ({ type, id, active, source }) =>
      type === "user" && active && source === "default" && (userIds ? userIds.includes(id) : declared.has(id)),
  );
  const anonymous = rows.find(({ type }) => type === "anonymous");
  return [
    { name: "anonymous", identity: "anonymous" as const, can: createCan(anonymous) },
    ...selected.map((row) => ({ name: row.id, identity: { user: row.id }, can: createCan(row) })),
  ];
}

function createCan(row: MatrixRow | undefined): ProbedUser["can"] {
  return (action, repository) => {
    const cell = row?.cells[repository];
    if (cell?.all.includes(action)) return true;
    return cell?.selected.some(({ actions }) => actions.includes(action)) ? undefined : false;
  };
}
