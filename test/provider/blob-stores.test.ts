/** Blob stores in cloud storage: changes that would lose content, and secrets that Nexus does not return. */

import { type EmbeddedOptions, startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";
import { newestRelease } from "../support/newest-release.ts";
import { ResourceStack } from "../support/resource-stack.ts";

async function started(options: EmbeddedOptions = {}) {
  const nexus = await startNexus({ edition: "PRO", connectors: "none", ...options });
  onTestFinished(() => nexus.stop());
  const server = { url: nexus.url, username: "admin", password: "admin123" };
  const client = new NexusClient(server);
  onTestFinished(() => client.close());
  return { nexus, server, client };
}

const s3 = (more: Fields = {}, bucket: Fields = {}) => ({
  name: "artifacts",
  bucketConfiguration: { bucket: { name: "company", region: "eu-central-1", ...bucket }, ...more },
});

it.each<[string, string, Fields, Fields, string]>([
  ["blob-store-s3", "bucket", s3(), s3({}, { name: "other" }), "bucketConfiguration.bucket.name"],
  ["blob-store-s3", "prefix", s3({}, { prefix: "a" }), s3({}, { prefix: "b" }), "bucketConfiguration.bucket.prefix"],
  ["blob-store-azure", "container", azure("one"), azure("two"), "bucketConfiguration.containerName"],
])("%s: rejects another %s, as the content is not moved", async (kind, _, first, second, path) => {
  const { server } = await started();
  const runs = new ResourceStack(server, kind);
  await runs.up(first);
  const { failures } = await runs.check(second);
  expect(failures).toHaveLength(1);
  expect(failures[0]?.reason.split(" ")[0]).toBe(path);
  expect(failures[0]?.reason).toMatch(
    /does not move the content to the new \w+\. allowContentLoss: true allows the change/,
  );
  expect((await runs.check({ ...second, allowContentLoss: true })).failures).toEqual([]);
});

function azure(containerName: string): Fields {
  const authentication = { authenticationMethod: "ACCOUNTKEY", accountKey: "azure-s3cret" };
  return { name: "artifacts", bucketConfiguration: { accountName: "company", containerName, authentication } };
}

it("keeps S3 credentials that were set in Nexus, for which it returns a placeholder", async () => {
  const { server, client } = await started();
  const runs = new ResourceStack(server, "blob-store-s3");
  await runs.up(s3());
  const bucketSecurity = { accessKeyId: "id", secretAccessKey: "by-hand" };
  await client.send({ method: "PUT", path: "/v1/blobstores/s3/artifacts", body: s3({ bucketSecurity }) });
  await runs.up({ ...s3(), softQuota: { type: "spaceUsedQuota", limit: 5_000_000 } });
  const { body } = await client.get("/v1/blobstores/s3/artifacts");
  const kept = { accessKeyId: "id", secretAccessKey: "#~NXRM~PLACEHOLDER~PASSWORD~#" };
  expect(body).toMatchObject({ softQuota: { limit: 5_000_000 }, bucketConfiguration: { bucketSecurity: kept } });
});

it("rejects an update that would lose credentials without a placeholder, after a preview that did not read Nexus", async () => {
  const { server, client } = await started();
  const runs = new ResourceStack(server, "blob-store-google", { offline: "true" });
  const google = (more: Fields = {}) => ({ name: "g", bucketConfiguration: { bucket: { name: "company" }, ...more } });
  await runs.up(google());
  const bucketSecurity = { authenticationMethod: "accountKey", accountKey: "by-hand" };
  await client.send({ method: "PUT", path: "/v1/blobstores/google/g", body: google({ bucketSecurity }) });
  await expect(runs.up({ ...google(), softQuota: { type: "spaceUsedQuota", limit: 5_000_000 } })).rejects.toThrow(
    'Google blob store "g": bucketConfiguration.bucketSecurity.accountKey is set in Nexus',
  );
});

it("sends the expiration that S3 requires before 3.81", async () => {
  const { server, client } = await started({ release: "3.71.0-06", edition: "CORE" });
  await new ResourceStack(server, "blob-store-s3").up(s3());
  const { body } = await client.get("/v1/blobstores/s3/artifacts");
  expect(body).toMatchObject({ bucketConfiguration: { bucket: { expiration: 3 } } });
});

it("requires both parts of an access key, and a key for a session token", async () => {
  const { server } = await started();
  const validate = async (bucketSecurity: Fields) =>
    (await new ResourceStack(server, "blob-store-s3").check(s3({ bucketSecurity }))).failures.map(
      ({ reason }) => reason,
    );
  expect(await validate({ accessKeyId: "id" })).toEqual([
    "bucketConfiguration.bucketSecurity.secretAccessKey is needed with accessKeyId",
  ]);
  expect(await validate({ sessionToken: "t", secretAccessKey: "s" })).toEqual([
    "bucketConfiguration.bucketSecurity.accessKeyId is needed with secretAccessKey",
    "bucketConfiguration.bucketSecurity.accessKeyId is needed with sessionToken",
  ]);
  expect(await validate({ role: "arn:aws:iam::1:role/nexus" })).toEqual([]);
});

it("reports blob stores of Pro before any change to a Community edition", async () => {
  const { server } = await started({ edition: "COMMUNITY" });
  const group = new ResourceStack(server, "blob-store-group");
  await expect(group.up({ name: "disks", members: ["a"] })).rejects.toThrow(
    `Nexus ${newestRelease} COMMUNITY has no group blob store: it needs the Pro edition`,
  );
  const store = new ResourceStack(server, "blob-store-s3");
  const failoverBuckets = [{ region: "us-east-1", bucketName: "other" }];
  await expect(store.up(s3({ failoverBuckets }))).rejects.toThrow(
    `bucketConfiguration.failoverBuckets needs the Pro edition; this is ${newestRelease} COMMUNITY`,
  );
  await store.up(s3());
});

it("sends back one of two names under which 3.94 returns a block", async () => {
  const { server, client } = await started();
  const runs = new ResourceStack(server, "blob-store-s3");
  const bucketSecurity = { accessKeyId: "id", secretAccessKey: "first" };
  const advancedBucketConnection = { endpoint: "https://minio.example" };
  await runs.up(s3({ bucketSecurity, advancedBucketConnection }));
  const twins = { security: { accessKeyId: "id" }, advancedConnection: { endpoint: "https://old.example" } };
  const path = "/v1/blobstores/s3/artifacts";
  await client.send({
    method: "PUT",
    path,
    body: s3({ bucketSecurity, advancedBucketConnection, ...twins }),
  });
  await runs.up(s3({ bucketSecurity, advancedBucketConnection: { endpoint: "https://new.example" } }));
  const { body } = await client.get(path);
  const { bucketConfiguration } = body as { bucketConfiguration: Fields };
  expect(Object.keys(bucketConfiguration).sort()).toEqual(["advancedBucketConnection", "bucket", "bucketSecurity"]);
});
