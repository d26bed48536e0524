import type { ConsumerFile, Site } from "./site.ts";
import { basic, ini } from "./text.ts";

/** `.npmrc`: packages are read from one repository, and published by \`npm publish --registry\` to another. */
export function npmFiles(site: Site): ConsumerFile[] {
  const { user, read, publish } = site.declared("npm");
  const url = (repository: string) => ini("the URL", `${site.repository(repository).url}/`, ".npmrc");
  const reader = site.reader(user, read);
  const publisher = publish === undefined || user === undefined ? undefined : site.credentials(user);
  const known = new Map([
    ...(reader ? [[read, reader] as const] : []),
    ...(publish !== undefined && publisher ? [[publish, publisher] as const] : []),
  ]);
  const lines = [
    `registry=${url(read)}`,
    ...(publish === undefined ? [] : [`; npm publish --registry ${url(publish)}`]),
    ...[...known].map(([repository, who]) => `${url(repository).replace(/^https?:/, "")}:_auth=${basic(who)}`),
  ];
  return [{ path: ".npmrc", text: `${lines.join("\n")}\n`, ...(known.size && { secret: true }) }];
}
