/** Every privilege, role, realm, task type and capability type that another client names is known to the kinds and to the embedded Nexus. */
import { startNexus } from "nexus-embedded";
import { expect, it } from "vitest";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import { capabilityKinds } from "../../../src/model/kinds/capabilities.ts";
import { realms } from "../../../src/model/kinds/realms.ts";
import { taskKinds } from "../../../src/model/kinds/tasks.ts";
import { isBuiltIn } from "../../../src/model/nexus-defaults.ts";
import { validateFields } from "../../../src/model/validation.ts";
import type { Fields } from "../../../src/util/json.ts";
import { unknownNames } from "./excuses.ts";
import { type NameFamily, peerNames } from "./peer-names.ts";

/** The request that lists the names of a family, and the field of an entry that has the name. */
const lists: Readonly<Record<NameFamily, readonly [path: string, field: string]>> = {
  privilege: ["/v1/security/privileges", "name"],
  role: ["/v1/security/roles", "id"],
  realm: ["/v1/security/realms/available", "id"],
  "task type": ["extdirect:coreui_Task.readTypes", "id"],
  "capability type": ["extdirect:capability_Capability.readTypes", "id"],
};

const isKnown: Readonly<Record<NameFamily, (name: string) => boolean>> = {
  privilege: (name) => isBuiltIn("privilege", name),
  role: (name) => isBuiltIn("role", name),
  realm: (name) => validateFields(realms, { active: [name] }).length === 0,
  "task type": (name) => Object.hasOwn(taskKinds, name),
  "capability type": (name) => Object.hasOwn(capabilityKinds, name),
};

const excusedFor = (place: "kinds" | "embedded Nexus") =>
  unknownNames
    .filter(({ unknownTo }) => unknownTo.includes(place))
    .flatMap(({ family, names }) => names.map((name) => `${family} ${name}`))
    .sort();

it("the kinds know every name, except the excused ones", () => {
  const unknown = peerNames.filter(({ family, name }) => !isKnown[family](name));
  expect(unknown.map(({ family, name }) => `${family} ${name}`).sort()).toEqual(excusedFor("kinds"));
});

it("the embedded Nexus has every name in its editions, except the excused ones", async () => {
  const unknown = new Set<string>();
  for (const edition of ["COMMUNITY", "PRO"] as const) {
    const nexus = await startNexus({ edition });
    const client = new NexusClient({ url: nexus.url, username: "admin", password: "admin123" });
    const names = new Map<NameFamily, unknown[]>();
    for (const [family, [path, field]] of Object.entries(lists) as [NameFamily, (typeof lists)[NameFamily]][])
      names.set(
        family,
        ((await client.get(path)).body as Fields[]).map((entry) => entry[field]),
      );
    for (const { family, name, editions } of peerNames)
      if (editions.includes(edition) && !names.get(family)?.includes(name)) unknown.add(`${family} ${name}`);
    await client.close();
    await nexus.stop();
  }
  expect([...unknown].sort()).toEqual(excusedFor("embedded Nexus"));
});
