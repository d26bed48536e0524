import {
  type ConsumerContext,
  type ConsumerCredentials,
  ConsumerError,
  type ConsumerFile,
} from "./consumer-context.ts";
import { encodeXml } from "./file-encoding.ts";

/**
 * Creates `settings.xml`: one mirror for all downloads, and a profile with the deployment repositories, so that a POM
 * needs none. Passwords are in clear text: the key of encrypted ones would be as readable as the file.
 */
export function createMavenFiles(context: ConsumerContext): ConsumerFile[] {
  const { user, mirror, releases, snapshots } = context.getConsumer("maven");
  const reader = context.findReader(user, mirror);
  const published = [...new Set([releases, snapshots])].flatMap((id) => id ?? []);
  const credentials =
    user === undefined ? undefined : published.length || reader ? context.getCredentials(user) : undefined;
  const ids = reader ? [...new Set([mirror, ...published])] : published;
  const deployment = { altReleaseDeploymentRepository: releases, altSnapshotDeploymentRepository: snapshots };
  const url = (repository: string) => encodeXml("the URL", context.getRepository(repository).url);
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
${credentials ? `  <servers>\n${ids.map((id) => formatServer(id, credentials)).join("")}  </servers>\n` : ""}  <mirrors>
    <mirror>
      <id>${encodeXml("the name", mirror)}</id>
      <mirrorOf>*</mirrorOf>
      <url>${url(mirror)}</url>
    </mirror>
  </mirrors>
  <profiles>
    <profile>
      <id>nexus</id>
      <!-- The mirror replaces these repositories; they enable releases and snapshots. -->
${formatRepositories("repositories", "repository")}${formatRepositories("pluginRepositories", "pluginRepository")}      <properties>
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
  return [{ path: "settings.xml", text, ...(credentials && { secret: true }) }];
}

function formatServer(id: string, { username, password }: ConsumerCredentials): string {
  const value = (text: string) => encodeXml(`the password of ${username}`, requireLiteral(username, text));
  return `    <server>
      <id>${encodeXml("the name", id)}</id>
      <username>${value(username)}</username>
      <password>${value(password)}</password>
    </server>
`;
}

/** Maven substitutes `${...}`, treats text in braces as encrypted, and trims blanks. */
function requireLiteral(username: string, text: string): string {
  if (!/\$\{|\{.+\}|^\s|\s$/s.test(text)) return text;
  throw new ConsumerError(
    `Maven would change the password of ${username}: it must not contain braces, or begin or end with a blank; ` +
      "set another one with nexus-iac rotate",
  );
}

function formatRepositories(list: string, item: string): string {
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
