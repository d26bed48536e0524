/** The endpoints of the OCI distribution specification, one by one. */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { nexusWith } from "../support/nexuses.ts";
import { createDockerHosted, createManifest, digestOf, OCI, TestRegistry } from "../support/registries.ts";

async function createRegistry(): Promise<TestRegistry> {
  const nexus = await nexusWith();
  await createDockerHosted(nexus, "d");
  return TestRegistry.at(nexus, "d");
}

const NONE = digestOf("absent");

describe("a blob", () => {
  test("is uploaded in one request and downloaded whole, in a range and by HEAD", async () => {
    const to = await createRegistry();
    const digest = digestOf("hello world");
    const pushed = await to.send("POST", `/a/b/blobs/uploads/?digest=${digest}`, "hello world");
    expect([pushed.status, pushed.headers.get("docker-content-digest")]).toEqual([201, digest]);
    expect(pushed.headers.get("location")).toBe(`${to.base}/a/b/blobs/${digest}`);
    const whole = await to.send("GET", `/a/b/blobs/${digest}`);
    expect([whole.status, await whole.text()]).toEqual([200, "hello world"]);
    const head = await to.send("HEAD", `/a/b/blobs/${digest}`);
    expect([head.status, head.headers.get("content-length"), head.headers.get("docker-content-digest")]).toEqual([
      200,
      "11",
      digest,
    ]);
    const part = await to.send("GET", `/a/b/blobs/${digest}`, undefined, { Range: "bytes=6-10" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 6-10/11",
      "world",
    ]);
    expect(await to.status("GET", `/a/b/blobs/${digest}`, undefined, { Range: "bytes=11-" })).toBe(416);
    expect(await to.failure("GET", `/a/b/blobs/${NONE}`)).toEqual([404, "BLOB_UNKNOWN", NONE]);
    expect(await to.status("HEAD", `/a/b/blobs/${NONE}`)).toBe(404);
    expect(await to.failure("GET", "/a/b/blobs/sha256:123")).toEqual([400, "DIGEST_INVALID", "sha256:123"]);
  });

  test("is uploaded by POST and PUT, or in consecutive chunks", async () => {
    const to = await createRegistry();
    const begun = await to.send("POST", "/a/b/blobs/uploads/");
    expect(begun.status).toBe(202);
    const location = begun.headers.get("location") ?? "";
    const digest = digestOf("one two three");
    const chunk = (text: string, range: string) =>
      to.send("PATCH", location, text, { "Content-Range": range, "Content-Type": "application/octet-stream" });
    const first = await chunk("one ", "0-3");
    expect([first.status, first.headers.get("range")]).toEqual([202, "0-3"]);
    const wrong = await chunk("three", "8-12");
    expect([wrong.status, wrong.headers.get("range")]).toEqual([416, "0-3"]);
    await chunk("two ", "4-7");
    const progress = await to.send("GET", location);
    expect([progress.status, progress.headers.get("range"), progress.headers.get("location")]).toEqual([
      204,
      "0-7",
      location,
    ]);
    expect(await to.status("PUT", `${location}?digest=${digest}`, "three", { "Content-Range": "9-13" })).toBe(416);
    const done = await to.send("PUT", `${location}?digest=${digest}`, "three", { "Content-Range": "8-12" });
    expect([done.status, done.headers.get("location")]).toEqual([201, `${to.base}/a/b/blobs/${digest}`]);
    expect(await (await to.send("GET", `/a/b/blobs/${digest}`)).text()).toBe("one two three");
    expect(await to.refusal("PATCH", location, "more")).toEqual([404, "BLOB_UPLOAD_UNKNOWN"]);
  });

  test("continues after an upload that was interrupted", async () => {
    const to = await createRegistry();
    const location = (await to.send("POST", "/a/b/blobs/uploads/")).headers.get("location") ?? "";
    const broken = new ReadableStream({
      async start(stream) {
        stream.enqueue(new TextEncoder().encode("hello "));
        // Wait until the chunk has arrived.
        await expect.poll(async () => (await to.send("GET", location)).headers.get("range")).toBe("0-5");
        stream.error(new Error("the client went away"));
      },
    });
    const init = {
      method: "PATCH",
      body: broken,
      headers: { Authorization: `Basic ${btoa("admin:admin123")}` },
      duplex: "half",
    };
    await expect(fetch(location, init as RequestInit)).rejects.toThrow();
    const digest = digestOf("hello world");
    expect(await to.status("PUT", `${location}?digest=${digest}`, "world", { "Content-Range": "6-10" })).toBe(201);
    expect(await (await to.send("GET", `/a/b/blobs/${digest}`)).text()).toBe("hello world");
  });

  test("is not mixed from two requests at once", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-uploads-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const nexus = await nexusWith({ data });
    await createDockerHosted(nexus, "d");
    const to = TestRegistry.at(nexus, "d");
    const location = (await to.send("POST", "/a/b/blobs/uploads/")).headers.get("location") ?? "";
    const { promise: more, resolve: goOn } = Promise.withResolvers<void>();
    const slow = new ReadableStream({
      async start(stream) {
        stream.enqueue(new TextEncoder().encode("hello "));
        await more;
        stream.enqueue(new TextEncoder().encode("world"));
        stream.close();
      },
    });
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}` };
    const patch = fetch(location, { method: "PATCH", body: slow, headers, duplex: "half" } as RequestInit);
    await expect.poll(async () => (await to.send("GET", location)).headers.get("range")).toBe("0-5");
    // The digest of the bytes so far, while the rest is still to come.
    const put = to.status("PUT", `${location}?digest=${digestOf("hello ")}`);
    await to.status("GET", location);
    goOn();
    expect([(await patch).status, await put]).toEqual([202, 400]);
    expect(readdirSync(join(data, "blobs", "default"))).toEqual([]);
  });

  test("is refused with another digest; an upload can be cancelled", async () => {
    const to = await createRegistry();
    expect(await to.failure("POST", `/a/b/blobs/uploads/?digest=${NONE}`, "hello")).toEqual([
      400,
      "DIGEST_INVALID",
      NONE,
    ]);
    expect(await to.status("HEAD", `/a/b/blobs/${digestOf("hello")}`)).toBe(404);
    const location = (await to.send("POST", "/a/b/blobs/uploads/")).headers.get("location") ?? "";
    expect(await to.refusal("PUT", location, "hello")).toEqual([400, "DIGEST_INVALID"]);
    expect(await to.status("DELETE", location)).toBe(204);
    expect(await to.status("GET", location)).toBe(404);
  });

  test("leaves no upload after a single request that fails", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const nexus = await nexusWith({ data });
    await createDockerHosted(nexus, "d");
    const to = TestRegistry.at(nexus, "d");
    const drafts = () => readdirSync(join(data, "blobs/default"));
    const path = `/a/b/blobs/uploads/?digest=${digestOf("x")}`;
    expect(await to.refusal("POST", "/a/b/blobs/uploads/?digest=sha256:1", "x")).toEqual([400, "DIGEST_INVALID"]);
    expect(await to.refusal("POST", path, "x", { "Content-Range": "5-6" })).toEqual([416, "BLOB_UPLOAD_INVALID"]);
    const aborted = request(to.base + path, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa("admin:admin123")}`, "Content-Length": "1000" },
    });
    aborted.on("error", () => {});
    aborted.write("some");
    await expect.poll(drafts).toHaveLength(1);
    aborted.destroy();
    await expect.poll(drafts).toEqual([]);
  });

  test("is mounted from another image if it exists", async () => {
    const to = await createRegistry();
    const digest = await to.blob("a/b", "shared");
    expect(await to.status("POST", `/c/d/blobs/uploads/?mount=${digest}&from=a/b`)).toBe(201);
    expect(await to.status("GET", `/c/d/blobs/${digest}`)).toBe(200);
    expect(await to.status("POST", `/c/d/blobs/uploads/?mount=${NONE}&from=a/b`)).toBe(202);
  });

  test("is deleted", async () => {
    const to = await createRegistry();
    const digest = await to.blob("a/b", "hello");
    expect(await to.status("DELETE", `/a/b/blobs/${digest}`)).toBe(202);
    expect(await to.status("GET", `/a/b/blobs/${digest}`)).toBe(404);
    expect(await to.refusal("DELETE", `/a/b/blobs/${digest}`)).toEqual([404, "BLOB_UNKNOWN"]);
  });
});

