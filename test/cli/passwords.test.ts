/** Sources of user passwords, none of which is ever shown. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPassword, parsePasswordOutputs, readEnvironmentPassword } from "../../src/cli/shared/passwords.ts";

const module = join(import.meta.dirname, "../../src/cli/shared/passwords.ts");

describe("passwords in stack outputs", () => {
  it("are the texts in the output passwords", () => {
    expect(parsePasswordOutputs({ passwords: { ci: "one", kept: "", odd: 3 }, other: "two" })).toEqual({ ci: "one" });
    expect(parsePasswordOutputs({})).toEqual({});
  });

  it("take precedence over the environment, which counts only for NEXUS_USERNAME", () => {
    const environment = { NEXUS_USERNAME: "ci", NEXUS_PASSWORD: "environment's" };
    expect(findPassword("ci", { ci: "stack's" }, environment)).toBe("stack's");
    expect(findPassword("ci", {}, environment)).toBe("environment's");
    expect(findPassword("other", {}, environment)).toBeUndefined();
    expect(findPassword("toString", {}, { NEXUS_PASSWORD: "an administrator's" })).toBeUndefined();
  });
});

describe("a password in a file", () => {
  it("is the first line", () => {
    const file = fileWith("sécret 'quoted'\nmore\n");
    expect(readEnvironmentPassword({ NEXUS_PASSWORD_FILE: file })).toBe("sécret 'quoted'");
  });

  it("must not be empty or missing", () => {
    expect(() => readEnvironmentPassword({ NEXUS_PASSWORD_FILE: fileWith("\n") })).toThrow(
      /^No password in the file NEXUS_PASSWORD_FILE/,
    );
    expect(() => readEnvironmentPassword({ NEXUS_PASSWORD_FILE: "/nowhere/password" })).toThrow(
      "Cannot read NEXUS_PASSWORD_FILE: /nowhere/password",
    );
  });
});

describe("a password that is asked for", () => {
  const ask = `import(${JSON.stringify(module)}).then(async ({ readSecretInput }) => {
    const given = await readSecretInput("New password: ").catch((error) => error.message);
    console.error(given.length + " characters, " + Buffer.from(given).toString("hex"));
  })`;
  const hex = Buffer.from("gehéim $x").toString("hex");

  it("is the first line of standard input", async () => {
    expect(await outputOf(process.execPath, ["-e", ask], "gehéim $x\nmore\n")).toContain(hex);
    expect(await outputOf(process.execPath, ["-e", ask], "")).toContain(
      Buffer.from("No password in standard input").toString("hex"),
    );
  });

  it("is not shown at a terminal", { tags: ["linux"] }, async () => {
    const program = fileWith(ask, "ask.mjs");
    const shown = await outputOf("script", ["-qec", `'${process.execPath}' '${program}'`, "/dev/null"], "gehéim $x\r");
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

/** Returns the output of a program; at a terminal the input is typed after the question. */
function outputOf(program: string, args: readonly string[], input: string): Promise<string> {
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
