import type { ConsumerContext, ConsumerFile } from "./consumer-context.ts";
import { encodeBasicAuth, encodeIni } from "./file-encoding.ts";

/** Creates `.npmrc`: one registry for all downloads. `npm publish --registry` publishes to another repository. */
export function createNpmFiles(context: ConsumerContext): ConsumerFile[] {
  const { user, read, publish } = context.getConsumer("npm");
  const url = (repository: string) => encodeIni("the URL", `${context.getRepository(repository).url}/`, ".npmrc");
  const reader = context.findReader(user, read);
  const publisher = publish === undefined || user === undefined ? undefined : context.getCredentials(user);
  const logins = new Map([
    ...(reader ? [[read, reader] as const] : []),
    ...(publish !== undefined && publisher ? [[publish, publisher] as const] : []),
  ]);
  const lines = [
    `registry=${url(read)}`,
    ...(publish === undefined ? [] : [`; npm publish --registry ${url(publish)}`]),
    ...[...logins].map(
      ([repository, credentials]) => `${url(repository).replace(/^https?:/, "")}:_auth=${encodeBasicAuth(credentials)}`,
    ),
  ];
  return [{ path: ".npmrc", text: `${lines.join("\n")}\n`, ...(logins.size && { secret: true }) }];
}
