import { isRegistryFormat, readConnectorSettings } from "../docker/connector-settings.ts";
import { type BeanViolation, javaException, messageError, validationError } from "../http/responses.ts";
import { shuffle } from "../java-hash-order.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { RepositoryConfiguration, RepositoryRecord, RepositoryType } from "../state.ts";

/** Name, format and type of the repository that gets a configuration; the request's path can belong to another recipe. */
export interface RepositoryIdentity {
  readonly name: string;
  readonly format: string;
  readonly type: RepositoryType;
}

/** Validates a group's members against the format of the request's path, before the permission is checked (3.71). */
export function validateMembers(nexus: Nexus, format: string, { attributes }: RepositoryConfiguration): void {
  const names = attributes.group?.memberNames;
  if (!Array.isArray(names)) return;
  if (names.some((name) => name === null || name === "")) throw javaException("java.lang.NullPointerException");
  const violations: BeanViolation[] = [];
  for (const name of names.map(String)) {
    const member = nexus.findRepository(name);
    const message = !member
      ? `Member repository does not exist: ${name}`
      : member.format !== format
        ? `Member repository format does not match group repository format: ${name}`
        : undefined;
    if (message !== undefined) violations.push({ id: "HelperBean.memberNames", message });
  }
  if (violations.length > 0) throw validationError(violations);
}

/** Validates a configuration as the repository's facets do. A PUT through the path of another type fails here (3.77). */
export function validateFacets(nexus: Nexus, target: RepositoryIdentity, configuration: RepositoryConfiguration): void {
  validateWritePolicy(nexus, target, configuration);
  validateVersionPolicy(nexus, target, configuration);
  const violations = [
    ...(target.type === "proxy" ? findProxyViolations(nexus, target, configuration) : []),
    ...(target.type === "group" ? findCycleViolations(nexus, target, configuration) : []),
    ...findPortViolations(nexus, target, configuration),
    ...findCleanupViolations(nexus, target, configuration),
  ];
  if (violations.length > 0) throw validationError(violations);
}

const facetError = (message: string) => messageError(400, `Failed to validate facets; 1 failure\n${message}`);

function enumValueError(java: string, value: string, values: readonly string[], chain: string) {
  return facetError(
    `Cannot deserialize value of type \`${java}\` from String "${value}": not one of the values accepted for Enum class: ` +
      `[${shuffle(values).join(", ")}]\n at [Source: UNKNOWN; byte offset: #UNKNOWN] (through reference chain: ${chain})`,
  );
}

function validateWritePolicy(
  nexus: Nexus,
  { format, type }: RepositoryIdentity,
  { attributes }: RepositoryConfiguration,
): void {
  if (type !== "hosted") return;
  const policy = attributes.storage?.writePolicy ?? null;
  if (policy === null) {
    throw validationError([{ id: "Config.attributes[storage].writePolicy", message: "must not be null" }]);
  }
  const values = ["ALLOW", "ALLOW_ONCE", "DENY"];
  // 3.71 has one more value.
  if (!isAtLeast(nexus.release, "3.77")) values.push("REPLICATION_ONLY");
  // Docker repositories require upper case from 3.87 on (from other clients' tests, not measured).
  const strict = isRegistryFormat(format) && isAtLeast(nexus.release, "3.87");
  if (values.includes(strict ? String(policy) : String(policy).toUpperCase())) return;
  // Jackson reads digits as the position of a value (3.71).
  if (/^\d+$/.test(String(policy)) && values[Number(policy)] !== undefined) return;
  const chain = 'org.sonatype.nexus.repository.content.facet.ContentFacetSupport$Config["writePolicy"]';
  throw enumValueError("org.sonatype.nexus.repository.config.WritePolicy", String(policy), values, chain);
}

/** Validates Maven's version policy, ignoring case. 3.71 does it here, later releases when they validate the request. */
function validateVersionPolicy(
  nexus: Nexus,
  { format }: RepositoryIdentity,
  { attributes }: RepositoryConfiguration,
): void {
  const policy = attributes.maven?.versionPolicy ?? null;
  if (format !== "maven2" || policy === null || isAtLeast(nexus.release, "3.77")) return;
  const values = ["MIXED", "SNAPSHOT", "RELEASE"];
  if (values.includes(String(policy).toUpperCase())) return;
  const chain = 'org.sonatype.nexus.content.maven.internal.recipe.MavenContentFacetImpl$Config["versionPolicy"]';
  throw enumValueError("org.sonatype.nexus.repository.maven.VersionPolicy", String(policy), values, chain);
}

function findProxyViolations(
  nexus: Nexus,
  target: RepositoryIdentity,
  { attributes }: RepositoryConfiguration,
): BeanViolation[] {
  const violations: BeanViolation[] = [];
  const remoteUrl = attributes.proxy?.remoteUrl ?? null;
  if (remoteUrl === null) {
    violations.push({ id: "ProxyConfig.attributes[proxy].remoteUrl", message: "must not be null" });
  } else if (!/^https?:\/\/[^/]/i.test(String(remoteUrl))) {
    const message = "URL should be in the format 'http://www.example.com'";
    violations.push({ id: "ProxyConfig.attributes[proxy].remoteUrl", message });
  }
  const timeToLive = attributes.negativeCache?.timeToLive;
  if (typeof timeToLive === "number" && timeToLive < 0) {
    const message = "must be greater than or equal to 0";
    violations.push({ id: "Config.attributes[negativeCache].timeToLive", message });
  }
  const authentication = attributes.httpClient?.authentication;
  if (isObject(authentication)) {
    violations.push(...findAuthenticationViolations(nexus, authentication));
    // 3.71: formats with pre-emptive authentication require https for it.
    if (authentication.preemptive === true && target.type === "proxy" && !/^https:/i.test(String(remoteUrl))) {
      const message = "Pre-emptive authentication is allowed only when using HTTPS remote URL";
      violations.push({ id: "HelperBean.attributes.httpclient.authentication.preemptive", message });
    }
  }
  return violations;
}

