import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { omitSdkDiagnostics } from "../../src/resources/sdk-diagnostics.ts";
import { runWithMocks } from "../support/mocked-program.ts";

const original = Error.prepareStackTrace;
/** The file names at the top of the stack traces that were formatted. */
let formatted: string[];

/** Installs a formatter, as Pulumi does before it runs a program. */
beforeEach(() => {
  formatted = [];
  Error.prepareStackTrace = (error, frames) => {
    formatted.push(frames[0]?.getFileName() ?? "");
    return ["formatted", String(error), ...frames].join("\n    at ");
  };
});

afterEach(() => {
  Error.prepareStackTrace = original;
  vi.unstubAllEnvs();
});

it("records no stack traces of the SDK's promises and of this package's resources, and formats all others as before", async () => {
  vi.resetModules(); // The formatter is replaced when the package is loaded.
  const { raw } = await import("../../src/index.ts");
  const resources = await runWithMocks(() => void new raw.Hosted("files", {}), { stack: "test", config: {} });
  expect(resources.map(({ name }) => name)).toContain("files");
  expect(formatted.filter((file) => file.endsWith("/runtime/debuggable.js"))).toEqual([]);
  // The stack of the program has a source position, the repository has none.
  const sourcePositions = formatted.filter((file) => file.endsWith("/@pulumi/pulumi/resource.js"));
  expect(sourcePositions).toHaveLength(1);
  expect(new Error("a mistake").stack).toMatch(/^formatted\n {4}at Error: a mistake\n.*sdk-diagnostics\.test\.ts:/);
});

it("records all stack traces if PULUMI_DEBUG_PROMISE_LEAKS is set", () => {
  vi.stubEnv("PULUMI_DEBUG_PROMISE_LEAKS", "1");
  const installed = Error.prepareStackTrace;
  omitSdkDiagnostics();
  expect(Error.prepareStackTrace).toBe(installed);
});

it("installs no formatter if there is none", () => {
  Object.assign(Error, { prepareStackTrace: undefined });
  omitSdkDiagnostics();
  expect(Error.prepareStackTrace).toBeUndefined();
});
