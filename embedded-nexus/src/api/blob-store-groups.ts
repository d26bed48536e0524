import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { NO_CONTENT, ok, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { SoftQuota } from "../state.ts";
import {
  checkNameIsFree,
  countRepositoriesIn,
  findBlobStore,
  getBlobStore,
  getMembers,
  parseQuota,
  toQuota,
} from "./blob-store-records.ts";

interface GroupRequest {
  name: string;
  members?: string[] | null;
  fillPolicy?: string | null;
  softQuota?: Partial<SoftQuota> | null;
}

const GROUP = "Group";

/** Blob store groups: documented, not measured. */
export const blobStoreGroupEndpoints: readonly RestEndpoint[] = [
  defineEndpoint<GroupRequest>("POST /v1/blobstores/group", {
    body: { schema: "GroupBlobStoreApiCreateRequest" },
    permission: "nexus:blobstores:create",
    handle: ({ nexus, body }) => {
      const { name } = body;
      checkNameIsFree(nexus, name);
      const store = {
        name,
        type: GROUP,
        path: "",
        softQuota: parseQuota(body.softQuota),
        settings: toGroupSettings(nexus, name, body),
      };
      nexus.change(() => nexus.state.blobStores.push(store));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("GET /v1/blobstores/group/{name}", {
    permission: "nexus:blobstores:read",
    handle: ({ nexus, param }) => {
      const { softQuota, settings } = getBlobStore(nexus, param("name"), GROUP);
      return ok({ softQuota: toQuota(softQuota), ...settings });
    },
  }),

  defineEndpoint<GroupRequest>("PUT /v1/blobstores/group/{name}", {
    body: { schema: "GroupBlobStoreApiUpdateRequest" },
    permission: "nexus:blobstores:update",
    handle: ({ nexus, body, param }) => {
      const store = getBlobStore(nexus, param("name"), GROUP);
      const changed = { softQuota: parseQuota(body.softQuota), settings: toGroupSettings(nexus, store.name, body) };
      nexus.change(() => Object.assign(store, changed));
      return NO_CONTENT;
    },
  }),
];

/** Validates fill policy and members, in Nexus's order and with its messages (its sources of 3.77; a missing member is not in them). */
function toGroupSettings(nexus: Nexus, group: string, { members, fillPolicy }: GroupRequest): JsonObject {
  const invalid = (message: string) => validationError([{ id: "*", message }]);
  if (!members?.length) throw invalid(`Blob Store '${group}' cannot be empty`);
  if (members.includes(group)) throw invalid(`Blob Store '${group}' cannot contain itself`);
  for (const member of members) {
    const store = findBlobStore(nexus, member);
    if (!store) throw invalid(`Blob Store '${member}' does not exist`);
    const ineligible = (reason: string) =>
      invalid(`Blob Store '${member}' is ${reason} and is not eligible to be a group member`);
    if (store.type === GROUP) throw ineligible(`of type '${GROUP}'`);
    const parent = nexus.state.blobStores.find((other) => other.name !== group && getMembers(other).includes(member));
    if (parent) throw invalid(`Blob Store '${member}' is already a member of Blob Store Group '${parent.name}'`);
    const repositories = countRepositoriesIn(nexus, member);
    if (repositories > 0) throw ineligible(`set as storage for ${repositories} repositories`);
  }
  return { members, fillPolicy: fillPolicy ?? "writeToFirst" };
}
