import type { Omission } from "../../export/omission.ts";
import { catalogue, findKindOf } from "../../model/catalogue.ts";
import type { Kind } from "../../model/kind.ts";
import { type Fields, getValueAt, isFields, type Json, setValueAt } from "../../util/json.ts";
import { UsageError } from "../../util/user-error.ts";
import { type ReadAttributes, readAttributes } from "../attribute-reader.ts";
import { createMigratedObject, type MigratedObject, type Migration } from "../migrated-object.ts";
import { findUnknownValue, parseAnsibleVariables, resolveRoleVariables } from "./ansible-variables.ts";
import {
  createRepositoryMapping,
  droppedVariables,
  type ListMapping,
  listMappings,
  roleVariables,
  type SettingMapping,
  settingMappings,
} from "./role-mapping.ts";
import { parseTask } from "./role-task.ts";

/** An object, or the reasons why an entry of a variable is not one. */
interface Conversion {
  object?: MigratedObject;
  omissions: Omission[];
}

/**
 * Converts the variables of the Ansible role nexus3-oss to declarations.
 *
 * @param text - a YAML file
 * @param source - the name of the input, for errors
 * @throws UsageError if the text is something else, or declares nothing
 */
export function migrateAnsible(text: string, source: string): Migration {
  const variables = parseAnsibleVariables(text, source, roleVariables);
  const conversions = [
    ...Object.entries(variables).flatMap(([name, value]) => convertList(name, value, variables)),
    ...settingMappings.map((mapping) => convertSetting(mapping, variables)),
  ];
  const objects = conversions.flatMap(({ object }) => object ?? []);
  if (!objects.length) throw new UsageError(`${source} declares no object of Nexus, such as a repository or a role`);
  const dropped = Object.entries(droppedVariables).filter(([name]) => isSet(variables[name]));
  return {
    objects,
    omissions: [
      ...conversions.flatMap(({ omissions }) => omissions),
      ...dropped.map(([name, reason]) => omitVariable(name, reason)),
    ],
  };
}

function isSet(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== "";
}

function omitVariable(name: string, reason: string): Omission {
  return { noun: "Ansible variable", identity: name, path: "", reason };
}

/** Converts the entries of a list of the role. */
function convertList(name: string, value: Json | undefined, variables: Fields): Conversion[] {
  const [, format = "", type = ""] = /^nexus_repos_(\w+)_(hosted|proxy|group)$/.exec(name) ?? [];
  const mapping = format ? createRepositoryMapping(format, type) : listMappings[name];
  if (!mapping || !Array.isArray(value) || !value.length) return [];
  // The role configures maven without being asked.
  if (
    format &&
    variables[`nexus_config_${format}`] !== true &&
    !(format === "maven" && variables.nexus_config_maven === undefined)
  )
    return [
      { omissions: [omitVariable(name, `nexus_config_${format} is not true, so the role does not create them`)] },
    ];
  const ownDefaults = variables[format ? `_nexus_repos_${format}_defaults` : `_${name.replace(/s$/, "")}_defaults`];
  const defaults = { ...mapping.defaults, ...(isFields(ownDefaults) && ownDefaults) };
  return value.filter(isFields).map((entry, index) => {
    const resolved = resolveRoleVariables({ ...defaults, ...entry }, variables, roleVariables);
    return convertEntry(mapping, resolved, `${name}[${index}]`);
  });
}

function convertEntry(mapping: ListMapping, entry: Fields, origin: string): Conversion {
  if (entry.state === "absent")
    return { omissions: [omitVariable(origin, "its state is absent; declare absent.user")] };
  const kindName = typeof mapping.kind === "function" ? mapping.kind(entry) : mapping.kind;
  const kind = kindName === "task" ? findKindOf("task", { type: entry.typeId }) : catalogue.get(kindName ?? "");
  if (!kind) return { omissions: [omitVariable(origin, `nexus-iac has no ${kindName}`)] };
  if (kind.family === "task")
    return createConversion(kind, { fields: parseTask(kind, entry), secretSources: new Map(), unmapped: [] }, origin);
  return createConversion(kind, readAttributes(kind, mapping, entry), origin, mapping);
}

