// @module-tag skopeo
// @module-tag crane
/** Parses and diagnoses the error messages of real clients. */

import { startNexus } from "nexus-embedded";
import { expect, onTestFinished, test } from "vitest";
import { ask, createUser, docker, group, hosted } from "../../embedded-nexus/test/support/nexuses.ts";
import { collectFacts } from "../../src/cli/commands/doctor/fact-collector.ts";
import { openSession, takeNexusSnapshot } from "../../src/cli/shared/nexus-session.ts";
import { formatImageReference } from "../../src/client-config/image-reference.ts";
import { diagnose } from "../../src/clients/doctor/diagnose.ts";
import { parseError } from "../../src/clients/doctor/error-parsing/parse-error.ts";
import { freePort } from "../../tools/support/port.ts";
import { Client, folder } from "./support/clients.ts";
import type { Outcome } from "./support/home.ts";

test("the doctor diagnoses the errors of skopeo and crane", async () => {
  const nexus = await startNexus({ builtinRepositories: false, connectors: "asked" });
  onTestFinished(() => nexus.stop());
  const [port, groupPort] = [await freePort(), await freePort()];
  const [apps, all] = [`127.0.0.1:${port}`, `127.0.0.1:${groupPort}`];
  const once = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" };
  const off = { enabled: false, userId: "anonymous", realmName: "NexusAuthorizingRealm" };
  await ask(nexus, "PUT", "/v1/security/anonymous", off);
  await ask(nexus, "POST", "/v1/repositories/docker/hosted", {
    ...hosted("apps", docker({ httpPort: port })),
    storage: once,
  });
  await ask(nexus, "POST", "/v1/repositories/docker/group", group("all", ["apps"], docker({ httpPort: groupPort })));
  const reads = ["apps", "all"].map((name) => `nx-repository-view-docker-${name}-read`);
  await createUser(nexus, "reader", reads);
  const [anonymous, wrong, reader, admin] = [new Client(), new Client(), new Client(), new Client()];
  for (const registry of [apps, all]) {
    await wrong.login(registry, "reader", "old");
    await reader.login(registry, "reader", "secret");
    await admin.login(registry);
  }
  expect(await admin.push(`${apps}/team/app:1`, "one")).toMatchObject({ code: 0 });

  const copy = (client: Client, image: string) => client.skopeo("copy", `docker://${image}`, `dir:${folder()}`);
  const cases: [tried: string, cause: string, outcome: Promise<Outcome>, user?: string][] = [
    [`push ${apps}/team/app:2`, "no-credentials", anonymous.push(`${apps}/team/app:2`, "two")],
    [`pull ${apps}/team/app:1`, "no-credentials", copy(anonymous, `${apps}/team/app:1`)],
    [`pull ${apps}/team/app:1`, "wrong-password", copy(wrong, `${apps}/team/app:1`), "reader"],
    [`pull ${apps}/team/app:1`, "wrong-password", wrong.crane("manifest", `${apps}/team/app:1`), "reader"],
    [`push ${apps}/team/app:2`, "missing-privilege", reader.push(`${apps}/team/app:2`, "two"), "reader"],
    [
      `push ${apps}/team/app:2`,
      "missing-privilege",
      reader.skopeo("copy", `docker://${apps}/team/app:1`, `docker://${apps}/team/app:2`),
      "reader",
    ],
    [`delete ${apps}/team/app:1`, "missing-privilege", reader.crane("delete", `${apps}/team/app:1`), "reader"],
    [`push ${apps}/team/app:1`, "immutable", admin.push(`${apps}/team/app:1`, "another"), "admin"],
    [`push ${all}/team/app:2`, "write-to-group-or-proxy", admin.push(`${all}/team/app:2`, "two"), "admin"],
    [`pull ${apps}/team/app:7`, "not-there", copy(reader, `${apps}/team/app:7`), "reader"],
    [`pull ${apps}/team/ap:1`, "not-there", reader.crane("manifest", `${apps}/team/ap:1`), "reader"],
    [`pull 127.0.0.1:9/team/app:1`, "wrong-address", copy(reader, "127.0.0.1:9/team/app:1"), "reader"],
  ];
  const failures = await Promise.all(
    cases.map(async ([tried, cause, outcome, user]) => {
      const { code, output } = await outcome;
      expect(code, tried).not.toBe(0);
      const { operation, target, error } = parseError(output);
      if (!operation || !target || !("image" in target)) return `${tried}: not parsed: ${output}`;
      const nexusRead = await takeNexusSnapshot(async () =>
        openSession({ url: nexus.url, username: "admin", password: "admin123" }, {}),
      );
      const attempt = { operation, target, reportedError: error, ...(user !== undefined && { user }) };
      const [first] = diagnose(await collectFacts(attempt, { nexusRead })).causes;
      await nexusRead.session?.client.close();
      const found = `${operation} ${formatImageReference(target.image)}: ${first?.cause}`;
      return found === `${tried}: ${cause}` ? "" : `${tried}: ${cause}, not ${found}, by: ${output}`;
    }),
  );
  expect(failures.filter(Boolean).join("\n\n")).toBe("");
});
