import { checkColumnWidths } from "../column-widths.ts";
import { type CleanupCriteria, findComponentsToClean } from "../content/cleanup.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { CREATED, NO_CONTENT, ok, statusError, validationError } from "../http/responses.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import { listCleanupCriteria } from "../repositories/recipes.ts";
import type { CleanupPolicyRecord } from "../state.ts";

type PolicyRequest = Pick<CleanupPolicyRecord, "name" | "format"> & Partial<CleanupPolicyRecord>;

const internalBody = { schema: "CleanupPolicyXO" } as const;
const publicBody = { schema: "CleanupPolicyResourceXO" } as const;
const READ = "nexus:settings:read";
const WRITE = "nexus:*";

/** The internal API of the user interface, on every edition and release. */
export const internalCleanupEndpoints: readonly RestEndpoint[] = [
  // 3.77: the policies of a format include those of all formats.
  defineEndpoint("GET /internal/cleanup-policies", {
    permission: READ,
    handle: ({ nexus, query }) => {
      const format = query("format");
      const hasFormat = (policy: CleanupPolicyRecord): boolean =>
        format === undefined || policy.format === format || policy.format === "*";
      return ok(
        listPolicies(nexus)
          .filter(hasFormat)
          .map((policy) => toInternalPolicyXO(nexus, policy)),
      );
    },
  }),

  defineEndpoint("GET /internal/cleanup-policies/criteria/formats", {
    permission: WRITE,
    handle: ({ nexus }) => ok(listCriteriaFormats(nexus)),
  }),

  // 3.71: one line for each asset of matching components; with a criterion of usage, without assets that were never downloaded.
  defineEndpoint("GET /internal/cleanup-policies/preview/components/csv", {
    permission: WRITE,
    handle: ({ nexus, query }) => {
      const repository = nexus.findRepository(query("repository") ?? "");
      if (!repository) throw statusError(404);
      const criteria = parseCriteria(query);
      const lines = findComponentsToClean(nexus, repository, criteria).flatMap(({ group, name, version, assets }) =>
        assets
          .filter(({ asset }) => criteria.criteriaLastDownloaded === null || asset.lastDownloaded !== null)
          .map(({ path, asset }) => [group, name, version, path, "", String(asset.size)].map(toCsvCell).join(",")),
      );
      return {
        status: 200,
        text: ["namespace,name,version,path,blob store name,size", ...lines, ""].join("\n"),
        headers: { "content-type": "application/octet-stream" },
      };
    },
  }),

  defineEndpoint("GET /internal/cleanup-policies/{name}", {
    permission: WRITE,
    handle: ({ nexus, param }) => ok(toInternalPolicyXO(nexus, getPolicy(nexus, param("name")))),
  }),

  defineEndpoint<PolicyRequest>("POST /internal/cleanup-policies", {
    body: internalBody,
    permission: WRITE,
    handle: ({ nexus, body }) => {
      if (findPolicy(nexus, body.name)) {
        // The message says "ignoring case", but a name that differs in case is accepted (3.77).
        throw validationError([
          { id: "PARAMETER name", message: "Name is already used, must be unique (ignoring case)" },
        ]);
      }
      return ok(toInternalPolicyXO(nexus, createPolicy(nexus, body)));
    },
  }),

  defineEndpoint<PolicyRequest>("PUT /internal/cleanup-policies/{name}", {
    body: internalBody,
    permission: WRITE,
    handle: ({ nexus, body, param }) =>
      ok(toInternalPolicyXO(nexus, updatePolicy(nexus, getPolicy(nexus, param("name")), body))),
  }),

  defineEndpoint("DELETE /internal/cleanup-policies/{name}", {
    permission: WRITE,
    handle: ({ nexus, param }) => deletePolicy(nexus, param("name")),
  }),
];