describe("a manifest", () => {
  test("is downloaded by tag and by digest, byte for byte", async () => {
    const to = await createRegistry();
    const digest = await to.push("a/b", "1");
    for (const reference of ["1", digest]) {
      const response = await to.send("GET", `/a/b/manifests/${reference}`);
      expect([response.status, response.headers.get("content-type")]).toEqual([200, OCI.manifest]);
      expect(response.headers.get("docker-content-digest")).toBe(digest);
      expect(digestOf(await response.text())).toBe(digest);
      expect(await to.status("HEAD", `/a/b/manifests/${reference}`)).toBe(200);
    }
    const unknown = [{ Name: "a/b" }, { Tag: "2" }];
    expect(await to.failure("GET", "/a/b/manifests/2")).toEqual([404, "MANIFEST_UNKNOWN", unknown]);
    const revision = [{ Name: "a/b" }, { Revision: NONE }];
    expect(await to.failure("GET", `/a/b/manifests/${NONE}`)).toEqual([404, "MANIFEST_UNKNOWN", revision]);
  });

  test("is accepted in Docker's and OCI's types; an invalid or incomplete one is refused", async () => {
    const to = await createRegistry();
    const [config, layer] = [await to.blob("a/b", "{}"), await to.blob("a/b", "layer")];
    const put = (manifest: string, type: string) =>
      to.failure("PUT", "/a/b/manifests/x", manifest, { "Content-Type": type });
    const docker = "application/vnd.docker.distribution.manifest";
    const push = async (manifest: string, type: string) => {
      const response = await to.send("PUT", "/a/b/manifests/x", manifest, { "Content-Type": type });
      return [response.status, response.headers.get("location")];
    };
    const image = createManifest(config, 2, layer, 5);
    const at = (manifest: string) => `${to.base}/a/b/manifests/${digestOf(manifest)}`;
    expect(await push(image, OCI.manifest)).toEqual([201, at(image)]);
    const dockers = createManifest(config, 2, layer, 5, { mediaType: `${docker}.v2+json` });
    expect(await push(dockers, `${docker}.v2+json`)).toEqual([201, at(dockers)]);
    for (const mediaType of [OCI.index, `${docker}.list.v2+json`]) {
      const manifests = [{ mediaType: OCI.manifest, digest: digestOf(image), size: image.length }];
      const index = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
      expect(await push(index, mediaType)).toEqual([201, at(index)]);
      const lacking = index.replace(digestOf(image), NONE);
      expect(await put(lacking, mediaType)).toEqual([400, "BLOB_UNKNOWN", NONE]);
    }
    expect(await put(createManifest(config, 2, NONE, 5), OCI.manifest)).toEqual([400, "BLOB_UNKNOWN", NONE]);
    const invalid = (manifest: string, type: string) =>
      to.refusal("PUT", "/a/b/manifests/x", manifest, { "Content-Type": type });
    expect(await invalid("{", OCI.manifest)).toEqual([400, "MANIFEST_INVALID"]);
    expect(await invalid("{}", "text/plain")).toEqual([400, "MANIFEST_INVALID"]);
    expect(await invalid(image, OCI.index)).toEqual([400, "MANIFEST_INVALID"]);
    // Malformed digests.
    expect(await invalid(createManifest(config, 2, "sha256:../x", 5), OCI.manifest)).toEqual([400, "MANIFEST_INVALID"]);
    // Deeply nested values in place of texts.
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const nested = (more: object) => createManifest(config, 2, layer, 5, more).replace('"DEEP"', deep);
    expect(await invalid(nested({ annotations: { a: "DEEP" } }), OCI.manifest)).toEqual([400, "MANIFEST_INVALID"]);
    expect(await invalid(nested({ config: { digest: "DEEP" } }), OCI.manifest)).toEqual([400, "MANIFEST_INVALID"]);
    expect(await invalid(nested({ mediaType: "DEEP" }), OCI.manifest)).toEqual([400, "MANIFEST_INVALID"]);
    for (const digest of ["sha256:1\r\nX: y", "DEEP"]) {
      expect(await invalid(nested({ subject: { digest } }), OCI.manifest)).toEqual([400, "MANIFEST_INVALID"]);
    }
    expect(await to.refusal("PUT", "/a/b/manifests/x", " ".repeat(8_000_001))).toEqual([413, "MANIFEST_INVALID"]);
    const old = JSON.stringify({ schemaVersion: 1, name: "a/b", tag: "x" });
    expect(await invalid(old, `${docker}.v1+prettyjws`)).toEqual([400, "MANIFEST_INVALID"]);
    const wrong = await to.failure("PUT", `/a/b/manifests/${NONE}`, image, { "Content-Type": OCI.manifest });
    expect(wrong).toEqual([400, "DIGEST_INVALID", NONE]);
  });

  test("is deleted with all its tags by digest, or one tag alone", async () => {
    const to = await createRegistry();
    const digest = await to.push("a/b", "1", "same");
    await to.push("a/b", "2", "same");
    await to.push("a/b", "3", "other");
    expect(await to.status("DELETE", "/a/b/manifests/2")).toBe(202);
    expect(await to.json("/a/b/tags/list")).toEqual({ name: "a/b", tags: ["1", "3"] });
    expect(await to.status("GET", `/a/b/manifests/${digest}`)).toBe(200);
    expect(await to.status("DELETE", `/a/b/manifests/${digest}`)).toBe(202);
    expect(await to.json("/a/b/tags/list")).toEqual({ name: "a/b", tags: ["3"] });
    expect(await to.status("GET", "/a/b/manifests/1")).toBe(404);
    expect(await to.status("DELETE", `/a/b/manifests/${digest}`)).toBe(404);
  });
});

