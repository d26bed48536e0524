/** A running Nexus as an estate: the files of a program that declares what is there. */

import type { Inventory } from "../provider/inventory.ts";
import type { Server } from "../util/release.ts";
import { estateText } from "./estate-file.ts";
import { ordered } from "./order.ts";
import { scopeOf } from "./scope.ts";
import { type Address, stackText } from "./stack-file.ts";
import type { Left } from "./taken.ts";
import { type Upstreams, upstreamsOf } from "./upstreams.ts";
import { wholeOf } from "./whole.ts";

/** What an export writes, and what is to be known of it. */
export interface Export {
  /** The text of src/estates/NAME.ts. */
  estate: string;
  /** The text of Pulumi.NAME.yaml. */
  stack: string;
  /** How many things the estate declares. */
  count: number;
  upstreams: Upstreams;
  /** Keys of the stack's `nexus:secrets`, and what each is of. */
  secrets: { name: string; noun: string; identity: string; path: string }[];
  /** Users whose passwords stay as they are until they are configured. */
  users: string[];
  left: readonly Left[];
  unseen: Inventory["unreadable"];
}

/** @param name - of the estate, and of its stack */
export function exportOf(name: string, inventory: Inventory, server: Server, address: Address): Export {
  const whole = wholeOf(inventory.declarations, server);
  const scope = scopeOf({ ...whole, things: ordered(whole.things) });
  const upstreams = upstreamsOf(scope.things);
  return {
    estate: estateText(name, scope, upstreams, whole.left),
    stack: stackText(address, upstreams),
    count: scope.things.length,
    upstreams,
    secrets: scope.things.flatMap(({ kind, identity, secretNames }) =>
      [...secretNames].map(([path, secret]) => ({ name: secret, noun: kind.noun, identity, path })),
    ),
    users: scope.things.flatMap(({ kind, identity }) => (kind.login ? [identity] : [])),
    left: whole.left,
    unseen: inventory.unreadable,
  };
}
