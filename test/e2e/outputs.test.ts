/** Tests `nexus-iac outputs` for estates after a real `up`. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isFull } from "../support/scope.ts";
import { createCliEnvironment } from "../support/stack/test-environment.ts";
import { runForStack } from "./support/stack-command.ts";

const upstreams = Object.fromEntries(
  ["dockerHub", "epel", "mavenCentral", "npm", "pypi"].map((name) => [name, `https://${name.toLowerCase()}.example`]),
);

/** By estate: the upstreams of its proxies, and the files by consumer. Files with a password end with `*`. */
const environments: Record<string, { estateUpstreams: string[]; files: Record<string, string[]> }> = {
  lab: {
    estateUpstreams: ["dockerHub"],
    files: {
      jenkins: ["nexus.env", "credentials.json"],
      kubernetes: ["nexus-pull.yaml*"],
      "external-secrets": ["nexus-pull.yaml"],
      "cluster-env": ["config/clusters/lab.env"],
      docker: ["config.json*"],
    },
  },
  cwiq: {
    estateUpstreams: ["dockerHub", "epel", "mavenCentral", "npm", "pypi"],
    files: {
      gitlab: ["nexus.env", "variables.json*"],
      kubernetes: ["nexus-pull.yaml*"],
      "external-secrets": ["nexus-pull.yaml"],
      "cluster-env": ["config/clusters/cwiq.env"],
      docker: ["config.json*"],
      maven: ["settings.xml*"],
      npm: [".npmrc*"],
      pip: ["pip.conf*", ".pypirc*"],
    },
  },
  p2c: {
    estateUpstreams: ["mavenCentral"],
    files: {
      jenkins: ["nexus.env", "credentials.json"],
      "cluster-env": ["config/clusters/p2c.env"],
      maven: ["settings.xml*"],
    },
  },
};

describe.each(Object.entries(environments).slice(0, isFull ? undefined : 1))(
  "%s",
  (estate, { estateUpstreams, files }) => {
    it("writes the files of each consumer and shows no password", async () => {
      const config = { upstreams: Object.fromEntries(estateUpstreams.map((name) => [name, upstreams[name]])) };
      const { stack } = await createCliEnvironment({ estate }, { config });
      expect((await stack.up()).code).toBe(0);
      const passwords = Object.values((await stack.readOutputs()).passwords as Record<string, string>);
      const kinds = Object.keys(files).flatMap((kind) => ["--for", kind]);
      const { code, output } = await runForStack(stack, ["outputs", ...kinds, "--out", "given", "--stack", estate]);
      expect(code, output).toBe(0);
      for (const password of passwords) expect(output).not.toContain(password);
      for (const [kind, expected] of Object.entries(files))
        for (const file of expected) {
          const path = join(stack.folder, "given", kind, file.replace("*", ""));
          const isSecret = file.endsWith("*");
          expect((statSync(path).mode & 0o077) === 0, path).toBe(isSecret);
          if (!isSecret) for (const password of passwords) expect(readFileSync(path, "utf8")).not.toContain(password);
        }
    });
  },
);
