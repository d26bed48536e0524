import { parseDocument, type ScalarTag } from "yaml";
import { type Fields, isFields, type Json } from "../../util/json.ts";
import { UsageError } from "../../util/user-error.ts";

/** Stands for a value that ansible-vault encrypted within the file. */
const encryptedValue = "a value that is encrypted with ansible-vault";

const vaultTag: ScalarTag = { tag: "!vault", resolve: () => encryptedValue };

/** A value of which Ansible computes a part when it runs. */
const template = /\{\{[\s\S]*?\}\}|\{%/;

/**
 * Parses a file of Ansible variables: a mapping, or plays with `vars`. Templates that name another variable of the file, such as
 * `{{ nexus_blob_names.raw.blob }}`, are replaced by its value.
 *
 * @param source - the name of the input, for errors
 * @param defaults - the values of variables that the file does not have
 * @throws UsageError if the text is something else
 */
export function parseAnsibleVariables(text: string, source: string, defaults: Fields): Fields {
  if (/^\s*\$ANSIBLE_VAULT;/.test(text))
    throw new UsageError(
      `${source} is encrypted with ansible-vault. Decrypt it: ansible-vault view FILE > variables.yml`,
    );
  const document = parseDocument(text, { customTags: [vaultTag] });
  const [error] = document.errors;
  // The parser reports a stack overflow as an error of the document.
  if (error?.message.includes("call stack")) throw new UsageError(`${source} is nested too deeply`);
  if (error) throw new UsageError(`${source} is not YAML: ${error.message.split("\n")[0]?.replace(/:$/, "")}`);
  const content: Json = document.toJS();
  const variables = isFields(content) ? content : mergeVariables(content);
  const isOfRole = Object.keys(variables).some((name) => name.startsWith("nexus_") || name === "ldap_connections");
  if (!isOfRole)
    throw new UsageError(
      `${source} has no variables of the role nexus3-oss, such as nexus_roles or nexus_repos_maven_hosted. Give the file that defines them, such as group_vars/nexus.yml`,
    );
  return resolveRoleVariables(variables, variables, defaults);
}

/** Replaces the templates in values by the variables that they name. */
export function resolveRoleVariables(values: Fields, variables: Fields, defaults: Fields): Fields {
  const known = { ...defaults, ...variables };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolveTemplates(value, known)]));
}

/** Returns the variables of plays and of the roles in them. */
function mergeVariables(content: Json): Fields {
  if (Array.isArray(content)) return Object.assign({}, ...content.map(mergeVariables));
  if (!isFields(content)) return {};
  const { vars, roles, ...others } = content;
  const own = "role" in content ? others : {};
  return { ...own, ...(isFields(vars) && vars), ...mergeVariables(roles ?? null) };
}

function resolveTemplates(value: Json | undefined, known: Fields): Json {
  if (typeof value === "string") return resolveText(value, known);
  if (Array.isArray(value)) return value.map((item) => resolveTemplates(item, known));
  if (!isFields(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolveTemplates(inner, known)]));
}

/** The depth to which variables may name each other. */
const maxDepth = 8;

function resolveText(text: string, known: Fields, depth = 0): Json {
  const [, whole] = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(text) ?? [];
  const find = (path: string): Json | undefined => {
    const value = path
      .split(".")
      .reduce<Json | undefined>((inner, name) => (isFields(inner) ? inner[name] : undefined), known);
    return typeof value === "string" && depth < maxDepth ? resolveText(value, known, depth + 1) : value;
  };
  if (whole !== undefined) return find(whole) ?? text;
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (match, path: string) => {
    const value = find(path);
    return typeof value === "string" || typeof value === "number" ? String(value) : match;
  });
}

/** Returns the reason why a value is not known, at any depth; undefined if it is. */
export function findUnknownValue(value: Json | undefined): string | undefined {
  if (typeof value === "string") {
    if (value === encryptedValue) return encryptedValue;
    const [match] = template.exec(value) ?? [];
    return match === undefined ? undefined : `the template ${match}`;
  }
  if (typeof value !== "object" || value === null) return undefined;
  return Object.values(value)
    .map(findUnknownValue)
    .find((reason) => reason !== undefined);
}
