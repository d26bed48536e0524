import * as pulumi from "@pulumi/pulumi";
import { createProbePlan } from "../../clients/probe/create-probe-plan.ts";
import { serializeProbePlan } from "../../clients/probe/stored-probe-plan.ts";
import { createClientConfig } from "../../estate/declared-client-config.ts";
import { resolveSettings, settingKeys } from "../../provider/settings.ts";
import { getRegistry } from "../resource-registry.ts";
import { Probe } from "./probe.ts";

/**
 * Declares the probe of the stack's Nexus, which runs after all declared resources (`nexus:probe`).
 *
 * @param outputs - the outputs of the stack; the probe logs in as the users in its `passwords`
 * @param write - also push a tiny image and remove it
 */
export function declareStackProbe(outputs: pulumi.Inputs, write: boolean): void {
  const config = new pulumi.Config("nexus");
  const texts = settingKeys.flatMap((key) => {
    const text = config.get(key);
    return text === undefined ? [] : [[key, text] as const];
  });
  // The credentials of the environment are not included, as the next run may have others. The command reads them itself.
  const { connection } = resolveSettings(Object.fromEntries(texts), { NEXUS_URL: process.env.NEXUS_URL });
  // Only a preview can run without a connection.
  if (!connection) return;
  const { clientCertificate } = connection;
  const validated = getRegistry(undefined).waitUntilValidated();
  const clientConfig = validated.then(({ estate, clientDeclarations }) =>
    createClientConfig(pulumi.getStack(), connection.url, estate, clientDeclarations),
  );
  new Probe("probe", {
    plan: Promise.all([validated, clientConfig]).then(([{ estate }, resolved]) =>
      serializeProbePlan(createProbePlan(estate, resolved, { write })),
    ),
    clientConfig: clientConfig.then((resolved) => JSON.stringify(resolved)),
    connection: {
      username: connection.username,
      password: connection.password,
      ca: connection.ca,
      insecure: connection.insecure,
      // Stacks have stored this text; another one would run their probe again.
      clientCertificate: clientCertificate && { cert: clientCertificate.cert, key: clientCertificate.key },
    },
    passwords: outputs.passwords ?? {},
    after: validated.then(({ resources }) => [...resources]),
  });
}
