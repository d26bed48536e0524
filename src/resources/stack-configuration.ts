import { z } from "zod";
import { type ClientSettings, clientSettingsSchema } from "../client-config/client-settings.ts";
import { catalogue } from "../model/catalogue.ts";
import { settingsSchema } from "../provider/settings.ts";
import { formatPath } from "../util/json.ts";
import { suggestionFor } from "../util/suggestions.ts";
import { UserError } from "../util/user-error.ts";

/** Things by their family and name, `repository/legacy-*`; a `*` stands for any characters. */
const pattern = z.string().superRefine((text, context) => {
  const families = [...new Set([...catalogue.values()].map(({ family }) => family))];
  const [family = "", ...name] = text.split("/");
  const isKnown = families.some((one) => one === family);
  if (!isKnown || !name.join("/"))
    context.addIssue({
      code: "custom",
      message: `must be such as "repository/legacy-*"${isKnown ? "" : `: there is no family "${family}"${suggestionFor(family, families)}`}`,
    });
});

/**
 * What need not be declared, as `nexus:ignore` has it.
 *
 * @throws ConfigurationError
 */
export function parseIgnorePatterns(patterns: unknown): string[] {
  const parsed = z.array(pattern).safeParse(patterns);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `nexus:ignore${formatPath(path)}: ${message}`);
  throw new ConfigurationError(lines.join("\n"));
}

/** What every program's stack may configure besides how to reach Nexus. */
export const programSchema = z.strictObject({
  /** The file in src/estates, without its ending. Default: the stack's name. */
  estate: z.string().optional(),
  /** Deletes hosted repositories and blob stores with their content when their resources go. Default: false. */
  deleteContent: z.boolean().optional(),
  /** Any text: a new one makes new passwords wherever passwords are generated. */
  rotation: z.string().optional(),
  /** The same for single users, by user id. `nexus-iac rotate` sets it, to the time. */
  rotations: z.record(z.string(), z.string().min(1)).optional(),
  /** What Nexus may have though nobody declares it: `nexus-iac drift` does not tell it. */
  ignore: z.array(pattern).optional(),
  /** Probes it after each `up` that changes what clients see; "write" also pushes a tiny image and removes it. Default: false. */
  probe: z.union([z.boolean(), z.literal("write")], 'must be true, false or "write"').optional(),
  /** How clients reach this Nexus: the address of all but Docker, and those of Docker repositories. */
  clients: clientSettingsSchema.optional(),
  /** Passwords of declared users, by user id; whose is not here gets a generated one. Secrets. */
  passwords: z.record(z.string(), z.string().min(1)).optional(),
});

/** The stack's configuration is wrong; the message names the keys and says what would be right. */
export class ConfigurationError extends UserError {
  override readonly name = "ConfigurationError";
}

/** What an estate wants configured: its own settings, and the addresses that its proxies fetch from. */
export interface ConfigurationSpec {
  settings: z.ZodRawShape;
  upstreams: readonly string[];
}

export interface StackConfiguration {
  settings: Record<string, unknown>;
  upstreams: Record<string, string>;
  /** By user id. Secrets. */
  passwords: Record<string, string>;
  clients: ClientSettings;
  probe: boolean | "write";
}

const upstreamUrl = z
  .string()
  .regex(/^https?:\/\/\S+$/, "must be an http or https URL")
  .regex(/^\w+:\/\/[^/@]*(\/|$)/, "must be without credentials: they would lie in clear in the state");

/**
 * Reads an estate's configuration from the stack's, whose values are all text, and refuses whatever nobody reads.
 *
 * @param texts - the keys of the namespace `nexus`, without it
 */
export function parseConfiguration(
  texts: Readonly<Record<string, string>>,
  wants: ConfigurationSpec,
): StackConfiguration {
  const upstreams = z.strictObject(Object.fromEntries(wants.upstreams.map((name) => [name, upstreamUrl])));
  const settings = z.strictObject(wants.settings);
  const schema: z.ZodObject = z.strictObject({
    ...settingsSchema.shape,
    ...programSchema.shape,
    ...settings.shape,
    ...(wants.upstreams.length && { upstreams }),
  });
  const values = Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, read(own(schema.shape, key), text)]),
  );
  const parsed = schema.safeParse(wants.upstreams.length ? { upstreams: {}, ...values } : values);
  if (!parsed.success)
    throw new ConfigurationError(parsed.error.issues.flatMap((issue) => inWords(issue, schema)).join("\n"));
  return {
    settings: Object.fromEntries(Object.keys(wants.settings).map((key) => [key, parsed.data[key]])),
    upstreams: (parsed.data.upstreams ?? {}) as Record<string, string>,
    passwords: (parsed.data.passwords ?? {}) as Record<string, string>,
    clients: (parsed.data.clients ?? {}) as ClientSettings,
    probe: (parsed.data.probe ?? false) as boolean | "write",
  };
}

/** Names of keys are anybody's: `toString` is none of ours. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Text stays text where the setting wants it; `30`, `true` and `{"a":1}` are what they say elsewhere. */
function read(schema: z.core.$ZodType | undefined, text: string): unknown {
  if (!schema || z.safeParse(schema, text).success) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function inWords(issue: z.core.$ZodIssue, schema: z.ZodObject): string[] {
  const key = (path: readonly PropertyKey[]) => `nexus:${formatPath(path)}`;
  if (issue.code === "unrecognized_keys") {
    const known = issue.path[0] === "upstreams" ? knownUpstreams(schema) : Object.keys(schema.shape);
    return issue.keys.map((name) => `${key([...issue.path, name])} is not a setting${suggestionFor(name, known)}`);
  }
  const isMissing = issue.code === "invalid_type" && issue.path[0] === "upstreams" && issue.path.length === 2;
  if (isMissing)
    return [
      `${key(issue.path)} is not set: where to fetch from, \`pulumi config set --path ${key(issue.path)} https://...\``,
    ];
  return [`${key(issue.path)}: ${issue.message.replace(/^./, (first) => first.toLowerCase())}`];
}

function knownUpstreams(schema: z.ZodObject): string[] {
  const { upstreams } = schema.shape;
  return upstreams instanceof z.ZodObject ? Object.keys(upstreams.shape) : [];
}
