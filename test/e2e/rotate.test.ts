/** Tests `nexus-iac rotate` while a client keeps logging in. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { injectServerFault } from "../support/faults/fault-types.ts";
import { chooseItem } from "../support/faults/seeded-choice.ts";
import { listSeeds } from "../support/faults/seeds.ts";
import { itInFull } from "../support/scope.ts";
import { type CliEnvironment, createCliEnvironment } from "../support/stack/test-environment.ts";

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

interface RotationEnvironment extends CliEnvironment {
  /** Runs `nexus-iac` for the stack and returns its output. Fails the test if the exit code is not 0. */
  run(args: readonly string[], input?: string): Promise<string>;
  /** Runs `nexus-iac`, expects an exit code (default 1), and returns its output. */
  fails(args: readonly string[], code?: number, input?: string): Promise<string>;
  /** Returns the password of a user from the stack's outputs. */
  readPassword(user: string): Promise<string>;
}

async function openRotation(): Promise<RotationEnvironment> {
  const environment = await createCliEnvironment({ program: site });
  expect((await environment.stack.up()).code).toBe(0);
  const runExpecting = async (args: readonly string[], expected: number, input?: string) => {
    const { status, stdout, stderr } = await environment.stack.nexusIac([...args, "--stack", "test"], {
      ...(input !== undefined && { input }),
    });
    expect(status, stdout + stderr).toBe(expected);
    return stdout + stderr;
  };
  const readPassword = async (user: string) =>
    ((await environment.stack.readOutputs()).passwords as Record<string, string>)[user] ?? "";
  const fails = (args: readonly string[], code = 1, input?: string) => runExpecting(args, code, input);
  return { ...environment, run: (args, input) => runExpecting(args, 0, input), fails, readPassword };
}

/** Reads the login from the file of a consumer, as the consumer does at each login. */
function readLogin(folder: string): Login {
  const { auths } = JSON.parse(readFileSync(join(folder, "given/config.json"), "utf8"));
  const [{ auth }] = Object.values(auths) as [{ auth: string }];
  const [username = "", password = ""] = Buffer.from(auth, "base64").toString().split(":");
  return { username, password };
}

