import { posix } from "node:path";
import { checkColumnWidths } from "../column-widths.ts";
import { isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import {
  CREATED,
  HttpError,
  javaException,
  messageError,
  NO_CONTENT,
  ok,
  plainMessageError,
  statusError,
  validationError,
} from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Edition } from "../options.ts";
import { isAtLeast } from "../release.ts";
import type { BlobStoreRecord, SoftQuota } from "../state.ts";

interface FileRequest {
  name: string;
  path: string;
  softQuota?: Partial<SoftQuota> | null;
}

const FREE_SPACE = 80_000_000_000;
const FILE = "File";

/** A type of blob store besides File. S3 was measured (3.71); Azure and Google are by the documents, and as S3 is. */
interface CloudType {
  /** In the paths. */
  readonly path: string;
  /** What the list calls it. */
  readonly type: string;
  readonly schema: string;
  readonly editions?: readonly Edition[];
  /** What refusals call it. */
  readonly noun: string;
  /** Fields that are not given back, but this in their place. */
  readonly secrets: Readonly<Record<string, string | null>>;
  /** Answers say the type too. */
  readonly namesType?: true;
}

const CLOUD_TYPES: readonly CloudType[] = [
  {
    path: "s3",
    type: "S3",
    schema: "S3BlobStoreApiModel",
    noun: "an S3 blob store",
    // 3.71: the session token is given back as it is.
    secrets: { secretAccessKey: "#~NXRM~PLACEHOLDER~PASSWORD~#" },
    namesType: true,
  },
  {
    path: "azure",
    type: "Azure Cloud Storage",
    schema: "AzureBlobStoreApiModel",
    noun: "an Azure blob store",
    secrets: { accountKey: null },
    editions: ["PRO"],
  },
  {
    path: "google",
    type: "Google Cloud Storage",
    schema: "GoogleCloudBlobstoreApiModel",
    noun: "a Google Cloud blob store",
    secrets: { accountKey: null },
    editions: ["PRO"],
    namesType: true,
  },
];

/** The blob stores that a release and edition has. */
export function blobStoreEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  const types = CLOUD_TYPES.filter(
    ({ path, editions }) =>
      isKnownIn(release, `POST /v1/blobstores/${path}`) && (!editions || editions.includes(edition)),
  );
  return [...common, ...file, ...types.flatMap(cloud), ...(edition === "PRO" ? group : [])];
}

const common: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/blobstores", {
    permission: "nexus:blobstores:read",
    handle: ({ nexus }) => ok(nexus.state.blobStores.map((store) => listed(nexus, store))),
  }),

  defineEndpoint("DELETE /v1/blobstores/{name}", {
    permission: "nexus:blobstores:delete",
    handle: async ({ nexus, param }) => {
      const name = param("name");
      // 3.71: found ignoring case, then looked for with it.
      const inOtherCase = nexus.state.blobStores.find((store) => store.name.toLowerCase() === name.toLowerCase());
      if (inOtherCase && inOtherCase.name !== name) {
        throw javaException("java.lang.IllegalStateException", `Missing BlobStore: ${name}`);
      }
      existing(nexus, name, "");
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
      const store = find(nexus, blobStoreName);
      if (!store) throw statusError(404);
      return ok({ ...quotaStatus(nexus, store), blobStoreName });
    },
  }),
];

