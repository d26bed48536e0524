import { getHost } from "../../client-config/image-reference.ts";
import {
  type ConsumerContext,
  type ConsumerCredentials,
  ConsumerError,
  type ConsumerFile,
} from "./consumer-context.ts";
import { encodeIni } from "./file-encoding.ts";

/** Creates `pip.conf` for downloads, and `.pypirc` for publishing with twine. */
export function createPipFiles(context: ConsumerContext): ConsumerFile[] {
  const { user, read, publish } = context.getConsumer("pip");
  const reader = context.findReader(user, read);
  const url = context.getRepository(read).url;
  const conf = [
    "[global]",
    `index-url = ${addCredentials(`${url}/simple/`, reader)}`,
    // Without TLS, pip accepts packages only from trusted hosts.
    ...(url.startsWith("http:") ? [`trusted-host = ${getHost(url).replace(/:\d+$/, "")}`] : []),
  ];
  const pip: ConsumerFile = { path: "pip.conf", text: `${conf.join("\n")}\n`, ...(reader && { secret: true }) };
  if (publish === undefined) return [pip];
  const credentials = user === undefined ? undefined : context.getCredentials(user);
  if (credentials) requireAscii(credentials);
  const pypirc = [
    "[distutils]",
    "index-servers = nexus",
    "",
    "[nexus]",
    `repository = ${context.getRepository(publish).url}/`,
    ...(credentials
      ? Object.entries(credentials).map(
          ([name, text]) => `${name} = ${encodeIni(`the ${name} of ${credentials.username}`, text, ".pypirc")}`,
        )
      : []),
  ];
  return [pip, { path: ".pypirc", text: `${pypirc.join("\n")}\n`, ...(credentials && { secret: true as const }) }];
}

function addCredentials(url: string, credentials: ConsumerCredentials | undefined): string {
  if (!credentials) return url;
  requireAscii(credentials);
  const [user, password] = [credentials.username, credentials.password].map(percentEncode);
  return url.replace("://", `://${user}:${password}@`);
}

/** pip and twine send names and passwords in Latin-1, where Nexus reads UTF-8 (pip 23.2). */
function requireAscii({ username, password }: ConsumerCredentials): void {
  if (/^\p{ASCII}*$/u.test(username + password)) return;
  throw new ConsumerError(
    `pip cannot send the password of ${username}: it must contain only ASCII characters; set another one with nexus-iac rotate`,
  );
}

/** Encodes all reserved characters, including those that `encodeURIComponent` keeps. */
function percentEncode(text: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent);
}
