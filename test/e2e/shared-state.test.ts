// @module-tag postgres
/** Tests a shared state in a real PostgreSQL with two concurrent updates. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { startPostgres } from "../../tools/postgres/start-postgres.ts";
import { createCliEnvironment } from "../support/stack/test-environment.ts";

const count = 12;
const secret = "upstream-s3cret-of-the-mirror";

/** A program that waits, with the state locked, until the file GATE exists. */
const shared = `
  import { existsSync } from "node:fs";
  const { GATE } = process.env;
  while (GATE && !existsSync(GATE)) await new Promise((resolve) => setTimeout(resolve, 50));
  for (let i = 0; i < ${count - 2}; i++) new raw.Hosted("files-" + i);
  new raw.Proxy("mirror", {
    proxy: { remoteUrl: "https://files.example" },
    httpClient: { authentication: { type: "username", username: "u", password: pulumi.secret("${secret}") } },
  });
  const bot = new User("bot", { roles: ["nx-anonymous"] });
  export const password = bot.password;`;

it("refuses the second of two concurrent updates, loses nothing, and stores no plain secret", async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const environment = { PULUMI_BACKEND_URL: postgres.url, PGPASSWORD: postgres.password };
  const { nexus, stack } = await createCliEnvironment({ program: shared }, { environment });
  await stack.runOrThrow("stack", "init", "test");
  const locks = () => Number(postgres.query("select count(*) from pulumi_state where key like '%/locks/%.json'"));

  const gate = join(stack.folder, "gate");
  const first = stack.pulumiWith({ GATE: gate }, "up", "--yes", "--skip-preview", "--stack", "test");
  while (!locks()) await sleep(50);
  const second = await stack.up();
  expect(second.code, second.output).not.toBe(0);
  expect(second.output).toContain("the stack is currently locked by 1 lock(s)");
  expect(second.output).not.toContain(postgres.password);
  writeFileSync(gate, "");
  expect((await first).counts, (await first).output).toMatchObject({ created: count + 1 });
  expect(locks()).toBe(0);

  const { output: exported } = await stack.runOrThrow("stack", "export", "--stack", "test");
  const types: string[] = JSON.parse(exported).deployment.resources.map(({ type }: { type: string }) => type);
  expect(types.filter((type) => type.startsWith("pulumi-nodejs:")).length).toBe(count);
  nexus.clearRequests();
  expect((await stack.up()).counts).toEqual({ unchanged: count + 1 });
  expect(nexus.requests.filter(({ method }) => method !== "GET")).toEqual([]);

  const stored = postgres.query("select convert_from(decode(data->>'data', 'base64'), 'UTF8') from pulumi_state");
  expect(stored).toContain("files-3");
  const shown = await stack.runOrThrow("stack", "output", "password", "--show-secrets", "--stack", "test");
  for (const plain of [secret, shown.output.trim(), "admin123"]) expect(stored).not.toContain(plain);
});
