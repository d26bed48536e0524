import {
  type ConsumerContext,
  type ConsumerCredentials,
  ConsumerError,
  type ConsumerFile,
} from "./consumer-context.ts";
import { encodeXml } from "./file-encoding.ts";

/**
 * `settings.xml`: all is read from one repository; what is deployed goes where the profile says, as the POM need not.
 * Passwords are in clear: who may read the file could read the key of encrypted ones, too.
 */
export function createMavenFiles(site: ConsumerContext): ConsumerFile[] {
  const { user, mirror, releases, snapshots } = site.getConsumer("maven");
  const reader = site.findReader(user, mirror);
  const published = [...new Set([releases, snapshots])].flatMap((id) => id ?? []);
  const who = user === undefined ? undefined : published.length || reader ? site.getCredentials(user) : undefined;
  const ids = reader ? [...new Set([mirror, ...published])] : published;
  const deployment = { altReleaseDeploymentRepository: releases, altSnapshotDeploymentRepository: snapshots };
  const url = (repository: string) => encodeXml("the URL", site.repository(repository).url);
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
${who ? `  <servers>\n${ids.map((id) => server(id, who)).join("")}  </servers>\n` : ""}  <mirrors>
    <mirror>
      <id>${encodeXml("the name", mirror)}</id>
      <mirrorOf>*</mirrorOf>
      <url>${url(mirror)}</url>
    </mirror>
  </mirrors>
  <profiles>
    <profile>
      <id>nexus</id>
      <!-- The mirror takes the place of these; they say that it has snapshots, too. -->
${repositories("repositories", "repository")}${repositories("pluginRepositories", "pluginRepository")}      <properties>
${Object.entries(deployment)
  .map(([property, id]) => (id === undefined ? "" : `        <${property}>${id}::default::${url(id)}</${property}>\n`))
  .join("")}      </properties>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>nexus</activeProfile>
  </activeProfiles>
</settings>
`;
  return [{ path: "settings.xml", text, ...(who && { secret: true }) }];
}

function server(id: string, { username, password }: ConsumerCredentials): string {
  const value = (text: string) => encodeXml(`the password of ${username}`, literal(username, text));
  return `    <server>
      <id>${encodeXml("the name", id)}</id>
      <username>${value(username)}</username>
      <password>${value(password)}</password>
    </server>
`;
}

/** Maven puts values in for `${...}`, takes what is in braces for encrypted, and cuts blanks at both ends. */
function literal(username: string, text: string): string {
  if (!/\$\{|\{.+\}|^\s|\s$/s.test(text)) return text;
  throw new ConsumerError(
    `Maven would change the password of ${username}: it must be without braces, and without blanks at its ends; ` +
      "give it another with nexus-iac rotate",
  );
}

function repositories(list: string, item: string): string {
  return `      <${list}>
        <${item}>
          <id>central</id>
          <url>https://central</url>
          <releases><enabled>true</enabled></releases>
          <snapshots><enabled>true</enabled></snapshots>
        </${item}>
      </${list}>
`;
}
