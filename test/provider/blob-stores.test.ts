/** Blob stores whose content is elsewhere: what would lose it, and secrets that Nexus never shows. */

import { type EmbeddedOptions, startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";
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
])("%s: another %s is refused, as the content stays behind", async (kind, _, first, second, path) => {
  const { server } = await started();
  const runs = new ResourceStack(server, kind);
  await runs.up(first);
  const { failures } = await runs.check(second);
  expect(failures.map(({ property }) => property)).toEqual([path]);
  expect(failures[0]?.reason).toMatch(
    /does not move the content to the new \w+\. allowContentLoss: true allows the change/,
  );
  expect((await runs.check({ ...second, allowContentLoss: true })).failures).toEqual([]);
});

function azure(containerName: string): Fields {
  const authentication = { authenticationMethod: "ACCOUNTKEY", accountKey: "azure-s3cret" };
  return { name: "artifacts", bucketConfiguration: { accountName: "company", containerName, authentication } };
}

it("credentials that somebody set by hand stay where Nexus shows something for them, as it does for S3", async () => {
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

it("elsewhere they cannot be kept, and are not lost either", async () => {
  const { server, client } = await started();
  const runs = new ResourceStack(server, "blob-store-google");
  const google = (more: Fields = {}) => ({ name: "g", bucketConfiguration: { bucket: { name: "company" }, ...more } });
  await runs.up(google());
  const bucketSecurity = { authenticationMethod: "accountKey", accountKey: "by-hand" };
  await client.send({ method: "PUT", path: "/v1/blobstores/google/g", body: google({ bucketSecurity }) });
  await expect(runs.up({ ...google(), softQuota: { type: "spaceUsedQuota", limit: 5_000_000 } })).rejects.toThrow(
    'Google blob store "g": bucketConfiguration.bucketSecurity was set in Nexus',
  );
});

it("S3 before 3.81 is told when deleted content goes, as it demands", async () => {
  const { server, client } = await started({ release: "3.71.0-06", edition: "CORE" });
  await new ResourceStack(server, "blob-store-s3").up(s3());
  const { body } = await client.get("/v1/blobstores/s3/artifacts");
  expect(body).toMatchObject({ bucketConfiguration: { bucket: { expiration: 3 } } });
});

it("a session token goes with keys, and a key's two halves with each other", async () => {
  const { server } = await started();
  const said = async (bucketSecurity: Fields) =>
    (await new ResourceStack(server, "blob-store-s3").check(s3({ bucketSecurity }))).failures.map(
      ({ property, reason }) => `${property}: ${reason}`,
    );
  expect(await said({ accessKeyId: "id" })).toEqual([
    "bucketConfiguration.bucketSecurity.secretAccessKey: is needed with accessKeyId",
  ]);
  expect(await said({ sessionToken: "t", secretAccessKey: "s" })).toEqual([
    "bucketConfiguration.bucketSecurity.accessKeyId: is needed with secretAccessKey",
    "bucketConfiguration.bucketSecurity.accessKeyId: is needed with sessionToken",
  ]);
  expect(await said({ role: "arn:aws:iam::1:role/nexus" })).toEqual([]);
});

it("Pro's are told before anything is changed where Nexus is Community", async () => {
  const { server } = await started({ edition: "COMMUNITY" });
  const group = new ResourceStack(server, "blob-store-group");
  await expect(group.up({ name: "disks", members: ["a"] })).rejects.toThrow(
    "Nexus 3.94.0 COMMUNITY has no group blob store: it needs the Pro edition",
  );
  const store = new ResourceStack(server, "blob-store-s3");
  const failoverBuckets = [{ region: "us-east-1", bucketName: "other" }];
  await expect(store.up(s3({ failoverBuckets }))).rejects.toThrow(
    "bucketConfiguration.failoverBuckets: needs the Pro edition; this is 3.94.0 COMMUNITY",
  );
  await store.up(s3());
});

it("3.94 shows parts under two names: only one is sent back", async () => {
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
