/** Mutated JSON responses: what a broken, newer or hostile server may answer. */
import { type Fields, isFields, type Json } from "../../src/util/json.ts";

/** Chooses an element of a list at random, or undefined from an empty list. */
export type Choose = <T>(from: readonly T[]) => T | undefined;

/** A response after a mutation. */
export interface MutatedResponse {
  body: Buffer;
  /** The mutation, for messages of tests. */
  mutation: string;
  /** True if a correct reader may conclude that an object does not exist: it is not listed, or has another name. */
  mayHide: boolean;
}

/** Matches the output of a program or command that ended with an exception which is not meant for users. */
export const exceptionText =
  /unhandled exception|TypeError|RangeError|Maximum call stack|is not a function|Cannot (?:read prop|convert)|^ {4,}at /m;

type Path = (string | number)[];

/** Returns a function that chooses by the numbers of a stream of fast-check. */
export function chooseBy(numbers: Iterator<number>): Choose {
  return (from) => from[numbers.next().value % from.length];
}

/** Stands for bytes that `JSON.stringify` does not write. */
const rawBytes: Readonly<Record<string, string | Buffer>> = {
  "@nested@": `${'[{"a":'.repeat(5_000)}1${"}]".repeat(5_000)}`,
  "@infinity@": "1e999",
  "@large@": "123456789012345678901234567890",
  "@invalid@": Buffer.from([0x22, 0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80, 0x22]),
  "@surrogate@": '"\\ud800"',
};

export const strangeValues: readonly Json[] = [
  ...[null, true, 0, -1.5, 2 ** 53 + 2, 1e308, "", "text", "\u202E", "\u0000", "a/../b", "x".repeat(5_000)],
  ...[[], [null], [[]], [7], {}, { a: 1 }, { name: {} }, { toString: 1, valueOf: 2 }, [{ toString: null }]],
  ...Object.keys(rawBytes),
];

const extraFields = ["__proto__", "constructor", "toString", "length", "then", "name", "id", "type", "items", "x"];

/**
 * Returns the response with one mutation at a random place.
 *
 * @param name - the name of the object that most mutations concern. Default: any object
 */
export function mutateResponse(json: Json, choose: Choose, name?: string): MutatedResponse {
  const { value, ...mutated } = mutateJson(json, choose, name);
  return { body: serialize(value), ...mutated };
}

/** Returns a value with one mutation at a random place, as `mutateResponse` does. Some texts stand for bytes, see `serialize`. */
function mutateJson(json: Json, choose: Choose, name?: string): Omit<MutatedResponse, "body"> & { value: Json } {
  const paths = listPaths(json);
  const ofObject = name === undefined ? [] : paths.filter((path) => isPartOf(json, path, name));
  const path = choose(choose([true, true, true, false]) && ofObject.length ? ofObject : paths) ?? [];
  const mutate = choose(mutations) ?? replaceValue;
  const { value: mutated, mayHide, label } = mutate(getAt(json, path), choose);
  return {
    value: mutated === undefined ? removeAt(json, path) : replaceAt(json, path, mutated),
    mutation: `${path.map(String).join(".") || "the whole body"}: ${label}`,
    mayHide: mayHide || (mutated === undefined && typeof path.at(-1) === "number"),
  };
}

/** Returns the fields of a declaration with one mutation at a random place: by JSON, or by a value that JSON cannot express. */
export function mutateFields(fields: Fields, choose: Choose): { fields: Fields; mutation: string } {
  if (choose([true, true, false])) {
    const { body, mutation } = mutateResponse(fields, choose);
    const mutated: unknown = JSON.parse(body.toString());
    return isFields(mutated) ? { fields: mutated, mutation } : { fields, mutation: "none" };
  }
  const path = choose(listPaths(fields).slice(1)) ?? ["x"];
  const label = choose(Object.keys(programValues)) ?? "NaN";
  const mutated = replaceAt(fields, path, programValues[label] as Json);
  return { fields: mutated as Fields, mutation: `${path.map(String).join(".")}: replaced by ${label}` };
}

const cyclic: unknown[] = [];
cyclic.push({ cyclic });