function createConversion(
  kind: Kind,
  read: ReadAttributes,
  origin: string,
  mapping: Omit<ListMapping, "kind"> = {},
): Conversion {
  const { password: _password, ...withoutPassword } = read.fields;
  const fields = normalizeFields(kind, kind.login ? withoutPassword : read.fields, mapping);
  const visible = [...read.secretSources.keys()].reduce((all, path) => setValueAt(all, path, ""), fields);
  const unknown = findUnknownValue(visible);
  if (unknown) return { omissions: [omitVariable(origin, `contains ${unknown}; write the value into the file`)] };
  const object = createMigratedObject(kind, fields, origin, read.secretSources);
  return {
    object,
    omissions: read.unmapped.map(({ attribute, reason }) => ({
      ...{ noun: kind.noun, identity: object.resource, path: attribute, reason },
    })),
  };
}

/** Converts values that the role converts, too. */
function normalizeFields(kind: Kind, read: Fields, { capitals = [], numbers = [] }: Omit<ListMapping, "kind">): Fields {
  let fields = read;
  const change = (path: string, convert: (value: Json) => Json) => {
    const value = getValueAt(fields, path);
    if (value !== undefined && value !== null) fields = setValueAt(fields, path, convert(value));
  };
  for (const path of capitals) change(path, toCapitals);
  for (const path of numbers)
    change(path, (value) => (typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value));
  if (kind.family === "cleanup policy") change("format", (format) => (format === "all" ? "*" : format));
  if (kind.family === "privilege")
    change("actions", (actions) => (Array.isArray(actions) ? actions.map(toAction) : actions));
  if (kind.family === "blob store")
    change("bucketConfiguration", (bucket) => (isFields(bucket) ? withRegion(bucket) : bucket));
  change("httpClient.authentication", (authentication) =>
    isFields(authentication)
      ? { type: "bearerToken" in authentication ? "bearerToken" : "username", ...authentication }
      : authentication,
  );
  return fields;
}

/** The role creates buckets in the region of the environment of Nexus. */
function withRegion(configuration: Fields): Fields {
  return getValueAt(configuration, "bucket.region") === undefined
    ? setValueAt(configuration, "bucket.region", "DEFAULT")
    : configuration;
}

function toCapitals(value: Json): Json {
  if (Array.isArray(value)) return value.map(toCapitals);
  return typeof value === "string" ? value.toUpperCase() : value;
}

/** Nexus's names in the REST API of actions that the role writes as they are stored. */
const actionNames: Readonly<Record<string, string>> = { "*": "ALL", CREATE: "ADD", UPDATE: "EDIT" };

function toAction(action: Json): Json {
  return typeof action === "string" ? (actionNames[action] ?? action) : action;
}

function convertSetting(mapping: SettingMapping, variables: Fields): Conversion {
  const { when, mustBeTrue, implied = {}, numbers = [], texts = [] } = mapping;
  const kind = catalogue.get(mapping.kind);
  const isDeclared = mustBeTrue ? variables[when] === true : variables[when] !== undefined && variables[when] !== "";
  if (!kind || !isDeclared) return { omissions: [] };
  const renamed = mapping.variables;
  const own = Object.fromEntries(Object.entries(variables).filter(([name]) => Object.hasOwn(renamed, name)));
  const read = readAttributes(kind, { renamed }, own);
  const fields = texts.reduce(
    (all, path) => {
      const value = getValueAt(all, path);
      return value === undefined ? all : setValueAt(all, path, String(value));
    },
    { ...implied, ...read.fields },
  );
  return createConversion(kind, { ...read, fields }, when, { numbers });
}
