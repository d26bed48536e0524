import { levels, type Risk } from "../schema.ts";
import { accessWidened } from "./access.ts";
import { cleanedUpMore, deletedByTask } from "./cleanup.ts";
import { contentLost, contentRemade, takenOffline } from "./content.ts";
import { groupOrderChanged } from "./groups.ts";
import { invariantsBroken } from "./invariants.ts";
import { connectorMoved, plainHttp, protectionWeakened, upstreamChanged } from "./network.ts";
import { goneIsNamed } from "./references.ts";
import type { Rule, Situation } from "./rule.ts";
import { anonymousOpened, passwordReplaced, realmsChanged, userShutOut } from "./sign-on.ts";
import { certificateUnchecked } from "./stack.ts";
import { clientsUnauthenticated, contentTypesUnchecked, latestOverwritten, writePolicyLoosened } from "./writing.ts";

const rules: readonly Rule[] = [
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
  goneIsNamed,
];

/** All that a reviewer should look at with care, the worst first. */
export function risksOf(situation: Situation): Risk[] {
  return rules.flatMap((rule) => rule(situation)).toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));
}
