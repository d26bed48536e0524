import { isEmptyValue } from "../model/comparison.ts";
import {
  automaticCapabilityNotes,
  automaticCapabilityProperties,
  builtInUsers,
  cleanupTask,
  defaultBlobStore,
  defaultHttpSettings,
  internalTaskTypes,
} from "../model/nexus-defaults.ts";
import { type Fields, getValueAt, isFields } from "../util/json.ts";
import type { Declaration } from "./estate.ts";

const { timeout, retries } = defaultHttpSettings;

/** Returns true for the fields that an object has in a new Nexus, by kind. A setting may be unset there. */
const hasDefaultFields: Readonly<Record<string, (fields: Fields) => boolean>> = {
  "blob-store-file": ({ name, path, softQuota }) =>
    name === defaultBlobStore.name && path === defaultBlobStore.path && isEmptyValue(softQuota),
  user: (fields) => {
    const own = builtInUsers.get(String(fields.userId));
    const isUsable = fields.status === "active" || fields.status === "changepassword";
    return own !== undefined && isUsable && hasFields(fields, { ...own });
  },
  email: ({ enabled, host }) => isEmptyValue(enabled) && (isEmptyValue(host) || host === "localhost"),
  http: (fields) =>
    ["httpProxy.host", "httpsProxy.host", "nonProxyHosts", "userAgent"].every((path) =>
      isEmptyValue(getValueAt(fields, path)),
    ) &&
    (fields.timeout ?? timeout) === timeout &&
    (fields.retries ?? retries) === retries,
  "ssrf-protection": ({ enabled, allowedDomains, allowedIPs }) =>
    enabled === true && isEmptyValue(allowedDomains) && isEmptyValue(allowedIPs),
  "user-tokens": ({ enabled, protectContent, expirationEnabled }) =>
    isEmptyValue(enabled) && isEmptyValue(protectContent) && isEmptyValue(expirationEnabled),
  "ip-allow-list": ({ mode }) => mode === "DISABLED",
  "iq-connection": ({ url }) => isEmptyValue(url),
  "iq-audit": ({ enabled }) => isEmptyValue(enabled),
  crowd: ({ url }) => isEmptyValue(url),
  saml: ({ idpMetadata }) => isEmptyValue(idpMetadata),
  oauth2: ({ idpJwsAlgorithm }) => isEmptyValue(idpJwsAlgorithm),
  eula: ({ accepted }) => accepted !== true,
  // Nexus creates one at the first login of each.
  "saml-user": ({ roles, status }) => isEmptyValue(roles) && String(status).toLowerCase() === "active",
  "ldap-order": ({ names }) => !Array.isArray(names) || names.length < 2,
  "task-repository-cleanup": ({ name, enabled, schedule, alertEmail }) =>
    name === cleanupTask.name && enabled === true && isEmptyValue(alertEmail) && getCron(schedule) === cleanupTask.cron,
};

/**
 * Returns true for an object that only Nexus itself creates and changes, such as a built-in role, an internal task or
 * the licence.
 */
export function isOwnedByNexus({ kind, fields }: Declaration): boolean {
  if ((kind.family === "privilege" || kind.family === "role") && fields.readOnly === true) return true;
  if (kind.name === "capability") return automaticCapabilityNotes.test(String(fields.notes));
  return kind.name === "license" || (kind.name === "task" && internalTaskTypes.includes(String(fields.type)));
}

/** Returns true for an object that a new Nexus has and that is unchanged: an estate need not declare it. */
export function isUnchangedDefault(declaration: Declaration): boolean {
  const { kind, fields } = declaration;
  if (kind.name === "license") return !("file" in fields);
  if (isOwnedByNexus(declaration)) return true;
  if (kind.family === "capability") return isUnchangedCapability(fields);
  return hasDefaultFields[kind.name]?.(fields) ?? false;
}

function isUnchangedCapability({ type, enabled, notes, properties }: Fields): boolean {
  if (!automaticCapabilityNotes.test(String(notes))) return false;
  const own = automaticCapabilityProperties[String(type)] ?? {};
  return enabled === true && isFields(properties) && (isEmptyValue(properties) || hasFields(properties, own));
}

/** Omits the notes that Nexus writes into capabilities: they differ between servers and have no meaning. */
export function omitAutomaticNotes(fields: Fields): Fields {
  return automaticCapabilityNotes.test(String(fields.notes)) ? { ...fields, notes: null } : fields;
}

function getCron(schedule: unknown): unknown {
  return isFields(schedule) ? schedule.cron : undefined;
}

function hasFields(fields: Fields, own: Fields): boolean {
  return Object.entries(own).every(([name, value]) => JSON.stringify(fields[name]) === JSON.stringify(value));
}
