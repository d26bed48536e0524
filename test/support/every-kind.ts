/** A program that declares one resource of every kind that a release and edition supports. */
import fc from "fast-check";
import { catalogue } from "../../src/model/catalogue.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import { containsSecret } from "../../src/model/shape.ts";
import { type Fields, isFields } from "../../src/util/json.ts";
import type { Server } from "../../src/util/release.ts";
import { declarationOf, identityFor, type Names } from "./declarations.ts";

/**
 * Excluded kinds: `realms` could lock out the test, `ldap-order` names all LDAP servers, whose number grows with each
 * release here, and `capability` is generated with a type that has its own kind.
 */
const excludedKinds = ["realms", "ldap-order", "capability"];

/** Users of external sources, which Nexus finds and nexus-iac does not create. */
export const externalUsers = (["LDAP", "SAML", "Crowd"] as const).map((source) => ({
  source,
  userId: `every-external-user-${source.toLowerCase()}`,
}));

/** Returns the kinds that a server supports, without the excluded ones. */
export function listKinds(server: Server): Kind[] {
  return [...catalogue.values()].filter(
    (kind) => !excludedKinds.includes(kind.name) && !unsupportedBy(server, kind, {}).length,
  );
}

/**
 * Returns the same declaration for the same number. Ports are omitted, as two kinds might get the same one, and
 * `httpClient`, as credentials that were set manually are not changed.
 */
export function createSample(kind: Kind, names: Names, number: number): Fields {
  const identity = identityFor(kind, `every-${kind.name}`, names);
  const sample = (seed: number) => fc.sample(declarationOf(kind, identity, names), { seed, numRuns: 1 })[0] ?? {};
  const [first, own] = [sample(1), sample(number)];
  const fields = { ...own, ...Object.fromEntries(listSecretFields(kind).map((name) => [name, first[name]])) };
  if (kind.name === "oauth2") fields.clientSecret ??= null;
  const { docker: _docker, oci: _oci, dockerProxy: _dockerProxy, httpClient: _httpClient, ...others } = fields;
  const { bucketConfiguration } = others;
  if (kind.name !== "blob-store-google" || !isFields(bucketConfiguration)) return others;
  const { bucketSecurity: _security, ...bucket } = bucketConfiguration;
  return { ...others, bucketConfiguration: bucket };
}

/** The fields that all samples have from the first one, as an update that does not declare a manually set secret is refused. */
function listSecretFields({ name, shape }: Kind): string[] {
  const own: Readonly<Record<string, string[]>> = {
    "ldap-server": ["authScheme", "authRealm", "authUsername", "authPassword"],
    oauth2: ["clientId", "clientSecret"],
  };
  const blocks = Object.entries(shape.fields ?? {}).filter(([, field]) => field.fields && containsSecret(field));
  return [...blocks.map(([block]) => block), ...(own[name] ?? [])];
}

/** Returns the text of a program with these resources, and the existing objects that they may refer to. */
export function createProgramText(declared: { kind: Kind; fields: Fields }[], names: Names): string {
  const existing = [
    ...Object.entries(names.repository).flatMap(([format, all]) =>
      all.map((name) => `existing.repository(${JSON.stringify(name)}, { format: "${format}", type: "hosted" });`),
    ),
    ...names.proxy.map((name) => `existing.repository("${name}", { format: "raw", type: "proxy" });`),
    ...names.memberBlobStores.map((name) => `existing.blobStore("${name}");`),
    ...names.script.map((name) => `existing.script("${name}");`),
    ...["maven-releases", "maven-central"].map(
      (name) =>
        `existing.repository("${name}", { format: "maven2", type: "${name.endsWith("l") ? "proxy" : "hosted"}" });`,
    ),
    ...names.cleanupPolicy.map((name) => `existing.cleanupPolicy("${name}", { format: "*" });`),
    ...names.role.map((name) => `existing.role("${name}");`),
    ...names.contentSelector.map((name) => `existing.contentSelector("${name}");`),
    ...names.routingRule.map((name) => `existing.routingRule("${name}");`),
  ];
  const resources = declared.map(
    ({ kind, fields }) => `new ${getClassName(kind)}("${kind.name}", ${JSON.stringify(fields)});`,
  );
  return ['import * as nexus from "nexus-iac";', "const { existing } = nexus;", ...existing, ...resources].join("\n");
}

/** Returns the class of a kind: `nexus.docker.Hosted` for `docker:Hosted`, `nexus.Role` for `nexus:Role`. */
function getClassName({ token }: Kind): string {
  return `nexus.${token.replace(/^nexus:/, "").replace(":", ".")}`;
}
