import { posix } from "node:path";
import { checkColumnWidths } from "../column-widths.ts";
import { isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import {
  CREATED,
  javaException,
  messageError,
  NO_CONTENT,
  ok,
  plainMessageError,
  printedViolationError,
  statusError,
  validationError,
} from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Edition } from "../options.ts";
import { isAtLeast } from "../release.ts";
import { restorePlaceholders, SECRET_PLACEHOLDER } from "../secret-placeholder.ts";
import type { BlobStoreRecord, SoftQuota } from "../state.ts";

interface FileRequest {
  name: string;
  path: string;
  softQuota?: Partial<SoftQuota> | null;
}

const FREE_SPACE = 80_000_000_000;
const FILE = "File";

/** A cloud type of blob stores. S3 was measured (3.71); Azure and Google are documented and assumed to behave as S3. */
interface CloudBlobStoreType {
  /** The type in paths. */
  readonly path: string;
  /** The type in the list. */
  readonly type: string;
  readonly schema: string;
  readonly editions?: readonly Edition[];
  /** The name in messages, with its article. */
  readonly noun: string;
  /** Fields that are not returned, with the values that are returned instead, and the first release that hides them. */
  readonly secrets: Readonly<Record<string, { readonly shown: string | null; readonly since?: string }>>;
  /** The secret that a placeholder in a PUT keeps. */
  readonly kept?: string;
  /** Responses contain the type. */
  readonly returnsType?: true;
}

const CLOUD_TYPES: readonly CloudBlobStoreType[] = [
  {
    path: "s3",
    type: "S3",
    schema: "S3BlobStoreApiModel",
    noun: "an S3 blob store",
    // 3.71: the session token is returned in clear text. 3.77 returns a placeholder, which a PUT would store (its sources).
    secrets: {
      secretAccessKey: { shown: SECRET_PLACEHOLDER },
      sessionToken: { shown: SECRET_PLACEHOLDER, since: "3.77" },
    },
    kept: "secretAccessKey",
    returnsType: true,
  },
  {
    path: "azure",
    type: "Azure Cloud Storage",
    schema: "AzureBlobStoreApiModel",
    noun: "an Azure blob store",
    secrets: { accountKey: { shown: null } },
    editions: ["PRO"],
  },
  {
    path: "google",
    type: "Google Cloud Storage",
    schema: "GoogleCloudBlobstoreApiModel",
    noun: "a Google Cloud blob store",
    secrets: { accountKey: { shown: null } },
    editions: ["PRO"],
    returnsType: true,
  },
];

/** Returns the endpoints of the blob store types of a release and edition. */
export function blobStoreEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  const types = CLOUD_TYPES.filter(
    ({ path, editions }) =>
      isKnownIn(release, `POST /v1/blobstores/${path}`) && (!editions || editions.includes(edition)),
  );
  return [
    ...commonEndpoints,
    ...fileEndpoints,
    ...types.flatMap(cloudEndpoints),
    ...(edition === "PRO" ? groupEndpoints : []),
  ];
}

const commonEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/blobstores", {
    permission: "nexus:blobstores:read",
    handle: ({ nexus }) => ok(nexus.state.blobStores.map((store) => toListEntry(nexus, store))),
  }),

  defineEndpoint("DELETE /v1/blobstores/{name}", {
    permission: "nexus:blobstores:delete",
    handle: async ({ nexus, param }) => {
      const name = param("name");
      // 3.71: the first lookup ignores case, the second does not.
      const inOtherCase = nexus.state.blobStores.find((store) => store.name.toLowerCase() === name.toLowerCase());
      if (inOtherCase && inOtherCase.name !== name) {
        throw javaException("java.lang.IllegalStateException", `Missing BlobStore: ${name}`);
      }
      getBlobStore(nexus, name, "");
      if (isUsed(nexus, name)) throw messageError(400, `BlobStore ${name} is in use and cannot be deleted`);
      nexus.change(() => {
        nexus.state.blobStores = nexus.state.blobStores.filter((store) => store.name !== name);
      });
      await nexus.content.deleteBlobStore(name);
      return NO_CONTENT;
    },
  }),

  defineEndpoint("GET /v1/blobstores/{name}/quota-status", {
    permission: "nexus:blobstores:read",
    handle: ({ nexus, param }) => {
      const blobStoreName = param("name");
      const store = findBlobStore(nexus, blobStoreName);
      if (!store) throw statusError(404);
      return ok({ ...toQuotaStatus(nexus, store), blobStoreName });
    },
  }),
];

