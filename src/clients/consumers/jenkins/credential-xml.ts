import { getOwn } from "../../../util/json.ts";

/** A username with password of Jenkins's credentials plugin. */
export interface JenkinsCredential {
  id: string;
  username: string;
  password: string;
  description: string;
}

/** The fields of a stored credential that Jenkins returns. It never returns the password. */
export interface StoredCredential {
  /** True if the credential is a username with password. */
  isUsernamePassword: boolean;
  username: string;
  description: string;
}

const className = "com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl";

/** Formats a new credential for all jobs of its folder. */
export function createCredentialXml({ id, username, password, description }: JenkinsCredential): string {
  return [
    `<${className}>`,
    "  <scope>GLOBAL</scope>",
    `  ${formatElement("id", id)}`,
    `  ${formatElement("description", description)}`,
    `  ${formatElement("username", username)}`,
    `  ${formatElement("password", password)}`,
    `</${className}>`,
  ].join("\n");
}

/** Replaces username and password in the XML of a stored credential, and keeps everything else. */
export function updateCredentialXml(document: string, { username, password }: JenkinsCredential): string {
  return document
    .replace(createElementPattern("username"), () => formatElement("username", username))
    .replace(createElementPattern("password"), () => formatElement("password", password));
}

/** Parses the XML of a stored credential. */
export function parseCredentialXml(document: string): StoredCredential {
  const text = (name: string) => unescapeXml(createElementPattern(name).exec(document)?.[1] ?? "");
  return {
    isUsernamePassword: new RegExp(`^(<\\?xml[^>]*>)?\\s*<${className}[\\s>]`).test(document),
    username: text("username"),
    description: text("description"),
  };
}

/** Returns true if XML 1.0 can represent the text unchanged. */
export function isXmlSafe(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text);
}

function formatElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

/** Matches an element with its content. Jenkins writes an empty element as `<username/>`. */
function createElementPattern(name: string): RegExp {
  return new RegExp(`<${name}(?:/>|>([\\s\\S]*?)</${name}>)`);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const maxCodePoint = 0x10ffff;

function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g, (entity, decimal, hex, name) => {
    if (name !== undefined) return getOwn(entities, name) ?? entity;
    const codePoint = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return codePoint <= maxCodePoint ? String.fromCodePoint(codePoint) : entity;
  });
}
