import { posix } from "node:path";
import { checkWidths } from "../database.ts";
import { done, ok, refusal, refused, refusedPlainly, uncaught, violated } from "../http/answers.ts";
import { type Endpoint, endpoint } from "../http/endpoint.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { atLeast } from "../release.ts";
import type { BlobStore, SoftQuota } from "../state.ts";

interface BlobStoreRequest {
  name: string;
  path: string;
  softQuota?: Partial<SoftQuota> | null;
}

const FREE_SPACE = 80_000_000_000;

export const blobStoreEndpoints: readonly Endpoint[] = [
  endpoint("GET /v1/blobstores", {
    may: "nexus:blobstores:read",
    handle: ({ nexus }) => ok(nexus.state.blobStores.map(listed)),
  }),

  endpoint<BlobStoreRequest>("POST /v1/blobstores/file", {
    body: { schema: "FileBlobStoreApiCreateRequest" },
    may: "nexus:blobstores:create",
    handle: ({ nexus, body }) => {
      const { name, path } = body;
      // 3.71: quota and path are looked at only once the name is free.
      if (nexus.state.blobStores.some((store) => store.name.toLowerCase() === name.toLowerCase())) {
        throw violated([{ id: "name", message: "Name is already used, must be unique (ignoring case)" }]);
      }
      const softQuota = quota(body.softQuota);
      checkPath(nexus, name, path);
      checkWidths(nexus.release, "blobStore", { NAME: name });
      nexus.change(() => nexus.state.blobStores.push({ name, path, softQuota }));
      return done;
    },
  }),

  endpoint("GET /v1/blobstores/file/{name}", {
    may: "nexus:blobstores:read",
    handle: ({ nexus, param }) => {
      const { softQuota, path } = existing(nexus, param("name"), "File");
      return ok({ softQuota: quotaAnswer(softQuota), path });
    },
  }),

  // 3.77: the path may be changed, which moves nothing.
  endpoint<BlobStoreRequest>("PUT /v1/blobstores/file/{name}", {
    body: { schema: "FileBlobStoreApiUpdateRequest" },
    may: "nexus:blobstores:update",
    handle: ({ nexus, body, param }) => {
      const store = existing(nexus, param("name"), "File");
      const softQuota = quota(body.softQuota);
      checkPath(nexus, store.name, body.path);
      nexus.change(() => Object.assign(store, { path: body.path, softQuota }));
      return done;
    },
  }),

  endpoint("DELETE /v1/blobstores/{name}", {
    may: "nexus:blobstores:delete",
    handle: ({ nexus, param }) => {
      const name = param("name");
      // 3.71: found ignoring case, then looked for with it.
      const inOtherCase = nexus.state.blobStores.find((store) => store.name.toLowerCase() === name.toLowerCase());
      if (inOtherCase && inOtherCase.name !== name) {
        throw uncaught("java.lang.IllegalStateException", `Missing BlobStore: ${name}`);
      }
      existing(nexus, name, "");
      const used = nexus.state.repositories.some(({ attributes }) => attributes.storage?.blobStoreName === name);
      if (used) throw refused(400, `BlobStore ${name} is in use and cannot be deleted`);
      nexus.change(() => {
        nexus.state.blobStores = nexus.state.blobStores.filter((store) => store.name !== name);
      });
      return done;
    },
  }),

  endpoint("GET /v1/blobstores/{name}/quota-status", {
    may: "nexus:blobstores:read",
    handle: ({ nexus, param }) => {
      const blobStoreName = param("name");
      const store = find(nexus, blobStoreName);
      if (!store) throw refusal(404);
      return ok({ ...quotaStatus(store), blobStoreName });
    },
  }),
];

function find(nexus: Nexus, name: string): BlobStore | undefined {
  return nexus.state.blobStores.find((store) => store.name === name);
}

function existing(nexus: Nexus, name: string, type: string): BlobStore {
  const store = find(nexus, name);
  if (store) return store;
  const message = `Unable to find ${type} '${name}' blobstore`;
  // 3.71: with the inner quotes; 3.77: without.
  throw atLeast(nexus.release, "3.77") ? refusedPlainly(404, message) : refused(404, message);
}

const USED = "spaceUsedQuota";
const REMAINING = "spaceRemainingQuota";

/** 3.71: a limit without a type is kept as it is; one of the two types wants a limit above 0. */
function quota(given: Partial<SoftQuota> | null | undefined): SoftQuota | null {
  if (!given) return null;
  const { type = null, limit = null } = given;
  const wrong = (message: string) => violated([{ id: "*", message }]);
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
  const others = nexus.state.blobStores.filter((store) => store.name !== name);
  const clashing = others.filter((store) => within(own, full(store.path)) || within(full(store.path), own));
  if (clashing.length === 0) return;
  const message =
    "A file blob store must have a unique path, and may not be contained in a sub directory of another blob store. " +
    `Blob stores with violations: ${clashing.map((store) => store.name).join(", ")}`;
  throw violated([{ id: "*", message }]);
}

function quotaAnswer(softQuota: SoftQuota | null): Json {
  return softQuota ? { type: softQuota.type, limit: softQuota.limit } : null;
}

function quotaStatus({ name, softQuota }: BlobStore): JsonObject {
  if (!softQuota?.type) return { isViolation: false, message: `Blob store ${name} has no quota` };
  const limit = softQuota.limit ?? 0;
  const isViolation = softQuota.type === REMAINING && FREE_SPACE < limit;
  const [what, size] = softQuota.type === USED ? ["using", 0] : ["with", FREE_SPACE];
  return { isViolation, message: `Blob store ${name} is ${what} ${size} bytes, limit ${limit} bytes` };
}

function listed({ name, softQuota }: BlobStore): JsonObject {
  const sizes = { blobCount: 0, totalSizeInBytes: 0, availableSpaceInBytes: FREE_SPACE };
  return { softQuota: quotaAnswer(softQuota), name, type: "File", unavailable: false, ...sizes };
}
