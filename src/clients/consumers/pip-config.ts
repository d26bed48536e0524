import { getHost } from "../../client-config/image-reference.ts";
import {
  type ConsumerContext,
  type ConsumerCredentials,
  ConsumerError,
  type ConsumerFile,
} from "./consumer-context.ts";
import { encodeIni } from "./file-encoding.ts";

/** `pip.conf` for reading; `.pypirc` for who publishes with twine. */
export function createPipFiles(site: ConsumerContext): ConsumerFile[] {
  const { user, read, publish } = site.getConsumer("pip");
  const reader = site.findReader(user, read);
  const url = site.repository(read).url;
  const conf = [
    "[global]",
    `index-url = ${withCredentials(`${url}/simple/`, reader)}`,
    // Without TLS pip takes packages only from where it is told to.
    ...(url.startsWith("http:") ? [`trusted-host = ${getHost(url).replace(/:\d+$/, "")}`] : []),
  ];
  const pip: ConsumerFile = { path: "pip.conf", text: `${conf.join("\n")}\n`, ...(reader && { secret: true }) };
  if (publish === undefined) return [pip];
  const who = user === undefined ? undefined : site.getCredentials(user);
  if (who) refuseBeyondAscii(who);
  const pypirc = [
    "[distutils]",
    "index-servers = nexus",
    "",
    "[nexus]",
    `repository = ${site.repository(publish).url}/`,
    ...(who
      ? Object.entries(who).map(
          ([name, text]) => `${name} = ${encodeIni(`the ${name} of ${who.username}`, text, ".pypirc")}`,
        )
      : []),
  ];
  return [pip, { path: ".pypirc", text: `${pypirc.join("\n")}\n`, ...(who && { secret: true as const }) }];
}

function withCredentials(url: string, who: ConsumerCredentials | undefined): string {
  if (!who) return url;
  refuseBeyondAscii(who);
  const [user, password] = [who.username, who.password].map(encoded);
  return url.replace("://", `://${user}:${password}@`);
}

/** pip and twine send names and passwords in Latin-1, where Nexus reads UTF-8 (pip 23.2). */
function refuseBeyondAscii({ username, password }: ConsumerCredentials): void {
  if (/^\p{ASCII}*$/u.test(username + password)) return;
  throw new ConsumerError(
    `pip cannot send the password of ${username}: it must be of ASCII characters; give it another with nexus-iac rotate`,
  );
}

/** Also what `encodeURIComponent` leaves as it is. */
function encoded(text: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent);
}
