/** `nexus-iac rotate`: passwords made anew, with a client that logs in all the while. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus.ts";
import { forStack } from "./support/command.ts";
import { type Scene, scene } from "./support/scene.ts";

const site = `
  export const passwords = estate({
    handbook: {
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

async function opened(): Promise<
  Scene & { run: (...args: string[]) => Promise<string>; held: (user: string) => Promise<string> }
> {
  const free = await scene({ program: site.replace("httpPort: 5002", "httpPort: 18999") });
  expect((await free.stack.up()).code).toBe(0);
  const run = async (...args: string[]) => {
    const { code, output } = await forStack(free.stack, [...args, "--stack", "test"]);
    expect(code, output).toBe(0);
    return output;
  };
  const held = async (user: string) => ((await free.stack.outputs()).passwords as Record<string, string>)[user] ?? "";
  return { ...free, run, held };
}

/** What a consumer reads from his file, whenever he logs in. */
function inConfig(folder: string): Login {
  const { auths } = JSON.parse(readFileSync(join(folder, "given/config.json"), "utf8"));
  const [{ auth }] = Object.values(auths) as [{ auth: string }];
  const [username = "", password = ""] = Buffer.from(auth, "base64").toString().split(":");
  return { username, password };
}

describe("a password of an identity", () => {
  it("is made anew while a client logs in all the time, and none of its logins is refused", async () => {
    const { stack, nexus, run, held } = await opened();
    await run("outputs", "--for", "docker", "--out", "given");
    expect(inConfig(stack.folder).username).toBe("ci-a");
    const first = await held("ci-a");

    const client = new NexusClient({ url: nexus.url, username: "admin", password: "admin123" });
    let isDone = false;
    const outcomes: boolean[] = [];
    const loggingIn = (async () => {
      while (!isDone) {
        outcomes.push(await client.accepts(inConfig(stack.folder)));
        await new Promise((next) => setTimeout(next, 50));
      }
    })();

    expect(await run("rotate", "--user", "ci", "--dry-run")).toContain("ci-b, who is idle, would get a generated one");
    expect(await held("ci-a")).toBe(first);
    const begun = await run("rotate", "--user", "ci", "--out", "given");
    expect(begun).toContain("1. docker: hand out config.json");
    expect(begun).toContain("rotate --user ci --finish");
    expect(inConfig(stack.folder)).toEqual({ username: "ci-b", password: await held("ci-b") });
    expect(await held("ci-a")).toBe(first);
    // Run again, it tells the same and changes nothing.
    const second = await held("ci-b");
    await run("rotate", "--user", "ci-a", "--out", "given");
    expect(await held("ci-b")).toBe(second);

    await run("rotate", "--user", "ci", "--finish");
    isDone = true;
    await loggingIn;
    expect(outcomes).not.toContain(false);
    expect(outcomes.length).toBeGreaterThan(5);
    expect(await client.accepts({ username: "ci-a", password: first })).toBe(false);
    expect(await client.accepts({ username: "ci-a", password: await held("ci-a") })).toBe(true);
    expect(await held("ci-b")).toBe(second);
  });
});
