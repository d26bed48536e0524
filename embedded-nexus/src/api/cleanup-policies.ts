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

const body = { schema: "CleanupPolicyXO" } as const;
const READ = "nexus:settings:read";
const WRITE = "nexus:*";

/** What the user interface uses: every edition and release has it. */
export const internalCleanupEndpoints: readonly RestEndpoint[] = [
  // 3.77: asked for a format, those of all formats too.
  defineEndpoint("GET /internal/cleanup-policies", {
    permission: READ,
    handle: ({ nexus, query }) => {
      const format = query("format");
      const wanted = (policy: CleanupPolicyRecord): boolean =>
        format === undefined || policy.format === format || policy.format === "*";
      return ok(
        sorted(nexus)
          .filter(wanted)
          .map((policy) => policyAnswer(nexus, policy)),
      );
    },
  }),

  defineEndpoint("GET /internal/cleanup-policies/criteria/formats", {
    permission: WRITE,
    handle: ({ nexus }) => ok(criteriaFormats(nexus)),
  }),

  // 3.71: a line for each asset of what fits the criteria; what nobody downloaded is not told by its usage.
  defineEndpoint("GET /internal/cleanup-policies/preview/components/csv", {
    permission: WRITE,
    handle: ({ nexus, query }) => {
      const repository = nexus.findRepository(query("repository") ?? "");
      if (!repository) throw statusError(404);
      const criteria = criteriaIn(query);
      const told = findComponentsToClean(nexus, repository, criteria).flatMap(({ group, name, version, assets }) =>
        assets
          .filter(({ asset }) => criteria.criteriaLastDownloaded === null || asset.lastDownloaded !== null)
          .map(({ path, asset }) => [group, name, version, path, "", String(asset.size)].map(cell).join(",")),
      );
      return {
        status: 200,
        text: ["namespace,name,version,path,blob store name,size", ...told, ""].join("\n"),
        headers: { "content-type": "application/octet-stream" },
      };
    },
  }),

  defineEndpoint("GET /internal/cleanup-policies/{name}", {
    permission: WRITE,
    handle: ({ nexus, param }) => ok(policyAnswer(nexus, existing(nexus, param("name")))),
  }),

  defineEndpoint<PolicyRequest>("POST /internal/cleanup-policies", {
    body,
    permission: WRITE,
    handle: ({ nexus, body }) => {
      if (find(nexus, body.name)) {
        // The words say ignoring case; another case is accepted all the same (3.77).
        throw validationError([
          { id: "PARAMETER name", message: "Name is already used, must be unique (ignoring case)" },
        ]);
      }
      return ok(policyAnswer(nexus, create(nexus, body)));
    },
  }),

  defineEndpoint<PolicyRequest>("PUT /internal/cleanup-policies/{name}", {
    body,
    permission: WRITE,
    handle: ({ nexus, body, param }) => ok(policyAnswer(nexus, update(nexus, existing(nexus, param("name")), body))),
  }),

  defineEndpoint("DELETE /internal/cleanup-policies/{name}", {
    permission: WRITE,
    handle: ({ nexus, param }) => remove(nexus, param("name")),
  }),
];