const fileEndpoints: readonly RestEndpoint[] = [
  defineEndpoint<FileRequest>("POST /v1/blobstores/file", {
    body: { schema: "FileBlobStoreApiCreateRequest" },
    permission: "nexus:blobstores:create",
    handle: ({ nexus, body }) => {
      const { name, path } = body;
      // 3.71: quota and path are validated only if the name is free.
      checkNameIsFree(nexus, name);
      const softQuota = parseQuota(body.softQuota);
      checkPath(nexus, name, path);
      checkColumnWidths(nexus.release, "blobStore", { NAME: name });
      nexus.change(() => nexus.state.blobStores.push({ name, path, softQuota }));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("GET /v1/blobstores/file/{name}", {
    permission: "nexus:blobstores:read",
    handle: ({ nexus, param }) => {
      const { softQuota, path } = getBlobStore(nexus, param("name"), FILE);
      return ok({ softQuota: toQuota(softQuota), path });
    },
  }),

  // 3.77: the path can be changed, which does not move any files.
  defineEndpoint<FileRequest>("PUT /v1/blobstores/file/{name}", {
    body: { schema: "FileBlobStoreApiUpdateRequest" },
    permission: "nexus:blobstores:update",
    handle: ({ nexus, body, param }) => {
      const store = getBlobStore(nexus, param("name"), FILE);
      const softQuota = parseQuota(body.softQuota);
      checkPath(nexus, store.name, body.path);
      nexus.change(() => Object.assign(store, { path: body.path, softQuota }));
      return NO_CONTENT;
    },
  }),
];

interface CloudRequest {
  name: string;
  bucketConfiguration: JsonObject;
  softQuota?: Partial<SoftQuota> | null;
}

function cloudEndpoints({
  path,
  type,
  schema,
  noun,
  secrets,
  kept,
  returnsType: namesType,
}: CloudBlobStoreType): RestEndpoint[] {
  const answer = ({ release }: Nexus, { name, softQuota, settings }: BlobStoreRecord): JsonObject => ({
    name,
    softQuota: toQuota(softQuota),
    bucketConfiguration: toShownValue(settings?.bucketConfiguration ?? null, (name) => {
      const { shown, since = "3.0" } = secrets[name] ?? {};
      return shown !== undefined && isAtLeast(release, since) ? shown : undefined;
    }),
    ...(namesType && { type }),
  });
  return [
    defineEndpoint<CloudRequest>(`POST /v1/blobstores/${path}`, {
      body: { schema },
      permission: "nexus:blobstores:create",
      handle: ({ nexus, body }) => {
        const { name, softQuota, bucketConfiguration } = body;
        // 3.71: an identical name is rejected by the database, one that differs in case by the validation.
        if (findBlobStore(nexus, name)) throw printedViolationError(400, "Duplicate key");
        checkNameIsFree(nexus, name);
        const store = { name, type, path: "", softQuota: parseQuota(softQuota), settings: { bucketConfiguration } };
        nexus.change(() => nexus.state.blobStores.push(store));
        return CREATED;
      },
    }),

    defineEndpoint(`GET /v1/blobstores/${path}/{name}`, {
      permission: "nexus:blobstores:read",
      handle: ({ nexus, param }) => {
        const store = getBlobStore(nexus, param("name"), findBlobStore(nexus, param("name")) ? "" : type);
        if (store.type !== type) throw messageError(400, `${store.name} is not ${noun}.`);
        return ok(answer(nexus, store));
      },
    }),

    defineEndpoint<CloudRequest>(`PUT /v1/blobstores/${path}/{name}`, {
      body: { schema },
      permission: "nexus:blobstores:update",
      handle: ({ nexus, body, param }) => {
        const name = param("name");
        const store = findBlobStore(nexus, name);
        const typeName = noun.replace(/^an? /, "");
        if (store?.type !== type) throw validationError([{ id: "name", message: `No ${typeName} called '${name}'` }]);
        if (body.name !== name) {
          throw validationError([{ id: "name", message: `Renaming ${noun} name is not supported` }]);
        }
        const before = store.settings?.bucketConfiguration;
        const bucketConfiguration = restorePlaceholders(body.bucketConfiguration, before, (name) => name === kept);
        const softQuota = parseQuota(body.softQuota);
        nexus.change(() => Object.assign(store, { softQuota, settings: { bucketConfiguration } }));
        return NO_CONTENT;
      },
    }),
  ];
}

/** Returns a stored value with its secrets replaced and without fields that were never set (3.71). */
function toShownValue(value: Json, toShownSecret: (name: string) => string | null | undefined): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined)
    .map(([name, inner]) => {
      const shown = toShownSecret(name);
      return [name, shown === undefined ? toShownValue(inner ?? null, toShownSecret) : shown];
    });
  return Object.fromEntries(entries);
}

interface GroupRequest {
  name: string;
  members?: string[] | null;
  fillPolicy?: string | null;
  softQuota?: Partial<SoftQuota> | null;
}

const GROUP = "Group";

/** Groups are documented, not measured: the messages for invalid members are not Nexus's. */
const groupEndpoints: readonly RestEndpoint[] = [
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
        settings: toGroupSettings(nexus, body),
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
      const changed = { softQuota: parseQuota(body.softQuota), settings: toGroupSettings(nexus, body, store.name) };
      nexus.change(() => Object.assign(store, changed));
      return NO_CONTENT;
    },
  }),
];

