/** Blob stores, as a Core 3.71 and other clients' live tests saw them. */
import { describe, expect, test } from "vitest";
import { ask, hosted, nexusWith } from "../support/nexuses.ts";

const s3 = (name: string, more: object = {}) => ({
  name,
  bucketConfiguration: { bucket: { name: "bucket", region: "us-east-1", expiration: 3 }, ...more },
});

const azure = (name: string) => ({
  name,
  bucketConfiguration: {
    accountName: "account",
    containerName: "container",
    authentication: { authenticationMethod: "ACCOUNTKEY", accountKey: "key" },
  },
});

const google = (name: string) => ({ name, bucketConfiguration: { bucket: { name: "bucket", region: "us-east1" } } });

describe("blob stores", () => {
  test.each(["/proc/b2", "/dev/null/b2", "/sys"])("refuses the unwritable path %s", async (path) => {
    const nexus = await nexusWith();
    const message = `Blob store could not be written because the path ${path} could not be written to`;
    const refused = { status: 400, body: [{ id: "*", message }] };
    const files = "/v1/blobstores/file";
    expect(await ask(nexus, "POST", files, { name: "b2", path })).toMatchObject(refused);
    expect(await ask(nexus, "PUT", `${files}/default`, { path })).toMatchObject(refused);
    expect((await ask(nexus, "GET", `${files}/default`)).body).toMatchObject({ path: "default" });
  });

  test.each([
    ["default", "default", "Blob store default is not an S3 blob store"],
    ["default", "b9", "Renaming an S3 blob store name is not supported,Blob store default is not an S3 blob store"],
    ["nope", "b9", "No S3 blob store called 'nope',Renaming an S3 blob store name is not supported"],
  ])("refuses a PUT of %s with the name %s as S3", async (name, newName, message) => {
    const nexus = await nexusWith();
    const response = await ask(nexus, "PUT", `/v1/blobstores/s3/${name}`, s3(newName));
    expect(response).toMatchObject({ status: 400, body: [{ id: "name", message }] });
  });

  test("refuses new blob stores in clouds that it cannot reach, but not an S3 endpoint of its own", async () => {
    const nexus = await nexusWith({ edition: "PRO", clouds: false });
    const create = async (type: string, body: object) => {
      const { status, body: text } = await ask(nexus, "POST", `/v1/blobstores/${type}`, body);
      return [status, String(text)];
    };
    const cause = "Cause: Unable to execute HTTP request'}";
    const refusal = (name: string) => [
      400,
      `ValidationErrorXO{id='*', message='Unable to initialize blob store bucket: ${name}, ${cause}`,
    ];
    expect(await create("s3", s3("a"))).toEqual(refusal("bucket"));
    expect(await create("google", google("b"))).toEqual(refusal("bucket"));
    expect(await create("azure", azure("c"))).toEqual(refusal("container"));
    const minio = s3("d", { advancedBucketConnection: { endpoint: "http://127.0.0.1:9" } });
    expect(await create("s3", minio)).toEqual([201, ""]);
  });

  test.each([
    [true, 204],
    [false, 400],
  ])("tests a connection to Azure with clouds=%s: %i", async (clouds, status) => {
    const nexus = await nexusWith({ edition: "PRO", clouds });
    const connection = { accountName: "a", containerName: "c", authenticationMethod: "ACCOUNTKEY", accountKey: "k" };
    expect((await ask(nexus, "POST", "/v1/azureblobstore/test-connection", connection)).status).toBe(status);
  });

  test("names the reason why a group is refused", async () => {
    const nexus = await nexusWith({ edition: "PRO" });
    const groups = "/v1/blobstores/group";
    const create = async (name: string, ...members: string[]) =>
      (await ask(nexus, "POST", groups, { name, members, fillPolicy: "roundRobin" })).body;
    for (const name of ["free", "used"]) await ask(nexus, "POST", "/v1/blobstores/file", { name, path: name });
    const storage = { blobStoreName: "used", strictContentTypeValidation: true, writePolicy: "ALLOW" };
    await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted("files", { storage }));
    const refusal = (message: string) => [{ id: "*", message }];
    expect(await create("g")).toEqual(refusal("Blob Store 'g' cannot be empty"));
    expect(await create("g", "g")).toEqual(refusal("Blob Store 'g' cannot contain itself"));
    const repositories = "set as storage for 1 repositories and is not eligible to be a group member";
    expect(await create("g", "used")).toEqual(refusal(`Blob Store 'used' is ${repositories}`));
    await create("g", "free");
    expect(await create("h", "free")).toEqual(refusal("Blob Store 'free' is already a member of Blob Store Group 'g'"));
    const nested = "Blob Store 'g' is of type 'Group' and is not eligible to be a group member";
    expect(await create("h", "g")).toEqual(refusal(nested));
  });
});
