/**
 * Stacks that an earlier release stored. The fixtures stand for the stored stacks of users: a failing test means that
 * users would see a change. Do not regenerate a fixture to make a test pass; see fixtures/state-2026-11/README.md.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CountingProxy } from "../../bench/counting-proxy.ts";
import { runWithMocks } from "../support/mocked-program.ts";
import { CliStack } from "../support/stack/cli-stack.ts";
import { listWrites } from "../support/stack/export-round-trip.ts";
import { ManualClient } from "../support/stack/test-environment.ts";
import probed from "./fixtures/state-2026-11/probe-program.ts";

const fixture = join(import.meta.dirname, "fixtures/state-2026-11");
const text = (file: string) => readFileSync(join(fixture, file), "utf8");

/** The URL of Nexus in state.json. The tests replace it with the URL of the Nexus that they start. */
const storedUrl = "http://nexus.example";
/** The configuration with which the stack was stored. */
const config = {
  username: "admin",
  upstreams: { files: "https://files.example" },
  rotations: { generated: "2026-11" },
};
const secrets = {
  password: "admin123",
  "passwords.declared": "s3cret-declared",
  "passwords.ci-configured": "s3cret-ci-configured",
  "secrets.mirror": "s3cret-mirror",
};

/** A resource of an exported state, as far as the tests read it. */
interface Exported {
  urn: string;
  dependencies?: string[];
  inputs?: Record<string, unknown>;
  [field: string]: unknown;
}

/** Fields that each run of Pulumi writes anew: positions in the program, times, and dependencies of single inputs. */
const volatile = ["sourcePosition", "stackTrace", "created", "modified", "propertyDependencies"];

/** Inputs that an update of an unchanged resource adds to, or removes from, the state of November 2026. */
const changedInputs = ["__schema", "__repositories"];

/** Components of November 2026 stored no outputs. */
const componentPrefix = "nexus-iac:components:";

/** The number of stored resources. Pulumi's summaries do not count default providers. */
const resources = resourcesIn(text("state.json")).filter(({ urn }) => !urn.endsWith("::default")).length;

describe("a stack stored by an earlier release", () => {
  let nexus: EmbeddedNexus;
  let proxy: CountingProxy;
  let stack: CliStack;
  let stored: unknown[];
  let data: string;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "nexus-iac-stored-state-"));
    cpSync(join(fixture, "nexus.json"), join(data, "nexus.json"));
    nexus = await startNexus({ data, release: "3.94.0-12", edition: "PRO", connectors: "none", scripts: true });
    proxy = await CountingProxy.start(nexus.url);
    stack = await CliStack.open({
      stack: "stored",
      program: text("program.ts"),
      config: { ...config, url: proxy.url },
      secrets,
    });
    const file = join(stack.folder, "imported.json");
    writeFileSync(file, text("state.json").replaceAll(storedUrl, proxy.url));
    await stack.runOrThrow("stack", "import", "--stack", stack.stack, "--file", file);
    stored = await exported(stack);
  });

  afterAll(async () => {
    stack?.close();
    await proxy?.stop();
    await nexus?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it("previews without a change", async () => {
    const preview = await stack.preview("--refresh", "--diff");
    expect(preview.code, preview.output).toBe(0);
    expect(preview.counts, preview.output).toEqual({ unchanged: resources });
    expect(listWrites(await proxy.takeRequests())).toEqual([]);
  });

  it("refreshes without a change", async () => {
    const refresh = await stack.refresh();
    expect(refresh.code, refresh.output).toBe(0);
    expect(refresh.counts, refresh.output).toEqual({ unchanged: resources });
    expect(listWrites(await proxy.takeRequests())).toEqual([]);
    expect(await exported(stack)).toEqual(stored);
  });

  it("updates without a change, and keeps all inputs and outputs in the state", async () => {
    const up = await stack.up("--diff");
    expect(up.code, up.output).toBe(0);
    expect(up.counts, up.output).toEqual({ unchanged: resources });
    expect(listWrites(await proxy.takeRequests())).toEqual([]);
    expect(await exported(stack)).toEqual(stored);
  });

  it("reports and reverts a change made in Nexus after it was stored", async () => {
    const path = "/v1/security/roles/file-reader";
    const manual = new ManualClient(nexus);
    const before = await manual.get(path);
    await manual.change(path, (live) => ({ ...live, description: "Changed by hand", privileges: [] }));
    const preview = await stack.preview("--refresh", "--diff");
    expect(preview.output).toContain(`~ 1 to update\n    ${resources - 1} unchanged`);
    const up = await stack.up("--refresh");
    expect(up.counts, up.output).toEqual({ updated: 1, unchanged: resources - 1 });
    expect(listWrites(await proxy.takeRequests())).toEqual(["PUT /service/rest/v1/security/roles/file-reader"]);
    expect((await manual.get(path)).privileges).toEqual(before.privileges);
  });
});

it("declares the probe with the inputs that an earlier release stored, so that an update does not run it again", async () => {
  const declared = await runWithMocks(probed, {
    stack: "stored",
    config: {
      url: storedUrl,
      username: "admin",
      password: "admin123",
      passwords: { ci: "s3cret-ci" },
      upstreams: { mavenCentral: "https://maven.example", images: "https://images.example" },
      clients: { registries: { "images-dev": "http://nexus.example:5002", images: "http://nexus.example:5001" } },
      probe: "write",
    },
    secrets: ["password", "passwords"],
  });
  expect(declared.filter(({ name }) => name === "probe")).toEqual(JSON.parse(text("probe.json")));
});

/** Returns the resources in a stack's state with decrypted secrets, without the volatile fields. */
async function exported(stack: CliStack): Promise<unknown[]> {
  const { output } = await stack.runOrThrow("stack", "export", "--show-secrets", "--stack", stack.stack);
  return resourcesIn(output)
    .map((resource) => ({
      ...omit(resource, String(resource.type).startsWith(componentPrefix) ? [...volatile, "outputs"] : volatile),
      urn: resource.urn,
      inputs: omit(resource.inputs ?? {}, changedInputs),
      // Pulumi stores dependencies in the order in which promises resolve.
      dependencies: resource.dependencies?.toSorted(),
    }))
    .toSorted((a, b) => a.urn.localeCompare(b.urn));
}

function omit(values: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function resourcesIn(state: string): Exported[] {
  return JSON.parse(state).deployment.resources;
}
