/** Where passwords of users come from, and that none of them is ever shown. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPassword, parsePasswordOutputs, readEnvironmentPassword } from "../../src/cli/shared/passwords.ts";

const module = join(import.meta.dirname, "../../src/cli/shared/passwords.ts");

describe("passwords of a stack", () => {
  it("are its output of that name, where they are texts", () => {
    expect(parsePasswordOutputs({ passwords: { ci: "one", kept: "", odd: 3 }, other: "two" })).toEqual({ ci: "one" });
    expect(parsePasswordOutputs({})).toEqual({});
  });

  it("win over the environment's, which are those of the user whom it names alone", () => {
    const environment = { NEXUS_USERNAME: "ci", NEXUS_PASSWORD: "environment's" };
    expect(findPassword("ci", { ci: "stack's" }, environment)).toBe("stack's");
    expect(findPassword("ci", {}, environment)).toBe("environment's");
    expect(findPassword("other", {}, environment)).toBeUndefined();
    expect(findPassword("toString", {}, { NEXUS_PASSWORD: "an administrator's" })).toBeUndefined();
  });
});

describe("a password in a file", () => {
  it("is its first line", () => {
    const file = fileWith("sécret 'quoted'\nmore\n");
    expect(readEnvironmentPassword({ NEXUS_PASSWORD_FILE: file })).toBe("sécret 'quoted'");
  });

  it("must be there", () => {
    expect(() => readEnvironmentPassword({ NEXUS_PASSWORD_FILE: fileWith("\n") })).toThrow(/holds no password/);
    expect(() => readEnvironmentPassword({ NEXUS_PASSWORD_FILE: "/nowhere/password" })).toThrow(
      /cannot be read: NEXUS_PASSWORD_FILE/,
    );
  });
});

describe("a password that somebody gives", () => {
  const ask = `import(${JSON.stringify(module)}).then(async ({ secretFromInput }) => {
    const given = await secretFromInput("New password: ").catch((error) => error.message);
    console.error(given.length + " characters, " + Buffer.from(given).toString("hex"));
  })`;
  const hex = Buffer.from("gehéim $x").toString("hex");

  it("is the first line of standard input", async () => {
    expect(await said(process.execPath, ["-e", ask], "gehéim $x\nmore\n")).toContain(hex);
    expect(await said(process.execPath, ["-e", ask], "")).toContain(
      Buffer.from("standard input holds no password").toString("hex"),
    );
  });

  it("is asked for at a terminal, and not shown there", async () => {
    const program = fileWith(ask, "ask.mjs");
    const shown = await said("script", ["-qec", `'${process.execPath}' '${program}'`, "/dev/null"], "gehéim $x\r");
    expect(shown).toContain("New password: ");
    expect(shown).toContain(hex);
    expect(shown).not.toContain("gehéim $x");
  });
});

function fileWith(text: string, name = "password"): string {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-passwords-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** All that a program says that is given something: once it asks, where it has a terminal. */
function said(program: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(program, args);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => {
        const isAsked = !output.includes("New password: ") && `${output}${text}`.includes("New password: ");
        if (isAsked) child.stdin.write(input);
        output += text;
      });
    if (program !== "script") child.stdin.end(input);
    child.on("error", failed);
    child.on("close", () => done(output));
  });
}
