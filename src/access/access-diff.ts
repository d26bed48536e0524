/** Who gains and who loses what by a change, by effect: a privilege that moves into a nested role changes nothing. */

import { AccessEvaluator } from "./access-evaluator.ts";
import { type AccessCell, toAccessCell } from "./access-matrix.ts";
import { type AccessTargets, collectTargets } from "./access-targets.ts";
import {
  createPermissionSet,
  isEmptyPermissionSet,
  type PermissionSet,
  subtractPermissions,
} from "./permission-set.ts";
import { indexSelectors, type Rights, summarizeRights } from "./rights.ts";
import { listPrincipals, type Principal, type SecurityModel, type SecurityRepository } from "./security-model.ts";

/** The same change for all of them. */
export interface PrincipalChange {
  who: readonly Principal[];
  /** They are there only after the change, or only before it. */
  are?: "new" | "gone";
  gains: Rights;
  loses: Rights;
}

/** A repository that is new, and who may do what there by what they held before on all repositories, or all of a format. */
export interface NewRepositoryAccess {
  repository: SecurityRepository;
  by: readonly { who: readonly Principal[]; cell: AccessCell }[];
}

export interface AccessDiff {
  changes: readonly PrincipalChange[];
  appearing: readonly NewRepositoryAccess[];
  /** Names of repositories that go; what could be done with them is told no more. */
  disappearing: readonly string[];
}

/** Compares who may do what, by effect. */
export function diffAccess(before: SecurityModel, after: SecurityModel): AccessDiff {
  const places = collectTargets(before, after);
  const [had, has] = [new Set(before.repositories.map(keyOf)), new Set(after.repositories.map(keyOf))];
  const gone = placesWhere(places, (repository) => !has.has(keyOf(repository)));
  const groups = new Set(after.repositories.map(({ name }) => name));
  const [then, now] = [new AccessEvaluator(before, places), new AccessEvaluator(after, places)];
  const [selectorsThen, selectorsNow] = [indexSelectors(before), indexSelectors(after)];
  const [known, still] = [keysOf(before), keysOf(after)];

  const compared = everybody(before, after).map((principal) => {
    const key = keyOf(principal);
    const held = known.has(key) ? then.evaluate(principal) : createPermissionSet(places.all.length);
    const holds = still.has(key) ? now.evaluate(principal) : createPermissionSet(places.all.length);
    for (const place of gone) for (const one of [held, holds]) forget(one, place);
    for (const [place, through] of held.through)
      if (!through.some((group) => groups.has(group))) held.through.delete(place);
    return { principal, key, held, holds };
  });

  const changes = compared.flatMap(({ principal, key, held, holds }) => {
    const [gains, loses] = [subtractPermissions(holds, held), subtractPermissions(held, holds)];
    if (isEmptyPermissionSet(gains) && isEmptyPermissionSet(loses)) return [];
    const are = !known.has(key) ? ("new" as const) : !still.has(key) ? ("gone" as const) : undefined;
    const told = {
      gains: summarizeRights(gains, places, selectorsNow),
      loses: summarizeRights(loses, places, selectorsThen),
    };
    return [{ principal, what: { ...(are && { are }), ...told } }];
  });
  const appearing = placesWhere(places, (repository) => !had.has(keyOf(repository))).map((place) => {
    const holders = compared.flatMap(({ principal, held, holds }) => {
      const cell = toAccessCell(held, place, selectorsThen) && toAccessCell(holds, place, selectorsNow);
      return cell ? [{ principal, what: { cell } }] : [];
    });
    return { place, by: joined(holders) };
  });
  return {
    changes: joined(changes),
    appearing: appearing.flatMap(({ place, by }) => {
      const repository = places.all[place]?.repository;
      return repository ? [{ repository, by }] : [];
    }),
    disappearing: before.repositories.filter((one) => !has.has(keyOf(one))).map(({ name }) => name),
  };
}

function keyOf(one: Principal | SecurityRepository): string {
  return "id" in one ? `${one.type} ${one.id}` : `${one.format} ${one.name}`;
}

function keysOf(security: SecurityModel): ReadonlySet<string> {
  return new Set(listPrincipals(security).map(keyOf));
}

function everybody(...states: readonly SecurityModel[]): Principal[] {
  return [...new Map(states.flatMap(listPrincipals).map((one) => [keyOf(one), one])).values()];
}

function placesWhere({ all }: AccessTargets, test: (repository: SecurityRepository) => boolean): number[] {
  return all.flatMap(({ repository }, place) => (repository && test(repository) ? [place] : []));
}

function forget(held: PermissionSet, place: number): void {
  held.content[place] = 0;
  held.settings[place] = 0;
  for (const bits of held.selected.values()) bits[place] = 0;
  held.through.delete(place);
}

/** Those of whom the same is to be told, together. */
function joined<T extends object>(all: readonly { principal: Principal; what: T }[]): ({ who: Principal[] } & T)[] {
  const same = new Map<string, { who: Principal[] } & T>();
  for (const { principal, what } of all) {
    const key = JSON.stringify(what);
    const known = same.get(key);
    if (known) known.who.push(principal);
    else same.set(key, { who: [principal], ...what });
  }
  return [...same.values()];
}
