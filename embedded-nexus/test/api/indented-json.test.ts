import { expect, test } from "vitest";
import { nexusWith } from "../support/nexuses.ts";

test("the REST API indents JSON as a Core 3.71 does", async () => {
  const nexus = await nexusWith({ release: "3.71.0-06", edition: "CORE" });
  const read = async (method: string, path: string, body?: object) => {
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}`, "Content-Type": "application/json" };
    const init = body ? { body: JSON.stringify(body) } : {};
    return (await fetch(`${nexus.url}/service/rest/v1/${path}`, { method, headers, ...init })).text();
  };
  expect(await read("GET", "blobstores/file/default")).toBe(`{\n  "softQuota" : null,\n  "path" : "default"\n}`);
  const message = "Blob store could not be written because the path /proc/b could not be written to";
  expect(await read("POST", "blobstores/file", { name: "b", path: "/proc/b" })).toBe(
    `[ {\n  "id" : "*",\n  "message" : "${message}"\n} ]`,
  );
  const role = { id: "r", name: "r", description: "", privileges: ["nx-all", "nx-all"], roles: [] };
  expect(await read("POST", "security/roles", role)).toContain(`"roles" : [ ]`);
});
