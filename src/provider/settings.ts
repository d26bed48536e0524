import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ClientCertificate, Connection } from "../client/connection.ts";
import { isSameAddress } from "../model/nexus-address.ts";
import { parseServer, type Server } from "../util/release.ts";
import { describeIssue } from "../util/schema-issues.ts";
import { UserError } from "../util/user-error.ts";

const flag = z.enum(["true", "false"], 'must be "true" or "false"').transform((text) => text === "true");
const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be from ${minimum} to ${maximum}`);

/** Allows the address of a Nexus without credentials and query: credentials have keys of their own, which are secrets. */
function validateAddress(text: string, context: z.core.$RefinementCtx<string>): void {
  const url = /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (!url) refuse("must be an http or https URL, such as https://nexus.example");
  else if (url.username || url.password)
    refuse("must not contain credentials: set nexus:username and nexus:password instead");
  else if (url.search || url.hash) refuse("must not contain a query or fragment");
  else {
    const [below] = /\/(?:service\/(?:rest|extdirect|rapture)|repository)(?:\/.*)?$/.exec(url.pathname) ?? [];
    if (below)
      refuse(
        `must be the address of Nexus itself, ${url.origin}${url.pathname.slice(0, -below.length)}, without "${below}": nexus-iac adds the paths of the API`,
      );
  }
}

/**
 * The connection to one Nexus and what the provider may do there: the keys of a stack's configuration (`nexus:url`, ...)
 * and of a `Provider`. Configuration is text, so the values are parsed from text.
 */
export const settingsSchema = z.strictObject({
  /** http or https, with the context path if Nexus has one. */
  url: z.string().superRefine(validateAddress).optional(),
  username: z.string().min(1).optional(),
  /** A secret. */
  password: z.string().min(1).optional(),
  /** The password of a new Nexus, which `password` replaces. A secret. */
  initialPassword: z.string().min(1).optional(),
  /** The file with the initial password, Nexus's own `admin.password`; relative to the project's folder. */
  initialPasswordFile: z.string().min(1).optional(),
  /** A PEM file of certificates that are trusted in addition to the system's; relative to the project's folder. */
  caFile: z.string().min(1).optional(),
  /** A PEM file with the certificate that a reverse proxy asks for (mutual TLS); relative to the project's folder. */
  clientCert: z.string().min(1).optional(),
  /** The PEM file with the key of `clientCert`, without a passphrase; relative to the project's folder. */
  clientKey: z.string().min(1).optional(),
  /** Disables the verification of the server's certificate: the password can be intercepted. Default: false. */
  insecure: flag.optional(),
  /** The release of Nexus, if a reverse proxy removes the header with it: `3.94.0` or `3.94.0 PRO`. */
  release: z
    .string()
    .refine((text) => parseServer(text).release !== undefined, 'must be a release, such as "3.94.0" or "3.94.0 PRO"')
    .optional(),
  /** Previews do not read from Nexus. Default: false. */
  offline: flag.optional(),
  /** The handling of an existing object with a declared name: `adopt` (default) or `fail`. */
  onConflict: z.enum(["adopt", "fail"]).optional(),
  /** Keeps adopted objects in Nexus when their resources are deleted. Default: false. */
  keepAdopted: flag.optional(),
  /** Deletes hosted repositories and blob stores with their content. Default: false, they are kept in Nexus. */
  deleteContent: flag.optional(),
  /** Allows to take a connector port from a repository that the program does not declare. Default: false. */
  takePorts: flag.optional(),
  /** The number of concurrent requests, 1 to 64. Default: 16. */
  parallel: wholeNumber(1, 64).optional(),
  /** The time to wait for a response, in seconds, 1 to 3600. Default: 60. */
  timeout: wholeNumber(1, 3600).optional(),
  /** The time in which requests are repeated while Nexus is unavailable, in seconds, 0 to 3600. Default: 180. */
  retryFor: wholeNumber(0, 3600).optional(),
});

/** The default of `retryFor`, in seconds: a Nexus with much data needs two minutes for a restart. */
const defaultRetryFor = 180;

export type SettingKey = keyof typeof settingsSchema.shape;
export const settingKeys = Object.keys(settingsSchema.shape) as SettingKey[];
/** The key that marks an explicit `Provider`: the variables of the environment apply to the stack's own Nexus only. */
export const explicitProviderKey = "nexus:provider";

/** The configured values, as text. */
export type SettingTexts = Partial<Record<SettingKey, string>>;

/** The settings that every request needs. */
export type RequiredSetting = "url" | "username" | "password";

/** The parsed settings, with the environment and the defaults applied. */
export interface Settings {
  /** Absent if no URL is set: updates fail, and previews do not read from Nexus. */
  connection?: Connection;
  /** The settings without which no request can be sent and that are not set. */
  missing: readonly RequiredSetting[];
  /** Returns the password of a new Nexus. It is read when needed, as Nexus deletes the file later. */
  initialPassword?: () => string;
  server: Server;
  offline: boolean;
  onConflict: "adopt" | "fail";
  keepAdopted: boolean;
  deleteContent: boolean;
  takePorts: boolean;
}

/** A setting is missing or wrong. The message names the key and the valid values. */
export class SettingsError extends UserError {
  override readonly name = "SettingsError";
}

/** The variables of the environment that are settings. */
export interface SettingsEnvironment {
  NEXUS_URL?: string | undefined;
  NEXUS_USERNAME?: string | undefined;
  NEXUS_PASSWORD?: string | undefined;
  NEXUS_INITIAL_PASSWORD?: string | undefined;
}

/**
 * Parses the configuration and merges the environment into it. NEXUS_USERNAME, NEXUS_PASSWORD and NEXUS_INITIAL_PASSWORD
 * take precedence, so that a rotated password needs no change of the stack. NEXUS_URL is used only if no URL is
 * configured: a different one is most likely left over from work on another stack, and is an error.
 *
 * @example resolveSettings({ url: "https://nexus.example", username: "admin" }, process.env)
 * @throws SettingsError
 */
export function resolveSettings(texts: SettingTexts, environment: SettingsEnvironment): Settings {
  const parsed = settingsSchema.safeParse(texts, { error: describeIssue });
  if (!parsed.success)
    throw new SettingsError(
      parsed.error.issues.map(({ path, message }) => `nexus:${path.join(".")} ${message}`).join("; "),
    );
  const {
    caFile,
    clientCert,
    clientKey,
    insecure,
    release,
    parallel,
    timeout,
    retryFor = defaultRetryFor,
    ...rest
  } = parsed.data;
  const url = resolveUrl(rest.url, environment.NEXUS_URL);
  const clientCertificate = readClientCertificate(clientCert, clientKey, url === undefined ? [] : [url]);
  const server = release === undefined ? {} : parseServer(release);
  const username = environment.NEXUS_USERNAME || rest.username;
  const password = environment.NEXUS_PASSWORD || rest.password;
  const initialPassword = resolveInitialPassword(
    environment.NEXUS_INITIAL_PASSWORD || rest.initialPassword,
    rest.initialPasswordFile,
  );
  const settings: Settings = {
    ...(initialPassword && { initialPassword }),
    missing: (["url", "username", "password"] as const).filter(
      (key) => ({ url, username, password })[key] === undefined,
    ),
    server,
    offline: rest.offline ?? false,
    onConflict: rest.onConflict ?? "adopt",
    keepAdopted: rest.keepAdopted ?? false,
    deleteContent: rest.deleteContent ?? false,
    takePorts: rest.takePorts ?? false,
  };
  if (url === undefined) return settings;
  const connection: Connection = {
    url,
    server,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(caFile !== undefined && { ca: readCertificates(caFile, "nexus:caFile") }),
    ...(clientCertificate && { clientCertificate }),
    ...(insecure && { insecure }),
    ...(parallel !== undefined && { parallel }),
    ...(timeout !== undefined && { timeout }),
    retry: { retryFor: retryFor * 1000 },
  };
  return { ...settings, connection };
}

function resolveInitialPassword(password: string | undefined, file: string | undefined): (() => string) | undefined {
  if (password !== undefined) return () => password;
  return file === undefined ? undefined : () => readInitialPassword(file);
}

function readInitialPassword(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new SettingsError(`Nexus refuses nexus:password, and nexus:initialPasswordFile ${file} cannot be read`);
  }
}

function resolveUrl(configured: string | undefined, fromEnvironment: string | undefined): string | undefined {
  const issue =
    fromEnvironment && settingsSchema.shape.url.safeParse(fromEnvironment, { error: describeIssue }).error?.issues[0];
  if (issue) throw new SettingsError(`NEXUS_URL ${issue.message}`);
  if (configured !== undefined && fromEnvironment && !isSameAddress(configured, fromEnvironment))
    throw new SettingsError(
      `NEXUS_URL is ${fromEnvironment}, but nexus:url of this stack is ${configured}. Unset NEXUS_URL, or select the stack that it belongs to`,
    );
  return configured ?? (fromEnvironment || undefined);
}

/**
 * Reads the certificate with which the client identifies itself, and its key. Both files must be set, or none.
 *
 * @param servers - the addresses that it is presented to
 * @throws SettingsError
 */
export function readClientCertificate(
  certFile: string | undefined,
  keyFile: string | undefined,
  servers: readonly string[],
): ClientCertificate | undefined {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    const [set, missing] = certFile === undefined ? ["clientKey", "clientCert"] : ["clientCert", "clientKey"];
    throw new SettingsError(`nexus:${set} is set without nexus:${missing}. Set both, or none`);
  }
  const key = readSettingsFile(keyFile, "nexus:clientKey");
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key))
    throw new SettingsError(
      `nexus:clientKey ${keyFile} contains no private key in PEM form (-----BEGIN PRIVATE KEY-----)`,
    );
  return { cert: readCertificates(certFile, "nexus:clientCert"), key, servers };
}

/**
 * Reads a file of certificates in PEM form.
 *
 * @param option - the option or key that names the file, for errors: `nexus:caFile`
 * @throws SettingsError if it cannot be read or contains no certificate
 */
export function readCertificates(file: string, option: string): string {
  const text = readSettingsFile(file, option);
  if (!text.includes("-----BEGIN CERTIFICATE-----"))
    throw new SettingsError(`${option} ${file} contains no certificate in PEM form (-----BEGIN CERTIFICATE-----)`);
  return text;
}

function readSettingsFile(file: string, option: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new SettingsError(`${option} ${file} cannot be read`);
  }
}
