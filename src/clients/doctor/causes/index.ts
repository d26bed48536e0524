import type { Cause } from "../verdict.ts";
import { addresses } from "./address.ts";
import { contents } from "./content.ts";
import { login } from "./login.ts";
import { naming } from "./naming.ts";
import { network } from "./network.ts";
import { realms } from "./realms.ts";
import { rights } from "./rights.ts";
import { gates, offline, states } from "./state.ts";
import { storage } from "./storage.ts";
import { upstreams } from "./upstream.ts";

/** In the order in which a request meets them: the earlier one stops it before the later one can. */
export const causes: readonly Cause[] = [
  ...addresses,
  // Its connector is closed then: nobody listens.
  offline,
  ...network,
  ...naming,
  ...states,
  ...login,
  ...realms,
  ...rights,
  ...upstreams,
  ...contents,
  ...storage,
  ...gates,
];
