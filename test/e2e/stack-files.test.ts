/** Compares the stacks that tests create, configure and read as files with those of the Pulumi CLI. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { CliStack } from "../support/stack/cli-stack.ts";
import { readConfigurationFile } from "../support/stack/configuration-file.ts";
import type { StackOptions } from "../support/stack/stack.ts";
import { createCliEnvironment } from "../support/stack/test-environment.ts";

async function open(options: StackOptions): Promise<CliStack> {
  const stack = await CliStack.open(options);
  onTestFinished(() => stack.close());
  return stack;
}

it("configures a stack as the CLI does", async () => {
  const program = "";
  const files = await open({
    program,
    config: {
      ...{ text: "a b", empty: "", spaces: " a ", quoted: "\"a\": 'b' # c", umlaut: "Grüße", lines: "a\nb" },
      ...{
        yes: true,
        no: false,
        whole: 12,
        fraction: 1.5,
        digits: "0123",
        date: "2026-11-03",
        exponent: "1e5",
        none: "null",
      },
      ...{ nested: { url: "http://a.example:1/b", on: true, count: 5, deeper: { text: "a" } }, "path.to": "a" },
      ...{ list: ["a", "b"], removed: "a", replaced: "a", secret: "a" },
    },
    secrets: { password: "p4ss word", "passwords.nexus-ci": "Grüße", "passwords.other": "", removedSecret: "a" },
  });
  await files.configure(
    { removed: undefined, replaced: "b", nested: { count: 6, deeper: { more: "b" } }, password: "plain now" },
    { secret: "secret now", removedSecret: undefined, "passwords.nexus-ci": "changed" },
  );

  const cli = await open({ program });
  rmSync(join(cli.folder, "Pulumi.test.yaml"));
  rmSync(join(cli.stateFolder, ".pulumi"), { recursive: true });
  await cli.runOrThrow("stack", "init", "test");
  const plain = [
    ...["text=a b", "empty=", "spaces= a ", "quoted=\"a\": 'b' # c", "umlaut=Grüße", "lines=a\nb"],
    ...[
      "yes=true",
      "no=false",
      "whole=12",
      "fraction=1.5",
      "digits=0123",
      "date=2026-11-03",
      "exponent=1e5",
      "none=null",
    ],
    ...["nested.url=http://a.example:1/b", "nested.on=true", "nested.count=6", "nested.deeper.text=a", "path.to=a"],
    ...["nested.deeper.more=b", "list[0]=a", "list[1]=b", "replaced=b", "password=plain now"],
  ];
  const secret = ["secret=secret now", "passwords.nexus-ci=changed", "passwords.other="];
  await cli.runOrThrow(
    ...["config", "set-all", "--path", "--stack", "test"],
    ...plain.flatMap((pair) => ["--plaintext", `nexus:${pair}`]),
    ...secret.flatMap((pair) => ["--secret", `nexus:${pair}`]),
  );
  const shown = async (stack: CliStack) =>
    JSON.parse((await stack.runOrThrow("config", "--json", "--show-secrets", "--stack", "test")).output);
  const expected: Record<string, { value: string; secret: boolean }> = await shown(cli);
  expect(await shown(files)).toEqual(expected);

  const { texts, secretKeys } = readConfigurationFile(join(files.folder, "Pulumi.test.yaml"));
  const entries = Object.entries(texts).map(([key, value]) => [key, value, secretKeys.includes(key)]);
  expect(entries.toSorted()).toEqual(
    Object.entries(expected)
      .map(([key, { value, secret }]) => [key, value, secret])
      .toSorted(),
  );
});

it("reads outputs and resources from the state as the CLI does", async () => {
  const { stack } = await createCliEnvironment({
    program: `
      const bot = new User("bot", { roles: ["nx-anonymous"] });
      export const password = bot.password;
      export const inner = { list: ["a", pulumi.secret({ b: [1, null] })], plain: { on: true } };
      new pulumi.ComponentResource("test:index:Group", "group");
    `,
  });
  expect(await stack.readOutputs()).toEqual({});
  expect(await stack.readResources()).toEqual([]);
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const read = async (...args: string[]) =>
    JSON.parse((await stack.runOrThrow("stack", ...args, "--stack", "test")).output);
  expect(await stack.readOutputs()).toEqual(await read("output", "--json", "--show-secrets"));
  const { resources } = (await read("export")).deployment;
  expect(await stack.readResources()).toEqual(resources.filter(({ id }: { id?: string }) => id === "bot"));
});
