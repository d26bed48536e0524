/** What every Nexus brings by itself: as long as nobody has changed it, no estate need declare it. */

import type { Declaration } from "../estate/estate.ts";
import { isNothing } from "../model/comparison.ts";
import { type Fields, isFields, valueAt } from "../util/json.ts";

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
  "blob-store-file": ({ name, path, softQuota }) => name === "default" && path === "default" && isNothing(softQuota),
  user: (fields) => {
    const own = Object.entries(users).find(([userId]) => userId === fields.userId)?.[1];
    const isUsable = fields.status === "active" || fields.status === "changepassword";
    return own !== undefined && isUsable && has(fields, own);
  },
  email: ({ enabled, host }) => isNothing(enabled) && (isNothing(host) || host === "localhost"),
  http: (fields) =>
    ["httpProxy.host", "httpsProxy.host", "nonProxyHosts", "userAgent"].every((path) =>
      isNothing(valueAt(fields, path)),
    ) && [fields.timeout ?? 20, fields.retries ?? 2].join() === "20,2",
  "ssrf-protection": ({ enabled, allowedDomains, allowedIPs }) =>
    enabled === true && isNothing(allowedDomains) && isNothing(allowedIPs),
  "user-tokens": ({ enabled, protectContent, expirationEnabled }) =>
    isNothing(enabled) && isNothing(protectContent) && isNothing(expirationEnabled),
  "ip-allow-list": ({ mode }) => mode === "DISABLED",
  "iq-connection": ({ url }) => isNothing(url),
  "iq-audit": ({ enabled }) => isNothing(enabled),
  crowd: ({ url }) => isNothing(url),
  saml: ({ idpMetadata }) => isNothing(idpMetadata),
  oauth2: ({ idpJwsAlgorithm }) => isNothing(idpJwsAlgorithm),
  eula: ({ accepted }) => accepted !== true,
  "ldap-order": ({ names }) => !Array.isArray(names) || names.length < 2,
  "task-repository-cleanup": ({ name, enabled, schedule, alertEmail }) =>
    name === "Cleanup service" && enabled === true && isNothing(alertEmail) && cronOf(schedule) === "0 0 1 * * ?",
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
  return enabled === true && isFields(properties) && (isNothing(properties) || has(properties, own));
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
