/** What every Nexus brings by itself: as long as nobody has changed it, no estate need declare it. */

import type { Declaration } from "../estate/estate.ts";
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

const { timeout, retries } = defaultHttpSettings;

/** By kind: whether it is as a fresh Nexus has it, which for settings may be: not set. */
const shipped: Readonly<Record<string, (fields: Fields) => boolean>> = {
  "blob-store-file": ({ name, path, softQuota }) =>
    name === defaultBlobStore.name && path === defaultBlobStore.path && isEmptyValue(softQuota),
  user: (fields) => {
    const own = builtInUsers.get(String(fields.userId));
    const isUsable = fields.status === "active" || fields.status === "changepassword";
    return own !== undefined && isUsable && has(fields, { ...own });
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
  "ldap-order": ({ names }) => !Array.isArray(names) || names.length < 2,
  "task-repository-cleanup": ({ name, enabled, schedule, alertEmail }) =>
    name === cleanupTask.name && enabled === true && isEmptyValue(alertEmail) && cronOf(schedule) === cleanupTask.cron,
};

/** Whether it is Nexus's own, which nobody can make or change, or has a reason to. */
export function isOwn({ kind, fields }: Declaration): boolean {
  if ((kind.family === "privilege" || kind.family === "role") && fields.readOnly === true) return true;
  if (kind.name === "capability") return automaticCapabilityNotes.test(String(fields.notes));
  return kind.name === "license" || (kind.name === "task" && internalTaskTypes.includes(String(fields.type)));
}

/** Whether Nexus brought it, and nobody has changed it. */
export function isShipped(one: Declaration): boolean {
  const { kind, fields } = one;
  if (kind.name === "license") return !("file" in fields);
  if (isOwn(one)) return true;
  if (kind.family === "capability") return isBrought(fields);
  return shipped[kind.name]?.(fields) ?? false;
}

function isBrought({ type, enabled, notes, properties }: Fields): boolean {
  if (!automaticCapabilityNotes.test(String(notes))) return false;
  const own = automaticCapabilityProperties[String(type)] ?? {};
  return enabled === true && isFields(properties) && (isEmptyValue(properties) || has(properties, own));
}

/** Notes that Nexus itself made differ from one to another, and say nothing. */
export function withoutOwnNotes(fields: Fields): Fields {
  return automaticCapabilityNotes.test(String(fields.notes)) ? { ...fields, notes: null } : fields;
}

function cronOf(schedule: unknown): unknown {
  return isFields(schedule) ? schedule.cron : undefined;
}

function has(fields: Fields, own: Fields): boolean {
  return Object.entries(own).every(([name, value]) => JSON.stringify(fields[name]) === JSON.stringify(value));
}
