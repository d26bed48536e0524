import { isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { CREATED, messageError, NO_CONTENT, ok, printedViolationError, validationError } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Edition } from "../options.ts";
import { isAtLeast } from "../release.ts";
import { restorePlaceholders, SECRET_PLACEHOLDER } from "../secret-placeholder.ts";
import type { BlobStoreRecord, SoftQuota } from "../state.ts";
import { checkNameIsFree, findBlobStore, getBlobStore, parseQuota, toQuota } from "./blob-store-records.ts";

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

interface CloudRequest {
  name: string;
  bucketConfiguration: JsonObject;
  softQuota?: Partial<SoftQuota> | null;
}

/** Returns the endpoints of the cloud types of a release and edition. */
export function cloudBlobStoreEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  const types = CLOUD_TYPES.filter(
    ({ path, editions }) =>
      isKnownIn(release, `POST /v1/blobstores/${path}`) && (!editions || editions.includes(edition)),
  );
  const connectionTest = "POST /v1/azureblobstore/test-connection";
  return [
    ...types.flatMap(cloudEndpoints),
    ...(edition === "PRO" && isKnownIn(release, connectionTest) ? [testConnection(connectionTest)] : []),
  ];
}

/** Tests the connection to Azure: 204 if the cloud is emulated, else 400 (documented). */
const testConnection = (operation: string): RestEndpoint =>
  defineEndpoint(operation, {
    body: { schema: "AzureConnectionXO" },
    permission: "nexus:blobstores:read",
    handle: ({ nexus }) => (nexus.reachesClouds ? NO_CONTENT : { status: 400 }),
  });

function cloudEndpoints(cloud: CloudBlobStoreType): RestEndpoint[] {
  const { path, type, schema, noun, secrets, kept, returnsType: namesType } = cloud;
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
        checkConnection(nexus, body);
        const store = { name, type, path: "", softQuota: parseQuota(softQuota), settings: { bucketConfiguration } };
        nexus.change(() => nexus.state.blobStores.push(store));
        return CREATED;
      },
    }),

    defineEndpoint(`GET /v1/blobstores/${path}/{name}`, {
      permission: "nexus:blobstores:read",
      handle: ({ nexus, param }) => {
        const store = findBlobStore(nexus, param("name")) ?? getBlobStore(nexus, param("name"), type);
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
        const errors: string[] = [];
        if (!store) errors.push(`No ${noun.replace(/^an? /, "")} called '${name}'`);
        if (body.name.toLowerCase() !== name.toLowerCase()) errors.push(`Renaming ${noun} name is not supported`);
        if (store && store.type !== type) errors.push(`Blob store ${name} is not ${noun}`);
        // 3.71: messages about one field are joined.
        if (!store || errors.length > 0) throw validationError([{ id: "name", message: errors.join() }]);
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

/**
 * Rejects a new blob store if clouds cannot be reached: Nexus then creates none. A storage with an endpoint of its own, such as
 * MinIO, is no cloud. The message is that of S3 (3.71); those of Azure and Google were not measured.
 */
function checkConnection(nexus: Nexus, { bucketConfiguration }: CloudRequest): void {
  const { bucket, advancedBucketConnection: connection } = bucketConfiguration;
  if (nexus.reachesClouds || (isObject(connection) && connection.endpoint)) return;
  const bucketName = isObject(bucket) ? bucket.name : bucketConfiguration.containerName;
  const message = `Unable to initialize blob store bucket: ${bucketName}, Cause: Unable to execute HTTP request`;
  throw printedViolationError(400, message);
}