function criteriaIn(query: (name: string) => string | undefined): CleanupCriteria {
  const number = (name: string): number | null => {
    const given = query(name);
    return given === undefined ? null : Number(given);
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

const cell = (text: string | null): string =>
  /[",\n]/.test(text ?? "") ? `"${text?.replaceAll('"', '""')}"` : (text ?? "");

/** Pro's public API: not measured; statuses by its documents and by other clients, up to 3.95. */
export const proCleanupEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/cleanup-policies", {
    permission: READ,
    handle: ({ nexus }) => ok(sorted(nexus).map((policy) => publicAnswer(nexus, policy))),
  }),

  defineEndpoint("GET /v1/cleanup-policies/{name}", {
    permission: READ,
    handle: ({ nexus, param }) => ok(publicAnswer(nexus, existing(nexus, param("name")))),
  }),

  defineEndpoint<PolicyRequest>("POST /v1/cleanup-policies", {
    body,
    permission: WRITE,
    handle: ({ nexus, body }) => {
      if (find(nexus, body.name)) throw statusError(409);
      checkSome(body);
      create(nexus, body);
      return CREATED;
    },
  }),

  defineEndpoint<PolicyRequest>("PUT /v1/cleanup-policies/{name}", {
    body,
    permission: WRITE,
    handle: ({ nexus, body, param }) => {
      const policy = existing(nexus, param("name"));
      checkSome(body);
      update(nexus, policy, body);
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/cleanup-policies/{name}", {
    permission: WRITE,
    handle: ({ nexus, param }) => remove(nexus, param("name")),
  }),
];

function find(nexus: Nexus, name: string): CleanupPolicyRecord | undefined {
  return nexus.state.cleanupPolicies.find((policy) => policy.name === name);
}

function existing(nexus: Nexus, name: string): CleanupPolicyRecord {
  const policy = find(nexus, name);
  if (!policy) throw statusError(404);
  return policy;
}

function sorted(nexus: Nexus): CleanupPolicyRecord[] {
  return [...nexus.state.cleanupPolicies].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function create(nexus: Nexus, request: PolicyRequest): CleanupPolicyRecord {
  const policy = checked(nexus, request);
  checkColumnWidths(nexus.release, "cleanupPolicy", { NOTES: policy.notes });
  nexus.change(() => nexus.state.cleanupPolicies.push(policy));
  return policy;
}

/** 3.77: a name that differs is ignored; the format of a policy in use cannot be changed, but to all formats (3.71). */
function update(nexus: Nexus, policy: CleanupPolicyRecord, request: PolicyRequest): CleanupPolicyRecord {
  checkFormat(nexus, request.format);
  const moves = request.format !== policy.format && request.format !== "*";
  if (moves && nexus.repositoriesWithPolicy(policy.name).length > 0) {
    throw validationError([{ id: "format", message: "You cannot change the format of a policy that is in use." }]);
  }
  const changed = checked(nexus, { ...request, name: policy.name });
  nexus.change(() => Object.assign(policy, changed));
  return policy;
}

function remove(nexus: Nexus, name: string) {
  existing(nexus, name);
  nexus.change(() => {
    nexus.state.cleanupPolicies = nexus.state.cleanupPolicies.filter((policy) => policy.name !== name);
    // 3.77 takes it out of repositories, the last one with its list; 3.71 does so by chance, here never.
    if (!isAtLeast(nexus.release, "3.77")) return;
    for (const { attributes } of nexus.state.repositories) {
      const names = attributes.cleanup?.policyNames;
      if (!Array.isArray(names) || !names.includes(name)) continue;
      const left = names.filter((one) => one !== name);
      if (left.length > 0) attributes.cleanup = { policyNames: left };
      else delete attributes.cleanup;
    }
  });
  return NO_CONTENT;
}

const EVERYWHERE = ["lastDownloaded", "lastBlobUpdated"];

function criteriaFor(nexus: Nexus, format: string): string[] | undefined {
  if (format === "*") return [...EVERYWHERE];
  return nexus.formats.includes(format) ? [...listCleanupCriteria(format), ...EVERYWHERE] : undefined;
}

function checkFormat(nexus: Nexus, format: string): string[] {
  const criteria = criteriaFor(nexus, format);
  if (criteria) return criteria;
  throw validationError([{ id: "format", message: `specified format ${format} is not valid.` }]);
}

const CRITERIA: Readonly<Partial<Record<keyof CleanupPolicyRecord, string>>> = {
  criteriaReleaseType: "isPrerelease",
  criteriaAssetRegex: "regex",
  retain: "retain",
  sortBy: "sortBy",
};

/** 3.77: a criterion that the format does not take is a 400 with nothing in it. */
function checked(nexus: Nexus, request: PolicyRequest): CleanupPolicyRecord {
  const available = checkFormat(nexus, request.format);
  for (const [field, criterion] of Object.entries(CRITERIA)) {
    const value = request[field as keyof CleanupPolicyRecord] ?? null;
    if (value !== null && !available.includes(criterion)) throw statusError(400);
  }
  const { name, format, notes = null, criteriaLastBlobUpdated = null, criteriaLastDownloaded = null } = request;
  const { criteriaReleaseType = null, criteriaAssetRegex = null, retain = null, sortBy = null } = request;
  const days = { criteriaLastBlobUpdated, criteriaLastDownloaded };
  return { name, format, notes, ...days, criteriaReleaseType, criteriaAssetRegex, retain, sortBy };
}

/** Pro's API wants at least one of the three criteria; the internal one does not (3.77). */
function checkSome(request: PolicyRequest): void {
  const { criteriaLastBlobUpdated, criteriaLastDownloaded, criteriaAssetRegex } = request;
  if ([criteriaLastBlobUpdated, criteriaLastDownloaded, criteriaAssetRegex].some((value) => value != null)) return;
  throw validationError([{ id: "*", message: "At least one criterion must be specified" }]);
}

function policyAnswer(nexus: Nexus, policy: CleanupPolicyRecord): JsonObject {
  const users = nexus.repositoriesWithPolicy(policy.name);
  const answer: JsonObject = { ...ordered(policy), inUseCount: users.length };
  if (isAtLeast(nexus.release, "3.94")) answer.repositories = users;
  return answer;
}

function publicAnswer(nexus: Nexus, policy: CleanupPolicyRecord): JsonObject {
  const { sortBy: _, ...answer } = ordered(policy);
  return isAtLeast(nexus.release, "3.94")
    ? { ...answer, repositories: nexus.repositoriesWithPolicy(policy.name) }
    : answer;
}

function ordered(policy: CleanupPolicyRecord): Record<keyof CleanupPolicyRecord, Json> {
  const { name, format, notes, criteriaLastBlobUpdated, criteriaLastDownloaded } = policy;
  const { retain, sortBy, criteriaReleaseType, criteriaAssetRegex } = policy;
  const criteria = { criteriaLastBlobUpdated, criteriaLastDownloaded, retain, sortBy };
  return { name, format, notes, ...criteria, criteriaReleaseType, criteriaAssetRegex };
}

function criteriaFormats(nexus: Nexus): Json {
  return [
    { id: "*", name: "All Formats", availableCriteria: EVERYWHERE },
    ...nexus.formats.map((id) => ({ id, name: id, availableCriteria: criteriaFor(nexus, id) ?? [] })),
  ];
}