function toGroupSettings(nexus: Nexus, { members, fillPolicy }: GroupRequest, groupName?: string): JsonObject {
  const invalid = (message: string) => validationError([{ id: "members", message }]);
  if (!members?.length) throw invalid("Blob Store group must contain at least one member");
  for (const member of members) {
    const store = findBlobStore(nexus, member);
    if (!store) throw invalid(`Blob Store '${member}' does not exist`);
    if (store.type === GROUP) throw invalid(`Blob Store '${member}' is a group`);
    if (nexus.state.blobStores.some((other) => other.name !== groupName && getMembers(other).includes(member))) {
      throw invalid(`Blob Store '${member}' is already a member of another group`);
    }
    if (isUsedByRepository(nexus, member)) throw invalid(`Blob Store '${member}' is set as storage for a repository`);
  }
  return { members, fillPolicy: fillPolicy ?? "writeToFirst" };
}

function getMembers({ settings }: BlobStoreRecord): Json[] {
  return Array.isArray(settings?.members) ? settings.members : [];
}

function checkNameIsFree(nexus: Nexus, name: string): void {
  if (!nexus.state.blobStores.some((store) => store.name.toLowerCase() === name.toLowerCase())) return;
  throw validationError([{ id: "name", message: "Name is already used, must be unique (ignoring case)" }]);
}

function isUsedByRepository(nexus: Nexus, name: string): boolean {
  return nexus.state.repositories.some(({ attributes }) => attributes.storage?.blobStoreName === name);
}

function isUsed(nexus: Nexus, name: string): boolean {
  return isUsedByRepository(nexus, name) || nexus.state.blobStores.some((store) => getMembers(store).includes(name));
}

function findBlobStore(nexus: Nexus, name: string): BlobStoreRecord | undefined {
  return nexus.state.blobStores.find((store) => store.name === name);
}

/** Returns a blob store of a type, or of any type if it is empty. Throws 404 if there is none. */
function getBlobStore(nexus: Nexus, name: string, type: string): BlobStoreRecord {
  const store = findBlobStore(nexus, name);
  if (store && (type === "" || (store.type ?? FILE) === type)) return store;
  const message = `Unable to find ${type} '${name}' blobstore`;
  // 3.71: with inner quotes; 3.77: without.
  throw isAtLeast(nexus.release, "3.77") ? plainMessageError(404, message) : messageError(404, message);
}

const USED = "spaceUsedQuota";
const REMAINING = "spaceRemainingQuota";

/** Validates a quota: a limit without a type is stored as it is; with a type the limit must be above 0 (3.71). */
function parseQuota(quota: Partial<SoftQuota> | null | undefined): SoftQuota | null {
  if (!quota) return null;
  const { type = null, limit = null } = quota;
  const invalid = (message: string) => validationError([{ id: "*", message }]);
  if (type !== null && type !== USED && type !== REMAINING) {
    throw invalid("To enable Soft Quota, you must select a Type of Quota");
  }
  if (type !== null && (limit ?? 0) <= 0) {
    const kind = type === USED ? "Space Used" : "Space Remaining";
    throw invalid(`${kind} quotas must have a Quota Limit greater than 0`);
  }
  return { type, limit };
}

/** Rejects overlapping paths. They are relative to the folder of blob stores; absolute ones and `..` are valid too (3.77). */
function checkPath(nexus: Nexus, name: string, path: string): void {
  const toAbsolute = (path: string): string => posix.resolve("/nexus-data/blobs", path);
  const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);
  const absolutePath = toAbsolute(path);
  const others = nexus.state.blobStores.filter((store) => store.name !== name && (store.type ?? FILE) === FILE);
  const clashing = others.filter(
    (store) => isWithin(absolutePath, toAbsolute(store.path)) || isWithin(toAbsolute(store.path), absolutePath),
  );
  if (clashing.length === 0) return;
  const message =
    "A file blob store must have a unique path, and may not be contained in a sub directory of another blob store. " +
    `Blob stores with violations: ${clashing.map((store) => store.name).join(", ")}`;
  throw validationError([{ id: "*", message }]);
}

function toQuota(softQuota: SoftQuota | null): Json {
  return softQuota ? { type: softQuota.type, limit: softQuota.limit } : null;
}

function toQuotaStatus(nexus: Nexus, { name, softQuota }: BlobStoreRecord): JsonObject {
  if (!softQuota?.type) return { isViolation: false, message: `Blob store ${name} has no quota` };
  const limit = softQuota.limit ?? 0;
  const used = nexus.content.blobStore(name).totalSize;
  const isViolation = softQuota.type === REMAINING ? FREE_SPACE < limit : used > limit;
  const [verb, size] = softQuota.type === USED ? ["using", used] : ["with", FREE_SPACE];
  return { isViolation, message: `Blob store ${name} is ${verb} ${size} bytes, limit ${limit} bytes` };
}

function toListEntry(nexus: Nexus, { name, softQuota, type = FILE }: BlobStoreRecord): JsonObject {
  const { count: blobCount, totalSize: totalSizeInBytes } = nexus.content.blobStore(name);
  const sizes = { blobCount, totalSizeInBytes, availableSpaceInBytes: FREE_SPACE };
  return { softQuota: toQuota(softQuota), name, type, unavailable: false, ...sizes };
}
