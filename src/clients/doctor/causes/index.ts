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

/** In the order in which a request meets them: the earlier one stops it before the later one can. */
export const allCauses: readonly Cause[] = [
  ...addressCauses,
  // Its connector is closed then: nobody listens.
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
