/** `nexus-iac rotate`: passwords made anew, with a client that logs in all the while. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";
import { createTestEnvironment, type TestEnvironment } from "./support/test-environment.ts";

const site = `
  export const passwords = estate({
    clientConfig: {
      consumers: {
        identities: { ci: ["ci-a", "ci-b"] },
        docker: { user: "ci", repositories: ["apps"] },
        kubernetes: { secrets: [{ name: "pull", namespaces: ["demo"], registries: [{ repository: "apps", user: "runtime" }] }] },
      },
    },
    declare({ password }) {
      const apps = new docker.Hosted("apps", { docker: { httpPort: 5002 } });
      const ci = new Access("ci", { description: "CI", privileges: apps.privileges(...push), users: ["ci-a", "ci-b"], password });
      const runtime = new Access("runtime", { description: "Clusters", privileges: apps.privileges(...pull), users: ["runtime"], password });
      return { ...ci.passwords, ...runtime.passwords };
    },
  })();`;

interface Login {
  username: string;
  password: string;
}

interface Opened extends TestEnvironment {
  /** Runs `nexus-iac` for the stack, and gives what it said. */
  run(args: readonly string[], input?: string): Promise<string>;
  /** Gives what it said where it ends otherwise than with 0: by default with 1. */
  fails(args: readonly string[], code?: number, input?: string): Promise<string>;
  /** The password of a user as the stack holds it. */
  held(user: string): Promise<string>;
}

async function opened(): Promise<Opened> {
  const free = await createTestEnvironment({ program: site });
  expect((await free.stack.up()).code).toBe(0);
  const ran = async (args: readonly string[], expected: number, input?: string) => {
    const { status, stdout, stderr } = await runNexusIac([...args, "--stack", "test"], {
      cwd: free.stack.folder,
      environment: free.stack.environment,
      ...(input !== undefined && { input }),
    });
    expect(status, stdout + stderr).toBe(expected);
    return stdout + stderr;
  };
  const held = async (user: string) =>
    ((await free.stack.readOutputs()).passwords as Record<string, string>)[user] ?? "";
  const fails = (args: readonly string[], code = 1, input?: string) => ran(args, code, input);
  return { ...free, run: (args, input) => ran(args, 0, input), fails, held };
}

/** What a consumer reads from his file, whenever he logs in. */
function inConfig(folder: string): Login {
  const { auths } = JSON.parse(readFileSync(join(folder, "given/config.json"), "utf8"));
  const [{ auth }] = Object.values(auths) as [{ auth: string }];
  const [username = "", password = ""] = Buffer.from(auth, "base64").toString().split(":");
  return { username, password };
}

/** Logs in again and again, as whoever the file says, until it is stopped: how often it was refused, and how often let in. */
function loggingIn(url: string, who: () => Login): () => Promise<{ refused: number; letIn: number }> {
  const client = new NexusClient({ url, username: "admin", password: "admin123" });
  const counts = { refused: 0, letIn: 0 };
  let isDone = false;
  const work = (async () => {
    while (!isDone) {
      counts[(await client.acceptsCredentials(who())) ? "letIn" : "refused"]++;
      await new Promise((next) => setTimeout(next, 20));
    }
    await client.close();
  })();
  return async () => {
    isDone = true;
    await work;
    return counts;
  };
}

