import { expect, it } from "vitest";
import { createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";

const secrets = ["declared-s3cret", "rotated-s3cret", "upstream-s3cret", "upstream-rotated", "admin123"];
const estate = (user: string, upstream: string) => `
  new User("declared", { roles: ["nx-anonymous"], password: "${user}" });
  const made = new User("made", { roles: ["nx-anonymous"] });
  new raw.Proxy("mirror", {
    proxy: { remoteUrl: "https://files.example" },
    httpClient: { authentication: { type: "username", username: "u", password: "${upstream}" } },
  });
  export const password = made.password;`;

it("secrets are plain neither in the state nor in the output, in every command", async () => {
  const { stack, manual } = await createCliEnvironment({ program: estate("declared-s3cret", "upstream-s3cret") });
  const shown: string[] = [];
  const clean = async (work: () => Promise<{ code: number; output: string }>) => {
    const run = await work();
    expect(run.code, run.output).toBe(0);
    shown.push(run.output, stack.readStateFile());
  };
  await clean(() => stack.up());
  const { password: made } = (await stack.readOutputs()) as { password: string };
  expect(made).toMatch(/^[\w-]{32}$/);
  expect(await manual.acceptsLogin("made", made)).toBe(true);
  await clean(() => stack.refresh());
  await manual.setPassword("made", "by-hand");
  await manual.change("/v1/repositories/raw/proxy/mirror", (live) => ({
    ...live,
    httpClient: {
      ...(live.httpClient as object),
      authentication: { type: "username", username: "v", password: "by-hand" },
    },
  }));
  await clean(() => stack.refresh());
  await clean(() => stack.up());
  stack.program(createProgram(estate("rotated-s3cret", "upstream-rotated")));
  await clean(() => stack.preview("--diff"));
  await clean(() => stack.up());
  await clean(() => stack.refresh());
  for (const text of shown) for (const secret of [...secrets, made]) expect(text).not.toContain(secret);
});
