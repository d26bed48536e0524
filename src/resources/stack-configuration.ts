import { z } from "zod";
import { type ClientSettings, clientSettingsSchema } from "../client-config/client-settings.ts";
import { catalogue } from "../model/catalogue.ts";
import { settingsSchema } from "../provider/settings.ts";
import { formatPath, getOwn, maxDepth } from "../util/json.ts";
import { describeIssue } from "../util/schema-issues.ts";
import { suggestionFor } from "../util/suggestions.ts";
import { UserError } from "../util/user-error.ts";

/** A pattern of objects by family and name: `repository/legacy-*`. `*` matches any characters. */
const ignorePattern = z.string().superRefine((text, context) => {
  const families = [...new Set([...catalogue.values()].map(({ family }) => family))];
  const [family = "", ...name] = text.split("/");
  const isKnown = families.some((known) => known === family);
  if (!isKnown || !name.join("/"))
    context.addIssue({
      code: "custom",
      message: `must be such as "repository/legacy-*"${isKnown ? "" : `; "${family}" is not a family${suggestionFor(family, families)}`}`,
    });
});

/**
 * Parses the setting `nexus:ignore`.
 *
 * @throws ConfigurationError
 */
export function parseIgnorePatterns(patterns: unknown): string[] {
  const parsed = z.array(ignorePattern).safeParse(patterns, { error: describeIssue });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `nexus:ignore${formatPath(path)}: ${message}`);
  throw new ConfigurationError(lines.join("\n"));
}

/** `pulumi config set --path nexus:rotations.ci 2` stores a number. */
const rotations = z.record(
  z.string(),
  z.union([z.string().min(1), z.number().transform(String)], "must be a text, such as a number or a date"),
);

/**
 * Parses the setting `nexus:rotations`. Absent means none.
 *
 * @throws ConfigurationError
 */
export function parseRotations(value: unknown = {}): Record<string, string> {
  assertPossibleKeys(value, ["nexus:rotations"]);
  const parsed = rotations.safeParse(value, { error: describeIssue });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `${formatPath(["nexus:rotations", ...path])}: ${message}`,
  );
  throw new ConfigurationError(lines.join("\n"));
}

/** The settings of every stack in addition to the connection (`settingsSchema`). */
export const programSchema = z.strictObject({
  /** The name of the file in src/estates, without its extension. Default: the name of the stack. */
  estate: z.string().optional(),
  /** Any text. A new value generates new passwords for all users with a generated password. */
  rotation: z.string().optional(),
  /** The same for single users, by user id. `nexus-iac rotate` sets the current time. */
  rotations: rotations.optional(),
  /** Objects that are not declared and that `nexus-iac drift` does not report. */
  ignore: z.array(ignorePattern).optional(),
  /**
   * Runs the probe after each `up` that changes something visible to clients. `write` also pushes a tiny image and removes
   * it. Default: false.
   */
  probe: z.union([z.boolean(), z.literal("write")], 'must be true, false or "write"').optional(),
  /** Addresses for clients: of Nexus, and of its Docker repositories. */
  clients: clientSettingsSchema.optional(),
  /** Passwords of declared users, by user id. Other users get a generated password. A secret. */
  passwords: z.record(z.string(), z.string().min(1)).optional(),
});

/** The configuration of the stack is invalid. The message names the keys and the valid values. */
export class ConfigurationError extends UserError {
  override readonly name = "ConfigurationError";
}

/** The configuration that an estate needs: its own settings, and the names of the upstreams of its proxies. */
export interface ConfigurationSpec {
  settings: z.ZodRawShape;
  upstreams: readonly string[];
}

/** The parsed configuration of a stack. */
export interface StackConfiguration {
  settings: Record<string, unknown>;
  /** URLs by name of the upstream. */
  upstreams: Record<string, string>;
  /** By user id. Secrets. */
  passwords: Record<string, string>;
  clients: ClientSettings;
  probe: boolean | "write";
}