/** Logs in repeatedly with the current login until stopped. The returned function stops it and returns the counts. */
function startLogins(url: string, getLogin: () => Login): () => Promise<{ refused: number; accepted: number }> {
  const client = new NexusClient({ url, username: "admin", password: "admin123" });
  const counts = { refused: 0, accepted: 0 };
  let isDone = false;
  const work = (async () => {
    while (!isDone) {
      counts[(await client.acceptsCredentials(getLogin())) ? "accepted" : "refused"]++;
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
    const { stack, nexus, manual, run, fails, readPassword } = await openRotation();
    await run(["outputs", "--for", "docker", "--out", "given"]);
    expect(readLogin(stack.folder).username).toBe("ci-a");
    const [firstA, firstB] = [await readPassword("ci-a"), await readPassword("ci-b")];
    const stop = startLogins(nexus.url, () => readLogin(stack.folder));

    expect(await run(["rotate", "--user", "ci", "--dry-run"])).toContain(
      "The idle user ci-b would get a generated password and become the active user",
    );
    // Nexus changes the password and responds with an error: consumers stay with the active user.
    const removeFault = nexus.injectFault({
      method: "PUT",
      path: /change-password/,
      times: 20,
      replaceResponse: { status: 500 },
    });
    expect(await fails(["rotate", "--user", "ci", "--out", "given"])).toContain(
      "The password of ci-b may have changed already; otherwise the next `up` of test changes it. Run this command again",
    );
    expect(readLogin(stack.folder).username).toBe("ci-a");
    removeFault();
    const started = await run(["rotate", "--user", "ci", "--out", "given"]);
    expect(started).toContain("1. docker: distribute config.json");
    expect(started).toContain("nexus-iac rotate --user ci --finish");
    const secondB = await readPassword("ci-b");
    expect(readLogin(stack.folder)).toEqual({ username: "ci-b", password: secondB });
    expect([await manual.acceptsLogin("ci-b", firstB), await manual.acceptsLogin("ci-a", firstA)]).toEqual([
      false,
      true,
    ]);

    await run(["rotate", "--user", "ci", "--finish"]);
    const { refused, accepted } = await stop();
    expect(refused).toBe(0);
    expect(accepted).toBeGreaterThan(5);
    expect([
      await manual.acceptsLogin("ci-a", firstA),
      await manual.acceptsLogin("ci-a", await readPassword("ci-a")),
    ]).toEqual([false, true]);
    expect(await readPassword("ci-b")).toBe(secondB);
  });

  // Each step runs Pulumi several times, which takes minutes on a busy machine.
  it.for(listSeeds({ short: 1, full: 20 }))(
    "rotates an identity after a fault in each step, when it is run again (seed %i)",
    { timeout: 900_000 },
    async (seed) => {
      const { stack, nexus, manual, run, readPassword } = await openRotation();
      await run(["outputs", "--for", "docker", "--out", "given"]);
      const old = readLogin(stack.folder);
      const steps = [
        { user: "ci-b", args: ["rotate", "--user", "ci", "--out", "given"] },
        { user: "ci-a", args: ["rotate", "--user", "ci", "--finish"] },
      ];
      for (const [index, { user, args }] of steps.entries()) {
        const requests = [`PUT /service/rest/v1/security/users/${user}/change-password`, "GET /service/rest/v1/status"];
        const { name, end } = injectServerFault(nexus, seed, index, chooseItem(requests, seed, index));
        const { stdout, stderr } = await stack.nexusIac([...args, "--stack", "test"]);
        await end();
        expect(stdout + stderr, name).not.toMatch(/\n +at /);
        const given = readLogin(stack.folder);
        expect(await manual.acceptsLogin(given.username, given.password), name).toBe(true);
        await run(args);
      }
      const login = readLogin(stack.folder);
      expect(login).toEqual({ username: "ci-b", password: await readPassword("ci-b") });
      expect([
        await manual.acceptsLogin("ci-b", login.password),
        await manual.acceptsLogin("ci-a", old.password),
        await manual.acceptsLogin("ci-a", await readPassword("ci-a")),
      ]).toEqual([true, false, true]);
    },
  );

  itInFull("rotates a single user in one step, also with a given password", async () => {
    const { stack, nexus, manual, run, fails, readPassword } = await openRotation();
    const wrong = [
      [["outputs", "--for", "docker", "--file", "none.json"], "Files: config.json"],
      [["rotate", "--user", "runtim"], 'Unknown user "runtim"; did you mean "runtime"?'],
    ] as const;
    await Promise.all(wrong.map(async ([args, message]) => expect(await fails(args, 64)).toContain(message)));
    const before = await readPassword("runtime");
    const output = await run(["rotate", "--user", "runtime"]);
    expect(output).toContain("1. kubernetes: apply the pull secrets pull in demo");
    const generated = await readPassword("runtime");
    expect(output).not.toContain(generated);
    expect([await manual.acceptsLogin("runtime", before), await manual.acceptsLogin("runtime", generated)]).toEqual([
      false,
      true,
    ]);
    await stack.configure({}, { "passwords.runtime": generated });
    const removeStatusFault = nexus.injectFault({
      method: "GET",
      path: /v1\/status/,
      times: 100,
      response: { status: 500 },
    });
    expect(await fails(["rotate", "--user", "runtime"], 1, "tried\n")).toMatch(
      /^The password of runtime was changed but could not be tested: GET .*: 500: .*\. Run this command again\n$/,
    );
    removeStatusFault();
    expect(await manual.acceptsLogin("runtime", "tried")).toBe(true);
    // The same password, given again, completes the failed rotation. The consumers are listed even if files cannot be written.
    const removePasswordFault = nexus.injectFault({
      method: "PUT",
      path: /change-password/,
      times: 20,
      replaceResponse: { status: 500 },
    });
    await fails(["rotate", "--user", "runtime"], 1, "unwritten\n");
    removePasswordFault();
    const unwritten = await fails(["rotate", "--user", "runtime", "--out", "Pulumi.yaml"], 1, "unwritten\n");
    expect(unwritten).toContain("1. kubernetes: apply the pull secrets pull in demo");
    expect(unwritten).toContain("Cannot write ");
    const given = await run(["rotate", "--user", "runtime"], `p"a's\\s $HOME é\n`);
    expect(given).not.toContain("HOME");
    expect(await readPassword("runtime")).toBe(`p"a's\\s $HOME é`);
    expect([
      await manual.acceptsLogin("runtime", generated),
      await manual.acceptsLogin("runtime", `p"a's\\s $HOME é`),
    ]).toEqual([false, true]);
  });
});
