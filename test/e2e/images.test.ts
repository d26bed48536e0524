import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { pushImage } from "../../src/client/push-image.ts";
import { RegistryClient } from "../../src/client/registry-client.ts";
import { imagesReportSchema } from "../../src/clients/images/images-report.ts";
import { itInFull } from "../support/scope.ts";
import { createCliEnvironment } from "../support/stack/test-environment.ts";
import { runForStack } from "./support/stack-command.ts";

itInFull("checks a cluster's images against the stack, and asks Nexus with the cluster's credentials", async () => {
  const { nexus, stack } = await createCliEnvironment({
    program: `
      export default estate({
        clientConfig: { runtime: { allow: ["repository:apps", "repository:mirror"], mirrors: ["mirror"], platformNamespaces: ["openshift-*"] } },
        declare({ password }) {
          const apps = new docker.Hosted("apps", { docker: { httpPort: 5002 } });
          const mirror = new docker.Hosted("mirror", { docker: { httpPort: 5000 } });
          const of = (repository, user) =>
            new Access(user, { privileges: repository.privileges(...pull), users: [user], password }).passwords;
          new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });
          return { passwords: { ...of(apps, "runtime"), ...of(mirror, "cluster") } };
        },
      });`,
  });
  await stack.up();
  const addresses = Object.fromEntries(
    ["apps", "mirror"].map((name) => [name, `http://127.0.0.1:${nexus.connectorPort(name)}`]),
  );
  await stack.configure({ clients: { registries: addresses } });
  for (const [name, url] of Object.entries(addresses)) {
    const client = new RegistryClient({ url, username: "admin", password: "admin123" });
    await pushImage(client, `team/${name}`, "1", [Buffer.alloc(512)]);
    await client.close();
  }
  const [apps, mirror] = Object.values(addresses).map((url) => url.replace("http://", ""));
  const container = (image: string) => ({ name: "c", image });
  const pods = [
    ["demo", [`${apps}/team/apps:1`, `${apps}/team/apps:2`, `${mirror}/team/mirror:1`]],
    ["openshift-dns", [`${mirror}/team/mirror:1`, `${mirror}/team/other:1`]],
  ].map(([namespace, images]) => ({
    kind: "Pod",
    metadata: { name: "p", namespace },
    spec: { containers: [images].flat().map((image) => container(String(image))) },
  }));
  writeFileSync(join(stack.folder, "lab.json"), JSON.stringify({ kind: "List", items: pods }));

  const { code, output } = await runForStack(
    stack,
    ["images", "--stack", stack.stack, "--cluster", "lab.json", "--look", "--as", "runtime", "cluster", "--json"],
    { NEXUS_USERNAME: "", NEXUS_PASSWORD: "" },
  );
  expect(code, output).toBe(2);
  const [cluster] = imagesReportSchema.parse(JSON.parse(output)).clusters;
  // The report is sorted by image, and the ports are random: compare as an object.
  const found = cluster?.images.map(({ image, verdict, nexus }) => [image, `${verdict}, ${nexus}`]) ?? [];
  expect(found).toHaveLength(4);
  expect(Object.fromEntries(found)).toEqual({
    [`${mirror}/team/mirror:1`]: "uncovered, present",
    [`${apps}/team/apps:1`]: "covered, present",
    [`${apps}/team/apps:2`]: "covered, absent",
    [`${mirror}/team/other:1`]: "covered, absent",
  });
});