interface AuthenticationType {
  readonly bean: string;
  readonly names: readonly string[];
  readonly secret: string;
}

const AUTHENTICATION_TYPES: Readonly<Record<string, AuthenticationType>> = {
  username: { bean: "UsernameAuthenticationConfiguration", names: ["username"], secret: "password" },
  ntlm: { bean: "NtlmAuthenticationConfiguration", names: ["username"], secret: "password" },
  bearerToken: { bean: "BearerTokenAuthenticationConfiguration", names: [], secret: "bearerToken" },
};

/** The secret is required in every request, although GET never returns it (3.77): not blank on 3.71, not null from 3.77 on. */
function findAuthenticationViolations(nexus: Nexus, authentication: JsonObject): BeanViolation[] {
  const kind = AUTHENTICATION_TYPES[String(authentication.type)];
  if (!kind) {
    const chain = 'org.sonatype.nexus.repository.httpclient.internal.HttpClientFacetImpl$Config["authentication"]';
    throw facetError(
      `Unknown AuthenticationConfiguration type: ${authentication.type} (through reference chain: ${chain})`,
    );
  }
  const id = (field: string): string => `${kind.bean}.attributes[httpclient].authentication.${field}`;
  const isBlank = (field: string): boolean => String(authentication[field] ?? "").trim() === "";
  const violations = kind.names.filter(isBlank).map((name) => ({ id: id(name), message: "must not be blank" }));
  const { secret } = kind;
  if (!isAtLeast(nexus.release, "3.77")) {
    if (isBlank(secret)) violations.push({ id: id(secret), message: "must not be blank" });
  } else if ((authentication[secret] ?? null) === null)
    violations.push({ id: id(secret), message: "must not be null" });
  return violations;
}

function findCycleViolations(
  nexus: Nexus,
  target: RepositoryIdentity,
  { attributes }: RepositoryConfiguration,
): BeanViolation[] {
  const self = target.name.toLowerCase();
  const containsTarget = (repository: RepositoryRecord | undefined, seen: Set<string>): boolean => {
    if (!repository || seen.has(repository.name)) return false;
    seen.add(repository.name);
    if (repository.name.toLowerCase() === self) return true;
    return nexus.memberNames(repository).some((name) => containsTarget(nexus.findRepository(name), seen));
  };
  return nexus
    .memberNames({ attributes })
    .filter((name) => containsTarget(nexus.findRepository(name), new Set()))
    .map((name) => ({
      id: "HelperBean.group.memberNames",
      message: `Group '${name}' has a member repository '${target.name}' and cannot be added to this list.`,
    }));
}

/**
 * Finds connector ports that are in use. Nexus rejects them; the id and the message were not measured and follow those of the
 * pre-emptive authentication check above, which Nexus makes in the same place.
 */
function findPortViolations(
  nexus: Nexus,
  target: RepositoryIdentity,
  { attributes }: RepositoryConfiguration,
): BeanViolation[] {
  const usedPorts = new Set<unknown>([nexus.port]);
  for (const other of nexus.state.repositories) {
    if (other.name === target.name) continue;
    const { httpPort, httpsPort } = readConnectorSettings(other) ?? {};
    for (const port of [httpPort, httpsPort]) usedPorts.add(port);
  }
  const violations: BeanViolation[] = [];
  for (const field of ["httpPort", "httpsPort"]) {
    const port = readConnectorSettings({ ...target, attributes })?.[field] ?? null;
    if (typeof port !== "number") continue;
    const id = `HelperBean.attributes.${target.format}.${field}`;
    if (port < 1 || port > 65535) violations.push({ id, message: "must be between 1 and 65535" });
    else if (usedPorts.has(port)) violations.push({ id, message: `Port ${port} is already in use` });
    usedPorts.add(port);
  }
  return violations;
}

/** Finds policies of another format, and from 3.85 on unknown ones (3.77: accepted and stored). */
function findCleanupViolations(
  nexus: Nexus,
  target: RepositoryIdentity,
  { attributes }: RepositoryConfiguration,
): BeanViolation[] {
  const names = (attributes.cleanup?.policyNames ?? []) as string[];
  const violations: BeanViolation[] = [];
  for (const name of names) {
    const policy = nexus.state.cleanupPolicies.find((policy) => policy.name === name);
    const { format } = target;
    let message: string | undefined;
    if (policy && policy.format !== "*" && policy.format !== format) {
      message =
        `Repository ${target.name} is of format type ${format}, ` +
        `unable to assign cleanup policy ${name} of format type ${policy.format}`;
    } else if (!policy && isAtLeast(nexus.release, "3.85")) message = `Cleanup Policy '${name}' does not exist.`;
    if (message !== undefined) violations.push({ id: "HelperBean.cleanup", message });
  }
  return violations;
}