describe("nexus-iac rotate", () => {
  it("rotates an identity without a failed login, also after an interruption", async () => {
    const { stack, nexus, manual, run, fails, held } = await opened();
    await run(["outputs", "--for", "docker", "--out", "given"]);
    expect(inConfig(stack.folder).username).toBe("ci-a");
    const [firstA, firstB] = [await held("ci-a"), await held("ci-b")];
    const stop = loggingIn(nexus.url, () => inConfig(stack.folder));

    expect(await run(["rotate", "--user", "ci", "--dry-run"])).toContain(
      "The idle user ci-b would get a generated password and become the active user",
    );
    // Nexus changes the password and responds with an error: consumers stay with the active user.
    const mend = nexus.injectFault({
      method: "PUT",
      path: /change-password/,
      times: 20,
      replaceResponse: { status: 500 },
    });
    expect(await fails(["rotate", "--user", "ci", "--out", "given"])).toContain(
      "The password of ci-b may have changed already; otherwise the next `up` of test changes it. Run this command again",
    );
    expect(inConfig(stack.folder).username).toBe("ci-a");
    mend();
    const begun = await run(["rotate", "--user", "ci", "--out", "given"]);
    expect(begun).toContain("1. docker: distribute config.json");
    expect(begun).toContain("nexus-iac rotate --user ci --finish");
    const secondB = await held("ci-b");
    expect(inConfig(stack.folder)).toEqual({ username: "ci-b", password: secondB });
    expect([await manual.acceptsLogin("ci-b", firstB), await manual.acceptsLogin("ci-a", firstA)]).toEqual([
      false,
      true,
    ]);

    await run(["rotate", "--user", "ci", "--finish"]);
    const { refused, letIn } = await stop();
    expect(refused).toBe(0);
    expect(letIn).toBeGreaterThan(5);
    expect([await manual.acceptsLogin("ci-a", firstA), await manual.acceptsLogin("ci-a", await held("ci-a"))]).toEqual([
      false,
      true,
    ]);
    expect(await held("ci-b")).toBe(secondB);
  });

  it("rotates a single user in one step, also with a given password", async () => {
    const { stack, nexus, manual, run, fails, held } = await opened();
    const wrong = [
      [["outputs", "--for", "docker", "--file", "none.json"], "Files: config.json"],
      [["rotate", "--user", "runtim"], 'Unknown user "runtim"; did you mean "runtime"?'],
    ] as const;
    await Promise.all(wrong.map(async ([args, said]) => expect(await fails(args, 64)).toContain(said)));
    const before = await held("runtime");
    const told = await run(["rotate", "--user", "runtime"]);
    expect(told).toContain("1. kubernetes: apply the pull secrets pull in demo");
    const generated = await held("runtime");
    expect(told).not.toContain(generated);
    expect([await manual.acceptsLogin("runtime", before), await manual.acceptsLogin("runtime", generated)]).toEqual([
      false,
      true,
    ]);
    await stack.configure({}, { "passwords.runtime": generated });
    const ill = nexus.injectFault({ method: "GET", path: /v1\/status/, times: 100, response: { status: 500 } });
    expect(await fails(["rotate", "--user", "runtime"], 1, "tried\n")).toMatch(
      /^The password of runtime was changed but could not be tested: GET .*: 500: .*\. Run this command again\n$/,
    );
    ill();
    expect(await manual.acceptsLogin("runtime", "tried")).toBe(true);
    // The same password, given again, completes the failed rotation. The consumers are listed even if files cannot be written.
    const end = nexus.injectFault({
      method: "PUT",
      path: /change-password/,
      times: 20,
      replaceResponse: { status: 500 },
    });
    await fails(["rotate", "--user", "runtime"], 1, "unwritten\n");
    end();
    const unwritten = await fails(["rotate", "--user", "runtime", "--out", "Pulumi.yaml"], 1, "unwritten\n");
    expect(unwritten).toContain("1. kubernetes: apply the pull secrets pull in demo");
    expect(unwritten).toContain("Cannot write ");
    const given = await run(["rotate", "--user", "runtime"], `p"a's\\s $HOME é\n`);
    expect(given).not.toContain("HOME");
    expect(await held("runtime")).toBe(`p"a's\\s $HOME é`);
    expect([
      await manual.acceptsLogin("runtime", generated),
      await manual.acceptsLogin("runtime", `p"a's\\s $HOME é`),
    ]).toEqual([false, true]);
  });
});