function parseCriteria(query: (name: string) => string | undefined): CleanupCriteria {
  const number = (name: string): number | null => {
    const value = query(name);
    return value === undefined ? null : Number(value);
  };
  return {
    criteriaLastBlobUpdated: number("criteriaLastBlobUpdated"),
    criteriaLastDownloaded: number("criteriaLastDownloaded"),
    criteriaReleaseType: query("criteriaReleaseType") ?? null,
    criteriaAssetRegex: query("criteriaAssetRegex") ?? null,
    retain: number("retain"),
    sortBy: query("sortBy") ?? null,
  };
}

const toCsvCell = (text: string | null): string =>
  /[",\n]/.test(text ?? "") ? `"${text?.replaceAll('"', '""')}"` : (text ?? "");

/** The public API of Pro, not measured: statuses are from its documentation and from other clients, up to 3.95. */
export const proCleanupEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/cleanup-policies", {
    permission: READ,
    handle: ({ nexus }) => ok(listPolicies(nexus).map((policy) => toPublicPolicyXO(nexus, policy))),
  }),

  defineEndpoint("GET /v1/cleanup-policies/{name}", {
    permission: READ,
    handle: ({ nexus, param }) => ok(toPublicPolicyXO(nexus, getPolicy(nexus, param("name")))),
  }),

  defineEndpoint<PolicyRequest>("POST /v1/cleanup-policies", {
    body: publicBody,
    permission: WRITE,
    handle: ({ nexus, body }) => {
      if (findPolicy(nexus, body.name)) throw statusError(409);
      checkHasCriterion(body);
      createPolicy(nexus, body);
      return CREATED;
    },
  }),

  defineEndpoint<PolicyRequest>("PUT /v1/cleanup-policies/{name}", {
    body: publicBody,
    permission: WRITE,
    handle: ({ nexus, body, param }) => {
      const policy = getPolicy(nexus, param("name"));
      checkHasCriterion(body);
      updatePolicy(nexus, policy, body);
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/cleanup-policies/{name}", {
    permission: WRITE,
    handle: ({ nexus, param }) => deletePolicy(nexus, param("name")),
  }),
];

function findPolicy(nexus: Nexus, name: string): CleanupPolicyRecord | undefined {
  return nexus.state.cleanupPolicies.find((policy) => policy.name === name);
}

function getPolicy(nexus: Nexus, name: string): CleanupPolicyRecord {
  const policy = findPolicy(nexus, name);
  if (!policy) throw statusError(404);
  return policy;
}

