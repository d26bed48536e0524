/** `nexus-iac outputs` of every environment, after a real `up`. */
import { describe, expect, it } from "vitest";
import { forStack } from "./support/command.ts";
import { scene } from "./support/scene.ts";

const upstreams = Object.fromEntries(
  ["dockerHub", "epel", "mavenCentral", "npm", "pypi"].map((name) => [name, `https://${name.toLowerCase()}.example`]),
);

const environments = {
  lab: { upstreams: ["dockerHub"], for: ["jenkins", "kubernetes", "external-secrets", "cluster-env", "docker"] },
  p2c: { upstreams: ["mavenCentral"], for: ["jenkins", "cluster-env", "maven"] },
};

describe.each(Object.entries(environments))("%s", (estate, { upstreams: wanted, for: kinds }) => {
  it("gives each of its consumers what is declared", async () => {
    const { stack } = await scene(
      { estate },
      { config: { upstreams: Object.fromEntries(wanted.map((name) => [name, upstreams[name]])) } },
    );
    expect((await stack.up()).code).toBe(0);
    for (const kind of kinds) {
      const run = await forStack(stack, ["outputs", "--for", kind, "--out", "given", "--stack", estate]);
      console.log(run.output);
    }
  });
});