const upstreamUrl = z
  .string()
  .regex(/^https?:\/\/\S+$/, "must be an http or https URL")
  .regex(/^\w+:\/\/[^/@]*(\/|$)/, "must not contain credentials, as they would be stored in the state as plain text");

/**
 * Parses the configuration of a stack for an estate. All values are text. Unknown keys are an error.
 *
 * @param texts - values by key of the namespace `nexus`, without the namespace
 * @throws ConfigurationError
 */
export function parseConfiguration(
  texts: Readonly<Record<string, string>>,
  spec: ConfigurationSpec,
): StackConfiguration {
  const upstreams = z.strictObject(Object.fromEntries(spec.upstreams.map((name) => [name, upstreamUrl])));
  const settings = z.strictObject(spec.settings);
  const schema: z.ZodObject = z.strictObject({
    ...settingsSchema.shape,
    ...programSchema.shape,
    ...settings.shape,
    ...(spec.upstreams.length && { upstreams }),
  });
  const values = Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, parseValue(getOwn(schema.shape, key), text)]),
  );
  for (const [key, value] of Object.entries(values)) assertPossibleKeys(value, [`nexus:${key}`]);
  const parsed = schema.safeParse(spec.upstreams.length ? { upstreams: {}, ...values } : values, {
    error: describeIssue,
  });
  if (!parsed.success)
    throw new ConfigurationError(parsed.error.issues.flatMap((issue) => formatIssue(issue, schema)).join("\n"));
  return {
    settings: Object.fromEntries(Object.keys(spec.settings).map((key) => [key, parsed.data[key]])),
    upstreams: (parsed.data.upstreams ?? {}) as Record<string, string>,
    passwords: (parsed.data.passwords ?? {}) as Record<string, string>,
    clients: (parsed.data.clients ?? {}) as ClientSettings,
    probe: (parsed.data.probe ?? false) as boolean | "write",
  };
}

/**
 * Refuses values that are nested too deeply to be read, and the key `__proto__`: an object cannot have it like other keys, so it
 * would have no effect.
 */
function assertPossibleKeys(value: unknown, path: readonly PropertyKey[]): void {
  if (typeof value !== "object" || value === null) return;
  if (path.length > maxDepth)
    throw new ConfigurationError(`${formatPath(path.slice(0, 1))}: has more than ${maxDepth} levels`);
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = [...path, key];
    if (key === "__proto__")
      throw new ConfigurationError(`${formatPath(innerPath)}: is not a possible name of a key or of a user`);
    assertPossibleKeys(inner, innerPath);
  }
}

/** Parses a value as JSON (`30`, `true`, `{"a":1}`), unless its schema accepts the text itself. */
function parseValue(schema: z.core.$ZodType | undefined, text: string): unknown {
  if (!schema || z.safeParse(schema, text).success) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function formatIssue(issue: z.core.$ZodIssue, schema: z.ZodObject): string[] {
  const toKey = (path: readonly PropertyKey[]) => `nexus:${formatPath(path)}`;
  if (issue.code === "unrecognized_keys") {
    const known = issue.path[0] === "upstreams" ? listUpstreams(schema) : Object.keys(schema.shape);
    return issue.keys.map((name) => `${toKey([...issue.path, name])} is not a setting${suggestionFor(name, known)}`);
  }
  const isMissingUpstream = issue.code === "invalid_type" && issue.path[0] === "upstreams" && issue.path.length === 2;
  if (isMissingUpstream) {
    const key = toKey(issue.path);
    return [`${key} is not set; set the URL of the upstream with \`pulumi config set --path ${key} https://...\``];
  }
  return [`${toKey(issue.path)}: ${issue.message}`];
}

function listUpstreams(schema: z.ZodObject): string[] {
  const { upstreams } = schema.shape;
  return upstreams instanceof z.ZodObject ? Object.keys(upstreams.shape) : [];
}