function listPolicies(nexus: Nexus): CleanupPolicyRecord[] {
  return [...nexus.state.cleanupPolicies].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function createPolicy(nexus: Nexus, request: PolicyRequest): CleanupPolicyRecord {
  const policy = toPolicy(nexus, request);
  checkColumnWidths(nexus.release, "cleanupPolicy", { NOTES: policy.notes });
  nexus.change(() => nexus.state.cleanupPolicies.push(policy));
  return policy;
}

/** Changes a policy. A different name is ignored (3.77); the format of a policy in use can only change to all formats (3.71). */
function updatePolicy(nexus: Nexus, policy: CleanupPolicyRecord, request: PolicyRequest): CleanupPolicyRecord {
  getCriteriaOfFormat(nexus, request.format);
  const changesFormat = request.format !== policy.format && request.format !== "*";
  if (changesFormat && nexus.repositoriesWithPolicy(policy.name).length > 0) {
    throw validationError([{ id: "format", message: "You cannot change the format of a policy that is in use." }]);
  }
  const changed = toPolicy(nexus, { ...request, name: policy.name });
  nexus.change(() => Object.assign(policy, changed));
  return policy;
}

function deletePolicy(nexus: Nexus, name: string) {
  getPolicy(nexus, name);
  nexus.change(() => {
    nexus.state.cleanupPolicies = nexus.state.cleanupPolicies.filter((policy) => policy.name !== name);
    // 3.77 removes it from repositories, and an empty list with it. 3.71 does so sometimes; here it never does.
    if (!isAtLeast(nexus.release, "3.77")) return;
    for (const { attributes } of nexus.state.repositories) {
      const names = attributes.cleanup?.policyNames;
      if (!Array.isArray(names) || !names.includes(name)) continue;
      const remaining = names.filter((other) => other !== name);
      if (remaining.length > 0) attributes.cleanup = { policyNames: remaining };
      else delete attributes.cleanup;
    }
  });
  return NO_CONTENT;
}

const COMMON_CRITERIA = ["lastDownloaded", "lastBlobUpdated"];

function listAvailableCriteria(nexus: Nexus, format: string): string[] | undefined {
  if (format === "*") return [...COMMON_CRITERIA];
  return nexus.formats.includes(format) ? [...listCleanupCriteria(format), ...COMMON_CRITERIA] : undefined;
}

function getCriteriaOfFormat(nexus: Nexus, format: string): string[] {
  const criteria = listAvailableCriteria(nexus, format);
  if (criteria) return criteria;
  throw validationError([{ id: "format", message: `specified format ${format} is not valid.` }]);
}

const CRITERION_OF_FIELD: Readonly<Partial<Record<keyof CleanupPolicyRecord, string>>> = {
  criteriaReleaseType: "isPrerelease",
  criteriaAssetRegex: "regex",
  retain: "retain",
  sortBy: "sortBy",
};

/** Converts a request to a policy. A criterion that the format does not support is a 400 without a body (3.77). */
function toPolicy(nexus: Nexus, request: PolicyRequest): CleanupPolicyRecord {
  const available = getCriteriaOfFormat(nexus, request.format);
  for (const [field, criterion] of Object.entries(CRITERION_OF_FIELD)) {
    const value = request[field as keyof CleanupPolicyRecord] ?? null;
    if (value !== null && !available.includes(criterion)) throw statusError(400);
  }
  const { name, format, notes = null, criteriaLastBlobUpdated = null, criteriaLastDownloaded = null } = request;
  const { criteriaReleaseType = null, criteriaAssetRegex = null, retain = null, sortBy = null } = request;
  const days = { criteriaLastBlobUpdated, criteriaLastDownloaded };
  return { name, format, notes, ...days, criteriaReleaseType, criteriaAssetRegex, retain, sortBy };
}

/** Requires one of three criteria, as Pro's API does; the internal one does not (3.77). */
function checkHasCriterion(request: PolicyRequest): void {
  const { criteriaLastBlobUpdated, criteriaLastDownloaded, criteriaAssetRegex } = request;
  if ([criteriaLastBlobUpdated, criteriaLastDownloaded, criteriaAssetRegex].some((value) => value != null)) return;
  throw validationError([{ id: "*", message: "At least one criterion must be specified" }]);
}

function toInternalPolicyXO(nexus: Nexus, policy: CleanupPolicyRecord): JsonObject {
  const users = nexus.repositoriesWithPolicy(policy.name);
  const answer: JsonObject = { ...toOrderedFields(policy), inUseCount: users.length };
  if (isAtLeast(nexus.release, "3.94")) answer.repositories = users;
  return answer;
}

function toPublicPolicyXO(nexus: Nexus, policy: CleanupPolicyRecord): JsonObject {
  const { sortBy: _, ...answer } = toOrderedFields(policy);
  return isAtLeast(nexus.release, "3.94")
    ? { ...answer, repositories: nexus.repositoriesWithPolicy(policy.name) }
    : answer;
}

function toOrderedFields(policy: CleanupPolicyRecord): Record<keyof CleanupPolicyRecord, Json> {
  const { name, format, notes, criteriaLastBlobUpdated, criteriaLastDownloaded } = policy;
  const { retain, sortBy, criteriaReleaseType, criteriaAssetRegex } = policy;
  const criteria = { criteriaLastBlobUpdated, criteriaLastDownloaded, retain, sortBy };
  return { name, format, notes, ...criteria, criteriaReleaseType, criteriaAssetRegex };
}

function listCriteriaFormats(nexus: Nexus): Json {
  return [
    { id: "*", name: "All Formats", availableCriteria: COMMON_CRITERIA },
    ...nexus.formats.map((id) => ({ id, name: id, availableCriteria: listAvailableCriteria(nexus, id) ?? [] })),
  ];
}
