/** Mutated configurations of a stack: each is applied, or refused with an error that names the key, before a request is sent. */
import fc from "fast-check";
import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { settingKeys } from "../../src/provider/settings.ts";
import { programSchema } from "../../src/resources/stack-configuration.ts";
import type { Json } from "../../src/util/json.ts";
import { exceptionText, strangeValues } from "../support/hostile-responses.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { InProcessStack } from "../support/stack/in-process/in-process-stack.ts";
import { createProgram } from "../support/stack/test-environment.ts";

const program = `
  import { z } from "zod";
  const settings = {
    retainDays: z.int().min(1).default(30), label: z.string().optional(), names: z.array(z.string()).optional(),
    limits: z.record(z.string(), z.number()).optional(),
  };
  export default estate({ settings, upstreams: ["files"], declare({ upstreams, password }) {
    new raw.Proxy("mirror", { proxy: { remoteUrl: upstreams.files } });
    const ci = password("ci");
    new User("ci", { roles: ["nx-anonymous"], ...(ci && { password: ci }) });
  } })();
`;

/** The keys of secrets. Plain text in one of them is refused. */
const secretKeys = ["password", "initialPassword", "passwords", "secrets"];
const keys = [
  ...[
    ...settingKeys,
    ...Object.keys(programSchema.shape),
    "retainDays",
    "label",
    "names",
    "limits",
    "upstreams",
    "secrets",
  ],
  ...["URL", "Url", "upStreams", "constructor", "toString", "x"],
];

const nest = (open: string, close: string) => `${open.repeat(5_000)}1${close.repeat(5_000)}`;
const values: readonly Json[] = [
  ...strangeValues,
  ...[
    "TRUE",
    "yes",
    "null",
    "-1",
    "1.5",
    " 7 ",
    "1e999",
    "NaN",
    "9".repeat(400),
    "0x10",
    "\u0663",
    "\ud800",
    '{"a":',
    "[",
  ],
  ...["[]", "[null]", '{"a":1}', '{"__proto__":{"a":1}}', '{"files":"https://a.example","files":7}', nest("[", "]")],
  ...[{ files: "https://a.example", FILES: "https://b.example" }, { ci: "x" }, { CI: "x" }, nest('{"a":', "}")],
  ...[
    "http://",
    "https://a b",
    "//x",
    "file:///etc/passwd",
    "https://u:p@x.example",
    "/dev/null",
    "/",
    "/etc/hostname",
  ],
];

it("is applied, or refused with an error that names the key", async () => {
  const base = { offline: true, upstreams: { files: "https://files.example" } };
  const nexus = await startNexus({ connectors: "none" });
  onTestFinished(() => nexus.stop());
  const stack = new InProcessStack({ program: createProgram(program) });
  onTestFinished(() => stack.close());
  const unset = Object.fromEntries(keys.map((key) => [key, undefined]));
  const required = { url: nexus.url, username: "admin", ...base };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...keys), fc.constantFrom(...values), async (key, value) => {
      // The in-process engine cannot run a probe.
      fc.pre(key !== "probe" || value !== true);
      await stack.configure(unset);
      const isSecret = typeof value === "string" && secretKeys.includes(key);
      await stack.configure(
        { ...required, [key]: isSecret ? undefined : value },
        { password: "admin123", ...(isSecret && { [key]: value }) },
      );
      const { code, output } = await stack.preview();
      const about = `nexus:${key} ${JSON.stringify(value)?.slice(0, 60)}`;
      expect(output, about).not.toMatch(exceptionText);
      if (code !== 0) expect(output, about).toContain(`nexus:${key}`);
    }),
    propertyRuns(5_000, 150),
  );
}, 900_000);
