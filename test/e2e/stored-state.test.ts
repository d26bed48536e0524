/**
 * Stacks that an earlier release stored. The fixtures stand for the stored stacks of users: a failing test means that
 * users would see a change. Do not regenerate a fixture to make a test pass; see fixtures/state-2026-11/README.md.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const readFixture = (fixture: string, file: string) =>
  readFileSync(join(import.meta.dirname, "fixtures", fixture, file), "utf8");

/** The URL of Nexus in state.json. The tests replace it with the URL of the Nexus that they start. */
const storedUrl = "http://nexus.example";

/** The differences from today's state that a fixture may have. */
interface FormerState {
  /** Inputs that an update of an unchanged resource adds to, or removes from, the state. */
  changedInputs: readonly string[];
  /** Inputs that an update of an unchanged resource marks as secrets. */
  newSecrets: readonly string[];
  storesComponentOutputs: boolean;
}

interface StoredStack extends FormerState {
  fixture: string;
  config: Record<string, unknown>;
  secrets: Record<string, string>;
}

/** The stored stacks, with the configuration with which each was stored. */
const stacks: readonly StoredStack[] = [
  {
    fixture: "state-2026-11",
    config: {
      username: "admin",
      upstreams: { files: "https://files.example" },
      rotations: { generated: "2026-11" },
    },
    secrets: {
      password: "admin123",
      "passwords.declared": "s3cret-declared",
      "passwords.ci-configured": "s3cret-ci-configured",
      "secrets.mirror": "s3cret-mirror",
    },
    changedInputs: ["__schema", "__repositories"],
    newSecrets: ["authorizationCustomParams", "tokenRequestCustomParams"],
    storesComponentOutputs: false,
  },
  {
    fixture: "state-2026-12",
    config: { username: "admin" },
    secrets: { password: "admin123" },
    changedInputs: [],
    newSecrets: [],
    storesComponentOutputs: true,
  },
];

/** A resource of an exported state, as far as the tests read it. */
interface Exported {
  urn: string;
  dependencies?: string[];
  inputs?: Record<string, unknown>;
  [field: string]: unknown;
}

/** Fields that each run of Pulumi writes anew: positions in the program, times, and dependencies of single inputs. */
const volatile = ["sourcePosition", "stackTrace", "created", "modified", "propertyDependencies"];

const componentPrefix = "nexus-iac:components:";

describe.each(stacks)("a stack stored as $fixture", ({ fixture, config, secrets, ...former }) => {
  const text = (file: string) => readFixture(fixture, file);
  /** The number of stored resources. Pulumi's summaries do not count default providers. */
  const resources = resourcesIn(text("state.json")).filter(({ urn }) => !urn.endsWith("::default")).length;
  let nexus: EmbeddedNexus;
  let proxy: CountingProxy;
  let stack: CliStack;
  let stored: unknown[];
  let data: string;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "nexus-iac-stored-state-"));
    writeFileSync(join(data, "nexus.json"), text("nexus.json"));
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
    stored = await exported(stack, former);
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
    expect(await exported(stack, former)).toEqual(stored);
  });

  it("updates without a change, and keeps all inputs and outputs in the state", async () => {
    const up = await stack.up("--diff");
    expect(up.code, up.output).toBe(0);
    expect(up.counts, up.output).toEqual({ unchanged: resources });
    expect(listWrites(await proxy.takeRequests())).toEqual([]);
    expect(await exported(stack, former)).toEqual(stored);
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
  expect(declared.filter(({ name }) => name === "probe")).toEqual(
    JSON.parse(readFixture("state-2026-11", "probe.json")),
  );
});

/** Returns the resources in a stack's state with decrypted secrets, without the volatile fields. */
async function exported(
  stack: CliStack,
  { changedInputs, newSecrets, storesComponentOutputs }: FormerState,
): Promise<unknown[]> {
  const { output } = await stack.runOrThrow("stack", "export", "--show-secrets", "--stack", stack.stack);
  return resourcesIn(output)
    .map((resource) => ({
      ...omit(resource, isComponent(resource) && !storesComponentOutputs ? [...volatile, "outputs"] : volatile),
      urn: resource.urn,
      inputs: revealSecrets(omit(resource.inputs ?? {}, changedInputs), newSecrets),
      // Pulumi stores dependencies in the order in which promises resolve.
      dependencies: resource.dependencies?.toSorted(),
    }))
    .toSorted((a, b) => a.urn.localeCompare(b.urn));
}

function omit(values: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

/** Returns inputs with the plain text of some of them. */
function revealSecrets(inputs: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const reveal = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && "plaintext" in value ? JSON.parse(String(value.plaintext)) : value;
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      names.includes(name) ? JSON.parse(JSON.stringify(value), reveal) : value,
    ]),
  );
}

function isComponent({ type }: Exported): boolean {
  return String(type).startsWith(componentPrefix);
}

function resourcesIn(state: string): Exported[] {
  return JSON.parse(state).deployment.resources;
}
