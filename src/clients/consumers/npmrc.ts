import type { ConsumerContext, ConsumerFile } from "./consumer-context.ts";
import { encodeBasicAuth, encodeIni } from "./file-encoding.ts";

/** `.npmrc`: packages are read from one repository, and published by \`npm publish --registry\` to another. */
export function createNpmFiles(site: ConsumerContext): ConsumerFile[] {
  const { user, read, publish } = site.getConsumer("npm");
  const url = (repository: string) => encodeIni("the URL", `${site.repository(repository).url}/`, ".npmrc");
  const reader = site.findReader(user, read);
  const publisher = publish === undefined || user === undefined ? undefined : site.getCredentials(user);
  const known = new Map([
    ...(reader ? [[read, reader] as const] : []),
    ...(publish !== undefined && publisher ? [[publish, publisher] as const] : []),
  ]);
  const lines = [
    `registry=${url(read)}`,
    ...(publish === undefined ? [] : [`; npm publish --registry ${url(publish)}`]),
    ...[...known].map(
      ([repository, who]) => `${url(repository).replace(/^https?:/, "")}:_auth=${encodeBasicAuth(who)}`,
    ),
  ];
  return [{ path: ".npmrc", text: `${lines.join("\n")}\n`, ...(known.size && { secret: true }) }];
}
