/** A username with its password, as Jenkins's credentials plugin writes and reads it: XML. */

export interface JenkinsCredential {
  id: string;
  username: string;
  password: string;
  description: string;
}

/** What Jenkins shows of one that it holds; never the password. */
export interface StoredCredential {
  /** Whether it is a username with a password at all. */
  isUsernamePassword: boolean;
  username: string;
  description: string;
}

const kind = "com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl";

/** A new one, for all jobs of the folder that holds it. */
export function createCredentialXml({ id, username, password, description }: JenkinsCredential): string {
  return [
    `<${kind}>`,
    "  <scope>GLOBAL</scope>",
    `  ${element("id", id)}`,
    `  ${element("description", description)}`,
    `  ${element("username", username)}`,
    `  ${element("password", password)}`,
    `</${kind}>`,
  ].join("\n");
}

/** The one that Jenkins holds, with another username and password, and all else as somebody set it. */
export function updateCredentialXml(document: string, { username, password }: JenkinsCredential): string {
  return document
    .replace(elementOf("username"), () => element("username", username))
    .replace(elementOf("password"), () => element("password", password));
}

export function parseCredentialXml(document: string): StoredCredential {
  const text = (name: string) => unescaped(elementOf(name).exec(document)?.[1] ?? "");
  return {
    isUsernamePassword: new RegExp(`^(<\\?xml[^>]*>)?\\s*<${kind}[\\s>]`).test(document),
    username: text("username"),
    description: text("description"),
  };
}

/** What XML 1.0 cannot say in any way, or says as something else. */
export function isXmlSafe(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text);
}

function element(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

/** With its content; Jenkins writes an empty one as `<username/>`. */
function elementOf(name: string): RegExp {
  return new RegExp(`<${name}(?:/>|>([\\s\\S]*?)</${name}>)`);
}

function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    return String.fromCodePoint(decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
