import { levels, type Risk } from "../report-schemas.ts";
import { accessWidened } from "./access.ts";
import { cleanedUpMore, deletedByTask } from "./cleanup.ts";
import { contentLost, contentRemade, takenOffline } from "./content.ts";
import { groupOrderChanged } from "./groups.ts";
import { invariantsBroken } from "./invariants.ts";
import { missingReferenced } from "./missing-references.ts";
import { connectorMoved, plainHttp, protectionWeakened, upstreamChanged } from "./network.ts";
import {
  clientsUnauthenticated,
  contentTypesUnchecked,
  latestOverwritten,
  writePolicyLoosened,
} from "./repository-settings.ts";
import type { RiskContext, RiskRule } from "./risk-rule.ts";
import { anonymousOpened, passwordReplaced, realmsChanged, userShutOut } from "./sign-on.ts";
import { certificateUnchecked } from "./stack.ts";

const rules: readonly RiskRule[] = [
  contentLost,
  contentRemade,
  takenOffline,
  writePolicyLoosened,
  latestOverwritten,
  contentTypesUnchecked,
  clientsUnauthenticated,
  cleanedUpMore,
  deletedByTask,
  groupOrderChanged,
  connectorMoved,
  plainHttp,
  upstreamChanged,
  protectionWeakened,
  anonymousOpened,
  realmsChanged,
  passwordReplaced,
  userShutOut,
  accessWidened,
  certificateUnchecked,
  invariantsBroken,
  missingReferenced,
];

/** All that a reviewer should look at with care, the worst first. */
export function findRisks(situation: RiskContext): Risk[] {
  return rules.flatMap((rule) => rule(situation)).toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));
}
