import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Connection } from "../client/connection.ts";
import { isSameAddress } from "../model/nexus-address.ts";
import { parseServer, type Server } from "../util/release.ts";
import { UserError } from "../util/user-error.ts";

const flag = z.enum(["true", "false"], 'must be "true" or "false"').transform((text) => text === "true");
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`);

/** Where a Nexus is, and nothing else: who comes is told by settings of their own, which are kept as secrets. */
function addressOnly(text: string, context: z.core.$RefinementCtx<string>): void {
  const url = /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (!url) refuse("must be an http or https URL, such as https://nexus.example");
  else if (url.username || url.password)
    refuse("must be without credentials: they are nexus:username and nexus:password");
  else if (url.search || url.hash) refuse("must be without a query: Nexus's address alone");
}

/**
 * How to reach one Nexus, and what may be done to it: the keys of a stack's configuration (`nexus:url`, ...), and of a
 * `Provider`. Configuration is text, so these are parsed from text.
 */
export const settingsSchema = z.strictObject({
  /** http or https, with the context path where Nexus has one. */
  url: z.string().superRefine(addressOnly).optional(),
  username: z.string().min(1).optional(),
  /** A secret. */
  password: z.string().min(1).optional(),
  /** What `password` takes the place of, on a Nexus that was just installed. A secret. */
  initialPassword: z.string().min(1).optional(),
  /** The file that has it: Nexus's own `admin.password`; relative to the project's folder. */
  initialPasswordFile: z.string().min(1).optional(),
  /** A PEM file of certificates that are trusted beside the system's; relative to the project's folder. */
  caFile: z.string().min(1).optional(),
  /** Does not check the server's certificate: whoever sits between can read the password. Default: false. */
  insecure: flag.optional(),
  /** What Nexus is, where a reverse proxy strips the header that says it: `3.94.0` or `3.94.0 PRO`. */
  release: z
    .string()
    .refine((text) => parseServer(text).release !== undefined, 'must be a release, such as "3.94.0" or "3.94.0 PRO"')
    .optional(),
  /** Previews never look at Nexus. Default: false. */
  offline: flag.optional(),
  /** What to do when Nexus has something of a declared name already: `adopt` it (default) or `fail`. */
  onConflict: z.enum(["adopt", "fail"]).optional(),
  /** Takes a connector's port from a repository that the program does not declare. Default: false. */
  takePorts: flag.optional(),
  /** Requests under way at once, 1 to 64. Default: 16. */
  parallel: whole(1, 64).optional(),
  /** Seconds to wait for an answer, 1 to 3600. Default: 60. */
  timeout: whole(1, 3600).optional(),
});

export type SettingKey = keyof typeof settingsSchema.shape;
export const settingKeys = Object.keys(settingsSchema.shape) as SettingKey[];
/** A `Provider` of one's own is marked with its name: the environment's variables are for the stack's own Nexus. */
export const explicitProviderKey = "nexus:provider";

/** As configured: text, or nothing. */
export type SettingTexts = Partial<Record<SettingKey, string>>;

export interface Settings {
  /** Absent: nothing can be done, and previews cannot look. */
  connection?: Connection;
  /** The password of a Nexus that was just installed; read where it is wanted, as Nexus deletes the file. */
  initialPassword?: () => string;
  server: Server;
  offline: boolean;
  onConflict: "adopt" | "fail";
  takePorts: boolean;
}

/** A setting is missing or wrong; the message names it and says what would be right. */
export class SettingsError extends UserError {
  override readonly name = "SettingsError";
}

export interface SettingsEnvironment {
  NEXUS_URL?: string | undefined;
  NEXUS_USERNAME?: string | undefined;
  NEXUS_PASSWORD?: string | undefined;
  NEXUS_INITIAL_PASSWORD?: string | undefined;
}

/**
 * Joins what is configured with the environment. NEXUS_USERNAME, NEXUS_PASSWORD and NEXUS_INITIAL_PASSWORD win, so that a rotated password
 * needs no change of the stack. NEXUS_URL only fills what is left out: one that differs from the stack's is most likely
 * left over from work on another environment, and is refused.
 */
export function resolveSettings(texts: SettingTexts, environment: SettingsEnvironment): Settings {
  const parsed = settingsSchema.safeParse(texts);
  if (!parsed.success)
    throw new SettingsError(
      parsed.error.issues.map(({ path, message }) => `nexus:${path.join(".")} ${message}`).join("; "),
    );
  const { url, username, password, caFile, insecure, release, parallel, timeout, ...rest } = parsed.data;
  const place = environmentUrl(url, environment.NEXUS_URL);
  const server = release === undefined ? {} : parseServer(release);
  const name = environment.NEXUS_USERNAME || username;
  const secret = environment.NEXUS_PASSWORD || password;
  const initialPassword = initial(environment.NEXUS_INITIAL_PASSWORD || rest.initialPassword, rest.initialPasswordFile);
  const settings: Settings = {
    ...(initialPassword && { initialPassword }),
    server,
    offline: rest.offline ?? false,
    onConflict: rest.onConflict ?? "adopt",
    takePorts: rest.takePorts ?? false,
  };
  if (place === undefined) return settings;
  const connection: Connection = {
    url: place,
    server,
    ...(name !== undefined && { username: name }),
    ...(secret !== undefined && { password: secret }),
    ...(caFile !== undefined && { ca: readCertificates(caFile, "nexus:caFile") }),
    ...(insecure && { insecure }),
    ...(parallel !== undefined && { parallel }),
    ...(timeout !== undefined && { timeout }),
  };
  return { ...settings, connection };
}

function initial(password: string | undefined, file: string | undefined): (() => string) | undefined {
  if (password !== undefined) return () => password;
  return file === undefined ? undefined : () => readPassword(file);
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new SettingsError(`nexus:password is refused, and nexus:initialPasswordFile ${file} cannot be read`);
  }
}

function environmentUrl(configured: string | undefined, given: string | undefined): string | undefined {
  const wrong = given && settingsSchema.shape.url.safeParse(given).error?.issues[0];
  if (wrong) throw new SettingsError(`the environment's NEXUS_URL ${wrong.message}`);
  if (configured !== undefined && given && !isSameAddress(configured, given))
    throw new SettingsError(
      `the environment's NEXUS_URL is ${given}, but nexus:url of this stack is ${configured}: unset NEXUS_URL, or select the stack it belongs to`,
    );
  return configured ?? (given || undefined);
}

/**
 * Certificates (PEM) of a file.
 *
 * @param called - what named the file: `nexus:caFile`
 * @throws SettingsError
 */
export function readCertificates(file: string, called: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new SettingsError(`${called} ${file} cannot be read`);
  }
  if (!text.includes("-----BEGIN CERTIFICATE-----"))
    throw new SettingsError(`${called} ${file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`);
  return text;
}
