/**
 * plain-loop.ts create|read|delete SHAPE RESOURCES: creates, reads or deletes the estate by plain requests, as the baseline for all
 * other measurements. Prints its seconds, without the start of the process.
 */
import { NexusClient, type NexusRequest } from "../../src/client/nexus-client.ts";
import { createEstate, createPhases, estateShapes, listPaths } from "../sample-estate.ts";

const parallel = 10;

const [step = "", shapeName = "", resources = ""] = process.argv.slice(2);
const { NEXUS_URL: url = "", NEXUS_USERNAME: username = "", NEXUS_PASSWORD: password = "" } = process.env;
const client = new NexusClient({ url, username, password, parallel });
const shape = estateShapes.find((name) => name === shapeName) ?? "uniform";
const phases = createPhases(createEstate(shape, Number(resources)));

const steps: Record<string, () => NexusRequest[][]> = {
  create: () => phases.map((phase) => phase.map(({ create }) => ({ method: "POST", ...create }))),
  read: () => listPaths.map((path) => [{ method: "GET", path }]),
  delete: () =>
    phases.map((phase) => phase.map(({ remove }): NexusRequest => ({ method: "DELETE", path: remove }))).reverse(),
};

const requests = steps[step]?.();
if (!requests) throw new Error(`unknown step "${step}"; use ${Object.keys(steps).join(", ")}`);
const before = performance.now();
// The client sends no more than `parallel` of them at a time.
for (const phase of requests) await Promise.all(phase.map((request) => client.send(request)));
console.log((performance.now() - before) / 1000);
await client.close();