/** Values of programs that JSON cannot express. */
const programValues: Readonly<Record<string, unknown>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-0": -0,
  BigInt: 10n,
  "a symbol": Symbol("x"),
  "a function": () => "x",
  "a class": class {},
  "a date": new Date(0),
  "an invalid date": new Date(Number.NaN),
  "a map": new Map([["a", 1]]),
  "a set": new Set(["a"]),
  "a buffer": Buffer.from("text"),
  "a cycle": cyclic,
  "a list with holes": new Array(3),
  "an object without a prototype": Object.create(null),
  "a String object": Object("text"),
};

/** The result of a mutation; `value` is undefined if it removes the value. */
type Mutation = (value: Json, choose: Choose) => { value: Json | undefined; mayHide: boolean; label: string };

const replaceValue: Mutation = (_, choose) => {
  const value = choose(strangeValues) ?? null;
  // An empty list has no objects. A text may be another name.
  const mayHide =
    (Array.isArray(value) && !value.length) || (typeof value === "string" && value !== "" && !isRawNonText(value));
  return { value, mayHide, label: `replaced by ${JSON.stringify(value).slice(0, 60)}` };
};
const removeValue: Mutation = () => ({ value: undefined, mayHide: false, label: "removed" });
const addField: Mutation = (value, choose) => {
  const name = choose(extraFields) ?? "x";
  const added = choose(strangeValues) ?? null;
  // An extra name changes the identity of objects without that field only.
  const fields =
    isFields(value) && !(name in value && Object.hasOwn(value, name)) ? withField(value, name, added) : value;
  return { value: fields, mayHide: true, label: `extra field ${name}` };
};
const duplicate: Mutation = (value) => ({
  value: Array.isArray(value) ? [...value, ...value] : value,
  mayHide: false,
  label: "each element twice",
});
const changeCase: Mutation = (value) => {
  const swap = (text: string) => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase());
  return { value: typeof value === "string" ? swap(value) : value, mayHide: true, label: "another case" };
};
const duplicateInOtherCase: Mutation = (value, choose) => ({
  value: Array.isArray(value) ? [...value.map((item) => mapTexts(item, choose)), ...value] : value,
  mayHide: false,
  label: "each element also in another case",
});

const mutations: readonly Mutation[] = [
  ...[replaceValue, replaceValue, replaceValue, replaceValue, removeValue, addField],
  ...[duplicate, changeCase, duplicateInOtherCase],
];

function isRawNonText(value: string): boolean {
  return value in rawBytes && value !== "@invalid@" && value !== "@surrogate@";
}

/** `__proto__` as a field of its own, as JSON.parse creates it. */
function withField(fields: Fields, name: string, value: Json): Fields {
  const copy = { ...fields };
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

function mapTexts(value: Json, choose: Choose): Json {
  if (!isFields(value)) return typeof value === "string" ? value.toUpperCase() : value;
  const upper = (text: Json | undefined) => (typeof text === "string" ? text.toUpperCase() : text);
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => [key, choose([true, false]) ? upper(text) : text]),
  );
}

function serialize(json: Json): Buffer {
  const parts = JSON.stringify(json).split(/"(@[a-z]+@)"/);
  return Buffer.concat(parts.map((part, index) => Buffer.from((index % 2 && rawBytes[part]) || part)));
}

/** Lists the paths of all values in a JSON value, the value itself included. */
function listPaths(value: Json, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: [string | number, Json | undefined][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => listPaths(inner ?? null, [...path, key]))];
}

/** Returns true for the list entry with a name, and what it contains. */
function isPartOf(json: Json, path: Path, name: string): boolean {
  const index = path.findIndex((key) => typeof key === "number");
  return index >= 0 && Object.values(getAt(json, path.slice(0, index + 1)) ?? {}).includes(name);
}

function getAt(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, key) => (inner as Record<string | number, Json>)[key] ?? null, value);
}

function replaceAt(value: Json, [key, ...rest]: Path, replacement: Json): Json {
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaceAt(item, rest, replacement) : item));
  const fields = value as Fields;
  return { ...fields, [key]: replaceAt(fields[key] ?? null, rest, replacement) };
}

function removeAt(value: Json, path: Path): Json {
  const key = path.at(-1);
  if (key === undefined) return null;
  const parent = getAt(value, path.slice(0, -1));
  const rest = Array.isArray(parent)
    ? parent.filter((_, index) => index !== key)
    : Object.fromEntries(Object.entries(parent as Fields).filter(([name]) => name !== key));
  return replaceAt(value, path.slice(0, -1), rest as Json);
}
