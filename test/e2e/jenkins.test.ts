/** Tests the credentials and the pipeline linter for the Jenkins of the estate lab. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { ClientConfig } from "../../src/client-config/client-config.ts";
import { jenkinsUser, startFakeJenkins } from "../support/fake-jenkins.ts";
import { itInFull } from "../support/scope.ts";
import { createCliEnvironment } from "../support/stack/test-environment.ts";
import { runForStack } from "./support/stack-command.ts";

itInFull("gets the generated passwords without showing them; lint-pipeline checks its pipelines", async () => {
  const { stack, manual } = await createCliEnvironment(
    { estate: "lab" },
    { config: { upstreams: { dockerHub: "https://docker-hub.example" } } },
  );
  expect((await stack.up()).code).toBe(0);
  const nexusIac = (...args: string[]) =>
    runForStack(stack, args, { JENKINS_USER_ID: jenkinsUser.username, JENKINS_API_TOKEN: jenkinsUser.apiToken });

  const jenkins = await startFakeJenkins({ folders: ["team"] });
  onTestFinished(() => jenkins.stop());
  const put = await nexusIac(
    "jenkins-credentials",
    "--jenkins",
    jenkins.url,
    "--folder",
    "team",
    "--stack",
    "lab",
    "--from-stack",
  );
  expect(put.code, put.output).toBe(0);
  const ids = ["team container-registry", "team nexus-jenkinsbot"];
  expect([...jenkins.credentials.keys()].sort()).toEqual(ids);
  for (const id of ids) {
    const { username = "", password = "" } = jenkins.credentials.get(id) ?? {};
    expect([username, await manual.acceptsLogin(username, password)]).toEqual(["nexus-jenkinsbot", true]);
    expect(put.output).not.toContain(password);
  }

  const { output } = await nexusIac("client-config", "--stack", "lab");
  const clientConfig: ClientConfig = JSON.parse(output);
  writeFileSync(join(stack.folder, "client-config.json"), output);
  const getRegistry = (name: string) =>
    clientConfig.repositories.find((repository) => repository.name === name)?.registry;
  const jenkinsfile = [
    `sh 'docker pull ${getRegistry("ocp-mirror")}/ocp/release:4'`,
    `sh "docker push ${getRegistry("docker-group")}/demo/app:build-1"`,
    `sh "docker push ${getRegistry("docker-dev-hosted")}/demo/app:latest"`,
    `sh "docker push ${getRegistry("docker-dev-hosted")}/demo/app:build-1"`,
    "docker.image('alpine:3').inside { }",
  ];
  writeFileSync(join(stack.folder, "Jenkinsfile"), jenkinsfile.join("\n"));
  const linted = await nexusIac("lint-pipeline", "--client-config", "client-config.json", "Jenkinsfile");
  expect([linted.code, [...linted.output.matchAll(/^Jenkinsfile:\d+:\d+: [\w-]+/gm)].map(String)]).toEqual([
    2,
    [
      "Jenkinsfile:1:17: mirror-outside-install",
      "Jenkinsfile:2:17: push-to-group",
      "Jenkinsfile:3:17: image-name",
      "Jenkinsfile:5:15: docker-hub",
    ],
  ]);
});
