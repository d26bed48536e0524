/**
 * loop.ts create|read|delete EACH: what a script without Pulumi would do. It is the plainest way to the same estate, and
 * so the measure of what everything else costs. Prints its seconds, the start of the process left out.
 */
import { NexusClient, type NexusRequest } from "../../src/client/nexus-client.ts";
import { lists, phases } from "../estate.ts";

const parallel = 10;

const [step = "", each = ""] = process.argv.slice(2);
const { NEXUS_URL: url = "", NEXUS_USERNAME: username = "", NEXUS_PASSWORD: password = "" } = process.env;
const client = new NexusClient({ url, username, password, parallel });
const things = phases(Number(each));

const steps: Record<string, () => NexusRequest[][]> = {
  create: () => things.map((phase) => phase.map(({ create }) => ({ method: "POST", ...create }))),
  read: () => lists.map((path) => [{ method: "GET", path }]),
  delete: () =>
    things.map((phase) => phase.map(({ remove }): NexusRequest => ({ method: "DELETE", path: remove }))).reverse(),
};

const requests = steps[step]?.();
if (!requests) throw new Error(`one of ${Object.keys(steps).join(", ")}`);
const before = performance.now();
// The client keeps no more than `parallel` of them under way.
for (const phase of requests) await Promise.all(phase.map((request) => client.send(request)));
console.log((performance.now() - before) / 1000);
await client.close();
