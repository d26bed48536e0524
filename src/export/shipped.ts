/** What every Nexus brings by itself: as long as nobody has changed it, no estate need declare it. */

import type { Declaration } from "../estate/estate.ts";
import { isEmptyValue } from "../model/comparison.ts";
import { type Fields, getValueAt, isFields } from "../util/json.ts";

/** Its own tasks, which nobody can make: they come with what they are for. */
const ownTasks = ["assetBlob.cleanup", "tasklog.cleanup", "repository.storage-facet-cleanup"];

/** What Nexus notes at capabilities that it brings. */
const brought = /^Automatically added on /;

/** The properties with which Nexus brings capabilities that have any. */
const broughtProperties: Readonly<Record<string, Fields>> = {
  "rapture.settings": {
    title: "Sonatype Nexus Repository",
    debugAllowed: true,
    statusIntervalAuthenticated: 5,
    statusIntervalAnonymous: 60,
    sessionTimeout: 30,
    requestTimeout: 60,
    longRequestTimeout: 180,
  },
};

/** The fields that users whom Nexus brings have, beside their status. */
const users: Readonly<Record<string, Fields>> = {
  admin: { firstName: "Administrator", lastName: "User", emailAddress: "admin@example.org", roles: ["nx-admin"] },
  anonymous: {
    firstName: "Anonymous",
    lastName: "User",
    emailAddress: "anonymous@example.org",
    roles: ["nx-anonymous"],
  },
};

/** By kind: whether it is as a fresh Nexus has it, which for settings may be: not set. */
const shipped: Readonly<Record<string, (fields: Fields) => boolean>> = {
  "blob-store-file": ({ name, path, softQuota }) => name === "default" && path === "default" && isEmptyValue(softQuota),
  user: (fields) => {
    const own = Object.entries(users).find(([userId]) => userId === fields.userId)?.[1];
    const isUsable = fields.status === "active" || fields.status === "changepassword";
    return own !== undefined && isUsable && has(fields, own);
  },
  email: ({ enabled, host }) => isEmptyValue(enabled) && (isEmptyValue(host) || host === "localhost"),
  http: (fields) =>
    ["httpProxy.host", "httpsProxy.host", "nonProxyHosts", "userAgent"].every((path) =>
      isEmptyValue(getValueAt(fields, path)),
    ) && [fields.timeout ?? 20, fields.retries ?? 2].join() === "20,2",
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
    name === "Cleanup service" && enabled === true && isEmptyValue(alertEmail) && cronOf(schedule) === "0 0 1 * * ?",
};

/** Whether it is Nexus's own, which nobody can make or change, or has a reason to. */
export function isOwn({ kind, fields }: Declaration): boolean {
  if ((kind.family === "privilege" || kind.family === "role") && fields.readOnly === true) return true;
  if (kind.name === "capability") return brought.test(String(fields.notes));
  return kind.name === "license" || (kind.name === "task" && ownTasks.includes(String(fields.type)));
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
  if (!brought.test(String(notes))) return false;
  const own = broughtProperties[String(type)] ?? {};
  return enabled === true && isFields(properties) && (isEmptyValue(properties) || has(properties, own));
}

/** Notes that Nexus itself made differ from one to another, and say nothing. */
export function withoutOwnNotes(fields: Fields): Fields {
  return brought.test(String(fields.notes)) ? { ...fields, notes: null } : fields;
}

function cronOf(schedule: unknown): unknown {
  return isFields(schedule) ? schedule.cron : undefined;
}

function has(fields: Fields, own: Fields): boolean {
  return Object.entries(own).every(([name, value]) => JSON.stringify(fields[name]) === JSON.stringify(value));
}
