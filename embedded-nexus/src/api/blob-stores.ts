import { posix } from "node:path";
import { checkColumnWidths } from "../column-widths.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { javaException, messageError, NO_CONTENT, ok, statusError, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { BlobStoreRecord, SoftQuota } from "../state.ts";
import { blobStoreGroupEndpoints } from "./blob-store-groups.ts";
import {
  checkNameIsFree,
  countRepositoriesIn,
  FILE,
  findBlobStore,
  getBlobStore,
  getMembers,
  parseQuota,
  REMAINING,
  toQuota,
  USED,
} from "./blob-store-records.ts";
import { cloudBlobStoreEndpoints } from "./cloud-blob-stores.ts";

interface FileRequest {
  name: string;
  path: string;
  softQuota?: Partial<SoftQuota> | null;
}

const FREE_SPACE = 80_000_000_000;

/** Returns the endpoints of the blob store types of a release and edition. */
export function blobStoreEndpoints(nexus: Nexus): RestEndpoint[] {
  return [
    ...commonEndpoints,
    ...fileEndpoints,
    ...cloudBlobStoreEndpoints(nexus),
    ...(nexus.edition === "PRO" ? blobStoreGroupEndpoints : []),
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

function isUsed(nexus: Nexus, name: string): boolean {
  return (
    countRepositoriesIn(nexus, name) > 0 || nexus.state.blobStores.some((store) => getMembers(store).includes(name))
  );
}

/** Folders of the operating system in which Nexus cannot create any. */
const UNWRITABLE = /^\/(proc|sys|dev)(\/|$)/;

/**
 * Rejects unwritable paths (3.71) and overlapping ones. They are relative to the folder of blob stores; absolute ones and `..`
 * are valid too (3.77). Nothing is written there: the content is in memory or in the data folder.
 */
function checkPath(nexus: Nexus, name: string, path: string): void {
  const toAbsolute = (path: string): string => posix.resolve("/nexus-data/blobs", path);
  const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);
  const absolutePath = toAbsolute(path);
  if (UNWRITABLE.test(absolutePath)) {
    const message = `Blob store could not be written because the path ${path} could not be written to`;
    throw validationError([{ id: "*", message }]);
  }
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