describe("a list", () => {
  test("of tags is sorted and paged", async () => {
    const to = await createRegistry();
    for (const tag of ["c", "a", "B", "d"]) await to.push("a/b", tag);
    expect(await to.json("/a/b/tags/list")).toEqual({ name: "a/b", tags: ["B", "a", "c", "d"] });
    const first = await to.send("GET", "/a/b/tags/list?n=2");
    expect(await first.json()).toMatchObject({ tags: ["B", "a"] });
    expect(first.headers.get("link")).toBe(`<${to.base}/a/b/tags/list?n=2&last=a>; rel="next"`);
    const last = await to.send("GET", "/a/b/tags/list?n=2&last=a");
    expect([await last.json(), last.headers.get("link")]).toEqual([{ name: "a/b", tags: ["c", "d"] }, null]);
    expect(await to.json("/a/b/tags/list?n=0")).toEqual({ name: "a/b", tags: [] });
    expect(await to.failure("GET", "/no/such/tags/list")).toEqual([404, "NAME_UNKNOWN", "no/such"]);
  });

  test("of images is sorted and paged", async () => {
    const to = await createRegistry();
    expect(await to.json("/_catalog")).toEqual({ repositories: [] });
    for (const name of ["z/z", "a/b", "c"]) await to.push(name, "1");
    expect(await to.json("/_catalog")).toEqual({ repositories: ["a/b", "c", "z/z"] });
    const first = await to.send("GET", "/_catalog?n=2");
    expect(first.headers.get("link")).toBe(`<${to.base}/_catalog?n=2&last=c>; rel="next"`);
    expect(await to.json("/_catalog?n=2&last=c")).toEqual({ repositories: ["z/z"] });
  });

  test("of referrers is an index, filtered by artifact type", async () => {
    const to = await createRegistry();
    const subject = String(await to.push("a/b", "1"));
    const [config, layer] = [await to.blob("a/b", "{}"), await to.blob("a/b", "signature")];
    const subjectDescriptor = { mediaType: OCI.manifest, digest: subject, size: 1 };
    const artifact = (artifactType: string) =>
      createManifest(config, 2, layer, 9, { artifactType, subject: subjectDescriptor, annotations: { by: "us" } });
    for (const type of ["signature/one", "sbom/two"]) {
      const manifest = artifact(type);
      const path = `/a/b/manifests/${digestOf(manifest)}`;
      const response = await to.send("PUT", path, manifest, { "Content-Type": OCI.manifest });
      expect([response.status, response.headers.get("oci-subject")]).toEqual([201, subject]);
    }
    const all = await to.send("GET", `/a/b/referrers/${subject}`);
    expect(all.headers.get("content-type")).toBe(OCI.index);
    expect(await all.json()).toMatchObject({ schemaVersion: 2, mediaType: OCI.index, manifests: [{}, {}] });
    const some = await to.send("GET", `/a/b/referrers/${subject}?artifactType=sbom/two`);
    expect(some.headers.get("oci-filters-applied")).toBe("artifactType");
    expect(await some.json()).toMatchObject({
      manifests: [
        {
          mediaType: OCI.manifest,
          digest: digestOf(artifact("sbom/two")),
          size: artifact("sbom/two").length,
          artifactType: "sbom/two",
          annotations: { by: "us" },
        },
      ],
    });
    expect(await to.json(`/a/b/referrers/${NONE}`)).toMatchObject({ manifests: [] });
    expect(await to.status("GET", "/a/b/referrers/none")).toBe(400);
  });
});

test("invalid names, methods and paths are refused", async () => {
  const to = await createRegistry();
  expect(await to.failure("GET", "/A/manifests/1")).toEqual([400, "NAME_INVALID", "A"]);
  expect(await to.refusal("GET", "/a/b/manifests/-")).toEqual([400, "MANIFEST_INVALID"]);
  expect(await to.refusal("POST", "/a/b/manifests/1", "{}")).toEqual([405, "UNSUPPORTED"]);
  expect(await to.refusal("PUT", "/a/b/tags/list", "{}")).toEqual([405, "UNSUPPORTED"]);
  expect(await to.refusal("GET", "/a/b/unknown/1")).toEqual([404, "NAME_UNKNOWN"]);
  expect(await to.status("GET", "/../outside")).toBe(404);
});
