/**
 * Programs in which one value of a declaration is mutated: each is refused with an error that names the field, before anything
 * is written, or applied as it is declared.
 */
import fc from "fast-check";
import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import type { Fields } from "../../src/util/json.ts";
import { parseServer } from "../../src/util/release.ts";
import { createProgramText, createSample, externalUsers, listKinds } from "../support/every-kind.ts";
import { chooseBy, exceptionText, mutateFields } from "../support/hostile-responses.ts";
import { newestRelease } from "../support/newest-release.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { seedNexus } from "../support/seed.ts";
import { InProcessStack } from "../support/stack/in-process/in-process-stack.ts";
import { revealSecrets } from "../support/stack/in-process/property-values.ts";

declare global {
  /** The arguments of the resource that the program declares. The text of a program cannot contain functions and cycles. */
  var mutatedArguments: object;
}

it("are refused with an error that names the field, or applied as they are declared", async () => {
  const edition = "PRO";
  const nexus = await startNexus({ release: newestRelease, edition, connectors: "none", scripts: true, externalUsers });
  onTestFinished(() => nexus.stop());
  const { names } = await seedNexus({ url: nexus.url, username: "admin", password: "admin123" }, "seed");
  const stack = new InProcessStack({
    program: "",
    config: { url: nexus.url, username: "admin", retryFor: 0, deleteContent: true },
    secrets: { password: "admin123" },
  });
  onTestFinished(() => stack.close());
  // As JSON, since fast-check generates objects without a prototype.
  const samples = listKinds(parseServer(`${newestRelease} ${edition}`)).map((kind) => ({
    kind,
    text: createProgramText([{ kind, fields: {} }], names).replace('", {});', '", globalThis.mutatedArguments);'),
    fields: JSON.parse(JSON.stringify(createSample(kind, names, 1))),
  }));
  await fc.assert(
    fc.asyncProperty(fc.noBias(fc.noShrink(fc.infiniteStream(fc.nat()))), async (numbers) => {
      const choose = chooseBy(numbers);
      const sample = choose(samples);
      if (!sample) return;
      const { kind, text } = sample;
      const { fields, mutation } = mutateFields(sample.fields, choose);
      globalThis.mutatedArguments = fields;
      stack.program(text);
      const about = `${kind.token} ${mutation}`;
      nexus.clearRequests();
      const preview = await stack.preview();
      expect(preview.output, about).not.toMatch(exceptionText);
      expect(nexus.requests.filter(({ method, path }) => method !== "GET" && !path.includes("extdirect"))).toEqual([]);
      if (preview.code !== 0) {
        const [field = ""] = mutation.split(/[.:]/);
        expect(preview.output, about).toContain(kind.token);
        if (!field.startsWith("the whole")) expect(preview.output, about).toContain(field);
        return;
      }
      const up = await stack.up();
      expect(up.output, about).not.toMatch(exceptionText);
      if (up.code === 0) {
        const [resource] = await stack.readResources();
        const declared = JSON.parse(JSON.stringify(fields));
        expect(revealSecrets((resource?.inputs ?? {}) as Fields), about).toMatchObject(declared);
        expect((await stack.up()).counts, about).toEqual({ unchanged: 2 });
      }
      const destroyed = await stack.destroy();
      expect(destroyed.code, `${about}: ${destroyed.output}`).toBe(0);
    }),
    propertyRuns(5_000, 150),
  );
}, 900_000);
