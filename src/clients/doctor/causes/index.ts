import type { Cause } from "../cause.ts";
import { addressCauses } from "./address.ts";
import { contentCauses } from "./content.ts";
import { imageNameCauses } from "./image-name.ts";
import { loginCauses } from "./login.ts";
import { networkCauses } from "./network.ts";
import { permissionCauses } from "./permissions.ts";
import { realmCauses } from "./realms.ts";
import { accessGateCauses, offlineCause, writeStateCauses } from "./server-state.ts";
import { storageCauses } from "./storage.ts";
import { upstreamCauses } from "./upstream.ts";

/** All known causes in the order in which a request meets them: an earlier cause stops it before a later one can. */
export const allCauses: readonly Cause[] = [
  ...addressCauses,
  // Before the network causes: the connector of an offline repository is closed, so the connection is refused.
  offlineCause,
  ...networkCauses,
  ...imageNameCauses,
  ...writeStateCauses,
  ...loginCauses,
  ...realmCauses,
  ...permissionCauses,
  ...upstreamCauses,
  ...contentCauses,
  ...storageCauses,
  ...accessGateCauses,
];