const file: readonly RestEndpoint[] = [
  defineEndpoint<FileRequest>("POST /v1/blobstores/file", {
    body: { schema: "FileBlobStoreApiCreateRequest" },
    permission: "nexus:blobstores:create",
    handle: ({ nexus, body }) => {
      const { name, path } = body;
      // 3.71: quota and path are looked at only once the name is free.
      checkFree(nexus, name);
      const softQuota = quota(body.softQuota);
      checkPath(nexus, name, path);
      checkColumnWidths(nexus.release, "blobStore", { NAME: name });
      nexus.change(() => nexus.state.blobStores.push({ name, path, softQuota }));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("GET /v1/blobstores/file/{name}", {
    permission: "nexus:blobstores:read",
    handle: ({ nexus, param }) => {
      const { softQuota, path } = existing(nexus, param("name"), FILE);
      return ok({ softQuota: quotaAnswer(softQuota), path });
    },
  }),

  // 3.77: the path may be changed, which moves nothing.
  defineEndpoint<FileRequest>("PUT /v1/blobstores/file/{name}", {
    body: { schema: "FileBlobStoreApiUpdateRequest" },
    permission: "nexus:blobstores:update",
    handle: ({ nexus, body, param }) => {
      const store = existing(nexus, param("name"), FILE);
      const softQuota = quota(body.softQuota);
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

function cloud({ path, type, schema, noun, secrets, namesType }: CloudType): RestEndpoint[] {
  const answer = ({ name, softQuota, settings }: BlobStoreRecord): JsonObject => ({
    name,
    softQuota: quotaAnswer(softQuota),
    bucketConfiguration: shown(settings?.bucketConfiguration ?? null, secrets),
    ...(namesType && { type }),
  });
  return [
    defineEndpoint<CloudRequest>(`POST /v1/blobstores/${path}`, {
      body: { schema },
      permission: "nexus:blobstores:create",
      handle: ({ nexus, body }) => {
        const { name, softQuota, bucketConfiguration } = body;
        // 3.71: one of the very name is found by the database only.
        if (find(nexus, name)) throw printed("Duplicate key");
        checkFree(nexus, name);
        const store = { name, type, path: "", softQuota: quota(softQuota), settings: { bucketConfiguration } };
        nexus.change(() => nexus.state.blobStores.push(store));
        return CREATED;
      },
    }),

    defineEndpoint(`GET /v1/blobstores/${path}/{name}`, {
      permission: "nexus:blobstores:read",
      handle: ({ nexus, param }) => {
        const store = existing(nexus, param("name"), find(nexus, param("name")) ? "" : type);
        if (store.type !== type) throw messageError(400, `${store.name} is not ${noun}.`);
        return ok(answer(store));
      },
    }),

    defineEndpoint<CloudRequest>(`PUT /v1/blobstores/${path}/{name}`, {
      body: { schema },
      permission: "nexus:blobstores:update",
      handle: ({ nexus, body, param }) => {
        const name = param("name");
        const store = find(nexus, name);
        const what = noun.replace(/^an? /, "");
        if (store?.type !== type) throw validationError([{ id: "name", message: `No ${what} called '${name}'` }]);
        if (body.name !== name) {
          throw validationError([{ id: "name", message: `Renaming ${noun} name is not supported` }]);
        }
        const { bucketConfiguration } = body;
        const softQuota = quota(body.softQuota);
        nexus.change(() => Object.assign(store, { softQuota, settings: { bucketConfiguration } }));
        return NO_CONTENT;
      },
    }),
  ];
}

/** What nobody set is left out (3.71). */
function shown(value: Json, secrets: CloudType["secrets"]): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined)
    .map(([name, inner]) => [name, name in secrets ? secrets[name] : shown(inner ?? null, secrets)]);
  return Object.fromEntries(entries);
}

/** A violation as Java prints it. */
function printed(message: string): HttpError {
  return new HttpError({ status: 400, text: `ValidationErrorXO{id='*', message='${message}'}`, fault: true });
}

interface GroupRequest {
  name: string;
  members?: string[] | null;
  fillPolicy?: string | null;
  softQuota?: Partial<SoftQuota> | null;
}

const GROUP = "Group";

/** By the documents: what makes a blob store no member was not measured, and has no words of Nexus's own here. */
const group: readonly RestEndpoint[] = [
  defineEndpoint<GroupRequest>("POST /v1/blobstores/group", {
    body: { schema: "GroupBlobStoreApiCreateRequest" },
    permission: "nexus:blobstores:create",
    handle: ({ nexus, body }) => {
      const { name } = body;
      checkFree(nexus, name);
      const store = { name, type: GROUP, path: "", softQuota: quota(body.softQuota), settings: groupOf(nexus, body) };
      nexus.change(() => nexus.state.blobStores.push(store));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("GET /v1/blobstores/group/{name}", {
    permission: "nexus:blobstores:read",
    handle: ({ nexus, param }) => {
      const { softQuota, settings } = existing(nexus, param("name"), GROUP);
      return ok({ softQuota: quotaAnswer(softQuota), ...settings });
    },
  }),

  defineEndpoint<GroupRequest>("PUT /v1/blobstores/group/{name}", {
    body: { schema: "GroupBlobStoreApiUpdateRequest" },
    permission: "nexus:blobstores:update",
    handle: ({ nexus, body, param }) => {
      const store = existing(nexus, param("name"), GROUP);
      const changed = { softQuota: quota(body.softQuota), settings: groupOf(nexus, body, store.name) };
      nexus.change(() => Object.assign(store, changed));
      return NO_CONTENT;
    },
  }),
];

function groupOf(nexus: Nexus, { members, fillPolicy }: GroupRequest, own?: string): JsonObject {
  const wrong = (message: string) => validationError([{ id: "members", message }]);
  if (!members?.length) throw wrong("Blob Store group must contain at least one member");
  for (const member of members) {
    const store = find(nexus, member);
    if (!store) throw wrong(`Blob Store '${member}' does not exist`);
    if (store.type === GROUP) throw wrong(`Blob Store '${member}' is a group`);
    if (nexus.state.blobStores.some((other) => other.name !== own && membersOf(other).includes(member))) {
      throw wrong(`Blob Store '${member}' is already a member of another group`);
    }
    if (isUsedByRepository(nexus, member)) throw wrong(`Blob Store '${member}' is set as storage for a repository`);
  }
  return { members, fillPolicy: fillPolicy ?? "writeToFirst" };
}

function membersOf({ settings }: BlobStoreRecord): Json[] {
  return Array.isArray(settings?.members) ? settings.members : [];
}

function checkFree(nexus: Nexus, name: string): void {
  if (!nexus.state.blobStores.some((store) => store.name.toLowerCase() === name.toLowerCase())) return;
  throw validationError([{ id: "name", message: "Name is already used, must be unique (ignoring case)" }]);
}

function isUsedByRepository(nexus: Nexus, name: string): boolean {
  return nexus.state.repositories.some(({ attributes }) => attributes.storage?.blobStoreName === name);
}

function isUsed(nexus: Nexus, name: string): boolean {
  return isUsedByRepository(nexus, name) || nexus.state.blobStores.some((store) => membersOf(store).includes(name));
}

function find(nexus: Nexus, name: string): BlobStoreRecord | undefined {
  return nexus.state.blobStores.find((store) => store.name === name);
}

/** Of that type; of any where none is named. */
function existing(nexus: Nexus, name: string, type: string): BlobStoreRecord {
  const store = find(nexus, name);
  if (store && (type === "" || (store.type ?? FILE) === type)) return store;
  const message = `Unable to find ${type} '${name}' blobstore`;
  // 3.71: with the inner quotes; 3.77: without.
  throw isAtLeast(nexus.release, "3.77") ? plainMessageError(404, message) : messageError(404, message);
}

const USED = "spaceUsedQuota";
const REMAINING = "spaceRemainingQuota";

/** 3.71: a limit without a type is kept as it is; one of the two types wants a limit above 0. */
function quota(given: Partial<SoftQuota> | null | undefined): SoftQuota | null {
  if (!given) return null;
  const { type = null, limit = null } = given;
  const wrong = (message: string) => validationError([{ id: "*", message }]);
  if (type !== null && type !== USED && type !== REMAINING) {
    throw wrong("To enable Soft Quota, you must select a Type of Quota");
  }
  if (type !== null && (limit ?? 0) <= 0) {
    const kind = type === USED ? "Space Used" : "Space Remaining";
    throw wrong(`${kind} quotas must have a Quota Limit greater than 0`);
  }
  return { type, limit };
}

/** A path is relative to the folder of blob stores; absolute ones and `..` are taken too (3.77). */
function checkPath(nexus: Nexus, name: string, path: string): void {
  const full = (one: string): string => posix.resolve("/nexus-data/blobs", one);
  const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);
  const own = full(path);
  const others = nexus.state.blobStores.filter((store) => store.name !== name && (store.type ?? FILE) === FILE);
  const clashing = others.filter((store) => within(own, full(store.path)) || within(full(store.path), own));
  if (clashing.length === 0) return;
  const message =
    "A file blob store must have a unique path, and may not be contained in a sub directory of another blob store. " +
    `Blob stores with violations: ${clashing.map((store) => store.name).join(", ")}`;
  throw validationError([{ id: "*", message }]);
}

function quotaAnswer(softQuota: SoftQuota | null): Json {
  return softQuota ? { type: softQuota.type, limit: softQuota.limit } : null;
}

function quotaStatus(nexus: Nexus, { name, softQuota }: BlobStoreRecord): JsonObject {
  if (!softQuota?.type) return { isViolation: false, message: `Blob store ${name} has no quota` };
  const limit = softQuota.limit ?? 0;
  const used = nexus.content.blobStore(name).totalSize;
  const isViolation = softQuota.type === REMAINING ? FREE_SPACE < limit : used > limit;
  const [what, size] = softQuota.type === USED ? ["using", used] : ["with", FREE_SPACE];
  return { isViolation, message: `Blob store ${name} is ${what} ${size} bytes, limit ${limit} bytes` };
}

function listed(nexus: Nexus, { name, softQuota, type = FILE }: BlobStoreRecord): JsonObject {
  const { count: blobCount, totalSize: totalSizeInBytes } = nexus.content.blobStore(name);
  const sizes = { blobCount, totalSizeInBytes, availableSpaceInBytes: FREE_SPACE };
  return { softQuota: quotaAnswer(softQuota), name, type, unavailable: false, ...sizes };
}
