/** Who gains and who loses what by a change, by effect: a privilege that moves into a nested role changes nothing. */
import { beyond, type Holding, isNothing, nothingHeld } from "./holding.ts";
import { type Cell, cellAt } from "./matrix.ts";
import { type Places, placesOf } from "./places.ts";
import { Reach } from "./reach.ts";
import { type Rights, rightsIn } from "./rights.ts";
import { type Principal, principalsOf, type Repository, type Security } from "./security.ts";

/** The same change for all of them. */
export interface AccessChange {
  who: readonly Principal[];
  /** They are there only after the change, or only before it. */
  are?: "new" | "gone";
  gains: Rights;
  loses: Rights;
}

/** A repository that is new, and who may do what there by what they held before on all repositories, or all of a format. */
export interface Appearance {
  repository: Repository;
  by: readonly { who: readonly Principal[]; cell: Cell }[];
}

export interface AccessChanges {
  changes: readonly AccessChange[];
  appearing: readonly Appearance[];
  /** Names of repositories that go; what could be done with them is told no more. */
  disappearing: readonly string[];
}

/** Compares who may do what, by effect. */
export function accessChanges(before: Security, after: Security): AccessChanges {
  const places = placesOf(before, after);
  const [had, has] = [new Set(before.repositories.map(keyOf)), new Set(after.repositories.map(keyOf))];
  const gone = placesWhere(places, (repository) => !has.has(keyOf(repository)));
  const groups = new Set(after.repositories.map(({ name }) => name));
  const [then, now] = [new Reach(before, places), new Reach(after, places)];
  const [known, still] = [keysOf(before), keysOf(after)];

  const compared = everybody(before, after).map((principal) => {
    const key = keyOf(principal);
    const held = known.has(key) ? then.of(principal) : nothingHeld(places.all.length);
    const holds = still.has(key) ? now.of(principal) : nothingHeld(places.all.length);
    for (const place of gone) for (const one of [held, holds]) forget(one, place);
    for (const [place, through] of held.through)
      if (!through.some((group) => groups.has(group))) held.through.delete(place);
    return { principal, key, held, holds };
  });

  const changes = compared.flatMap(({ principal, key, held, holds }) => {
    const [gains, loses] = [beyond(holds, held), beyond(held, holds)];
    if (isNothing(gains) && isNothing(loses)) return [];
    const are = !known.has(key) ? ("new" as const) : !still.has(key) ? ("gone" as const) : undefined;
    const told = { gains: rightsIn(gains, places, after), loses: rightsIn(loses, places, before) };
    return [{ principal, what: { ...(are && { are }), ...told } }];
  });
  const appearing = placesWhere(places, (repository) => !had.has(keyOf(repository))).map((place) => {
    const holders = compared.flatMap(({ principal, held, holds }) => {
      const cell = cellAt(held, place, before) && cellAt(holds, place, after);
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

function keyOf(one: Principal | Repository): string {
  return "id" in one ? `${one.type} ${one.id}` : `${one.format} ${one.name}`;
}

function keysOf(security: Security): ReadonlySet<string> {
  return new Set(principalsOf(security).map(keyOf));
}

function everybody(...states: readonly Security[]): Principal[] {
  return [...new Map(states.flatMap(principalsOf).map((one) => [keyOf(one), one])).values()];
}

function placesWhere({ all }: Places, test: (repository: Repository) => boolean): number[] {
  return all.flatMap(({ repository }, place) => (repository && test(repository) ? [place] : []));
}

function forget(held: Holding, place: number): void {
  held.content[place] = 0;
  held.settings[place] = 0;
  held.selected.delete(place);
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
