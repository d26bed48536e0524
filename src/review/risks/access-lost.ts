import type { PrincipalChange } from "../../access/access-diff.ts";
import { formatRights } from "../../access/rights-text.ts";
import type { ProgramMetadata } from "../../estate/program-metadata.ts";
import { joinWithAnd } from "../../util/display-text.ts";
import type { Risk } from "../report-schemas.ts";
import { getValueChange, type RiskRule } from "./risk-rule.ts";

type Consumers = NonNullable<ProgramMetadata["clientDeclarations"]["clientConfig"]["consumers"]>;

/** The maximum number of users that a risk names. */
const maxNames = 5;

/** Users or anonymous clients lose permissions: more than others, those that a declared consumer logs in as. */
export const accessLost: RiskRule = ({ access, changes, clientDeclarations }) => {
  const consumers = indexConsumers(clientDeclarations?.clientConfig.consumers ?? {});
  // A disabled user is a risk of its own.
  const disabled = new Set(changes.filter((change) => getValueChange(change, "status")).map(({ name }) => name));
  return access.changes
    .filter(({ loses }) => formatRights(loses).length > 0)
    .flatMap((change) => findLosses(change, consumers, disabled));
};

function findLosses(
  { who, are, loses }: PrincipalChange,
  consumers: ReadonlyMap<string, string[]>,
  disabled: ReadonlySet<string>,
): Risk[] {
  const users = who.flatMap(({ type, id }) => (type === "user" ? [id] : []));
  const reason = `${are === "gone" ? "is deleted and loses" : "loses"}: ${formatRights(loses).join("; ")}`;
  const createUserRisk = (
    level: Risk["level"],
    rule: string,
    name: string,
    more: string,
    consequence: string,
  ): Risk => ({
    ...{ level, rule, kind: "user", noun: "user", name, reason: reason + more, consequence },
  });
  const [other, ...others] = users.filter((user) => !consumers.has(user) && !disabled.has(user));
  const listed = others.length > maxNames ? [...others.slice(0, maxNames), `${others.length - maxNames} more`] : others;
  const alsoLost = listed.length ? `; also lost by ${joinWithAnd(listed)}` : "";
  // Closed anonymous access is a risk of its own.
  const isAnonymous = are !== "gone" && who.some(({ type }) => type === "anonymous");
  return [
    ...users.flatMap((user) => {
      const affected = consumers.get(user);
      if (!affected) return [];
      const consequence = `${joinWithAnd(affected)} ${affected.length > 1 ? "log in as this user and are" : "logs in as this user and is"} refused there`;
      return [createUserRisk("medium", "consumer-loses-access", user, "", consequence)];
    }),
    ...(other === undefined
      ? []
      : [createUserRisk("low", "access-lost", other, alsoLost, "clients that log in as this user are refused there")]),
    ...(isAnonymous
      ? [
          {
            ...{ level: "medium" as const, rule: "anonymous-reads-less", kind: "anonymous-access" },
            ...{ noun: "anonymous access", name: "anonymous access", reason },
            consequence: "clients without credentials are refused there",
          },
        ]
      : []),
  ];
}

/** Lists the declared consumers by the user that they log in as. A consumer may name an identity, which is two users. */
function indexConsumers(consumers: Consumers): Map<string, string[]> {
  const { gitlab, jenkins, kubernetes, docker, maven, npm, pip, identities = {} } = consumers;
  const declared: [string, string | undefined][] = [
    ["GitLab", gitlab?.user],
    ...Object.values(jenkins?.credentials ?? {}).map((user): [string, string] => ["Jenkins", user]),
    ...(kubernetes?.secrets ?? []).flatMap(({ name, registries }) =>
      registries.map(({ user }): [string, string] => [`the pull secret ${name}`, user]),
    ),
    ["Docker", docker?.user],
    ["Maven", maven?.user],
    ["npm", npm?.user],
    ["pip", pip?.user],
  ];
  const byUser = new Map<string, string[]>();
  for (const [consumer, user] of declared)
    for (const id of user === undefined ? [] : (identities[user] ?? [user])) {
      const others = byUser.get(id) ?? [];
      if (!others.includes(consumer)) byUser.set(id, [...others, consumer]);
    }
  return byUser;
}
