/** Commands with a mutated file: each does its work, or ends with one error that names the file. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { exitCodes } from "../../src/cli/shared/exit-codes.ts";
import type { Json } from "../../src/util/json.ts";
import { createCommandFolder } from "../support/command-folder.ts";
import { chooseBy, exceptionText, mutateResponse } from "../support/hostile-responses.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { startRecordingServer } from "../support/recording-server.ts";

const withConfig = ["--client-config", "config.json"];

/** Commands by the file that is mutated, with the text by which an error names it. */
const cases: readonly (readonly [file: string, name: RegExp, args: readonly string[]])[] = [
  ["config.json", /config\.json/, ["lint-pipeline", "Jenkinsfile", ...withConfig]],
  ["config.json", /config\.json/, ["images", "--cluster", "pods.json", ...withConfig]],
  ["pods.json", /pods\.json/, ["images", "--cluster", "pods.json", ...withConfig]],
  [
    "exceptions.json",
    /exceptions\.json/,
    ["images", "--cluster", "pods.json", "--exceptions", "exceptions.json", ...withConfig],
  ],
  ["terraform.json", /terraform\.json/, ["init", "project", "--from", "terraform", "terraform.json"]],
  ["ansible.json", /ansible\.json/, ["init", "project", "--from", "ansible", "ansible.json"]],
  ["plan.json", /plan\.json/, ["review", "--plan", "plan.json", "--out", "reports"]],
  ["stdin.json", /standard input/i, ["probe", "--stdin", "--dry-run"]],
  ["bin/preview", /pulumi preview/, ["client-config", "--stack", "lab"]],
  ["bin/config", /pulumi config|nexus:|GET /, ["access", "--stack", "lab", "--live"]],
  ["bin/outputs", /pulumi stack output|stack output "passwords"/, ["probe", "--stack", "lab", "--dry-run"]],
];

it.each(cases)(
  "%s, named as %s, of %j",
  async (file, name, args) => {
    const { url } = await startRecordingServer((_, reply) => reply.writeHead(403).end("{}"));
    const cwd = createCommandFolder(url, "name");
    const exception = { image: "*/team/*", reason: "old", ends: "2027-01-31", cluster: "lab" };
    writeFileSync(join(cwd, "exceptions.json"), JSON.stringify([exception]));
    const original: Json = JSON.parse(readFileSync(join(cwd, file), "utf8"));
    const credentials = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };
    const environment = { ...credentials, PATH: `${join(cwd, "bin")}:${process.env.PATH}` };
    await fc.assert(
      fc.asyncProperty(fc.noBias(fc.noShrink(fc.infiniteStream(fc.nat()))), async (numbers) => {
        const { body, mutation } = mutateResponse(original, chooseBy(numbers));
        rmSync(join(cwd, "project"), { recursive: true, force: true });
        writeFileSync(join(cwd, file), body);
        const input = readFileSync(join(cwd, "stdin.json"), "utf8");
        const { status, stdout, stderr } = await runNexusIac(args, { cwd, environment, input });
        expect(stdout + stderr, mutation).not.toMatch(exceptionText);
        if (status === exitCodes.success || status === exitCodes.finding) return;
        expect(status === exitCodes.failure || status === exitCodes.usage, `${mutation}: ${status}`).toBe(true);
        expect(stderr, mutation).toMatch(name);
      }),
      propertyRuns(150, 10),
    );
  },
  900_000,
);
