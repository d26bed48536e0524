import { levels, type Risk } from "../report-schemas.ts";
import { accessWidened } from "./access.ts";
import { accessLost } from "./access-lost.ts";
import { cleanupWidened, deletingTaskChanged } from "./cleanup.ts";
import { contentLost, contentRemade, takenOffline } from "./content.ts";
import { groupMembersChanged } from "./groups.ts";
import { invariantsBroken } from "./invariants.ts";
import { missingObjectReferenced } from "./missing-references.ts";
import { certificateNotVerified, connectorMoved, plainHttp, upstreamChanged } from "./network.ts";
import { adoptedDeleted, deletionRefused } from "./ownership.ts";
import { protectionWeakened } from "./protections.ts";
import {
  clientsMayBeAnonymous,
  contentTypesNotChecked,
  latestTagMutable,
  writePolicyLoosened,
} from "./repository-settings.ts";
import type { RiskContext, RiskRule } from "./risk-rule.ts";
import {
  anonymousAccessClosed,
  anonymousAccessWidened,
  passwordReplaced,
  realmsChanged,
  userDisabled,
} from "./sign-on.ts";

const rules: readonly RiskRule[] = [
  contentLost,
  contentRemade,
  adoptedDeleted,
  deletionRefused,
  takenOffline,
  writePolicyLoosened,
  latestTagMutable,
  contentTypesNotChecked,
  clientsMayBeAnonymous,
  cleanupWidened,
  deletingTaskChanged,
  groupMembersChanged,
  connectorMoved,
  plainHttp,
  upstreamChanged,
  protectionWeakened,
  anonymousAccessWidened,
  anonymousAccessClosed,
  realmsChanged,
  passwordReplaced,
  userDisabled,
  accessWidened,
  accessLost,
  certificateNotVerified,
  invariantsBroken,
  missingObjectReferenced,
];

/** Finds all risks in one Nexus of a plan, the highest level first. */
export function findRisks(context: RiskContext): Risk[] {
  return rules.flatMap((rule) => rule(context)).toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));
}
