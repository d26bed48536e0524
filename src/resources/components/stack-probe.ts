import * as pulumi from "@pulumi/pulumi";
import { createProbePlan } from "../../clients/probe/create-probe-plan.ts";
import { serializeProbePlan } from "../../clients/probe/stored-probe-plan.ts";
import { createClientConfig } from "../../estate/declared-client-config.ts";
import { resolveSettings, settingKeys } from "../../provider/settings.ts";
import { getRegistry } from "../resource-registry.ts";
import { Probe } from "./probe.ts";

/**
 * Probes the stack's Nexus when all that is declared for it is there.
 *
 * @param outputs - the stack's; users come with its `passwords`
 */
export function declareStackProbe(outputs: pulumi.Inputs, write: boolean): void {
  const config = new pulumi.Config("nexus");
  const texts = settingKeys.flatMap((key) => {
    const text = config.get(key);
    return text === undefined ? [] : [[key, text] as const];
  });
  // Who runs it now may be somebody else the next time: the command asks the environment itself.
  const { connection } = resolveSettings(Object.fromEntries(texts), { NEXUS_URL: process.env.NEXUS_URL });
  // A preview may do without; nothing else is done then.
  if (!connection) return;
  const { validated: whole } = getRegistry(undefined);
  const clientConfig = whole.then(({ estate, clientDeclarations }) =>
    createClientConfig(pulumi.getStack(), connection.url, estate, clientDeclarations),
  );
  new Probe("probe", {
    plan: Promise.all([whole, clientConfig]).then(([{ estate }, known]) =>
      serializeProbePlan(createProbePlan(estate, known, { write })),
    ),
    clientConfig: clientConfig.then((known) => JSON.stringify(known)),
    connection: {
      username: connection.username,
      password: connection.password,
      ca: connection.ca,
      insecure: connection.insecure,
    },
    passwords: outputs.passwords ?? {},
    after: whole.then(({ resources }) => [...resources]),
  });
}
