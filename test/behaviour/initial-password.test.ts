/** Tests a new Nexus, whose administrator has the initial password that Nexus generated. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createTestEnvironment } from "../support/stack/test-environment.ts";

it("sets the configured password in the first up, and only once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-first-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const initialPasswordFile = join(folder, "admin.password");
  writeFileSync(initialPasswordFile, "made-by-nexus");
  const program = 'for (const name of ["a", "b", "c"]) new raw.Hosted(name); new Role("maven-central-reader");';
  const { stack, manual, recordRequests } = await createTestEnvironment(
    { program },
    { nexus: { adminPassword: "made-by-nexus" }, config: { initialPasswordFile } },
  );
  const clean = (text: string) => {
    for (const secret of ["made-by-nexus", "admin123"]) expect(text).not.toContain(secret);
  };

  const preview = await stack.preview();
  expect(preview.code, preview.output).toBe(0);
  expect(preview.output).toContain(
    'user "admin" still has the initial password; an update replaces it with nexus:password',
  );
  expect(preview.output).not.toContain("Cannot read");
  expect(await manual.acceptsLogin("admin", "made-by-nexus")).toBe(true);
  clean(preview.output);

  const changes = await recordRequests(async () => {
    const up = await stack.up();
    expect(up.code, up.output).toBe(0);
    expect(up.output).toContain('user "admin": the initial password is replaced with nexus:password');
    clean(up.output + stack.readStateFile());
  });
  expect(changes.filter((request) => request.includes("change-password"))).toHaveLength(1);
  expect(await manual.acceptsLogin("admin", "made-by-nexus")).toBe(false);
  expect(await manual.exists("/v1/repositories/raw/hosted/c")).toBe(true);

  // Nexus deletes the file, and nexus-iac does not read it again.
  rmSync(initialPasswordFile);
  const again = await stack.up();
  expect(again.counts).toEqual({ unchanged: 5 });
  expect(again.output).not.toContain("initial password");
});
