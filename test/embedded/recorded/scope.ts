import type { Exchange } from "./exchanges.ts";

interface Exclusion {
  readonly section?: RegExp;
  readonly path?: RegExp;
  readonly reason: string;
}

/** What the embedded Nexus does not claim to answer, and why. Everything else that was recorded counts. */
export const OUT_OF_SCOPE: readonly Exclusion[] = [
  { path: /^\/repository\//, reason: "content of repositories is not stored yet" },
  { path: /\/v1\/(components|assets|search|formats)(\/|\?|$)/, reason: "content of repositories is not stored yet" },
  { path: /\/v1\/tasks(\/|\?|$)/, reason: "tasks come later" },
  { path: /\/v1\/script\/\w+\/run$/, reason: "Groovy is not run here" },
  { path: /^\/service\/extdirect$/, reason: "the user interface's own interface, but for the caller's permissions" },
  { path: /\/internal\/(ui|logging)\//, reason: "the user interface's own endpoints" },
  { path: /\/v1\/system\/node$/, reason: "running a node, not its configuration" },
  { path: /\/v1\/email\/verify/, reason: "no mail is sent" },
  { path: /^\/$|\/service\/metrics\/|swagger\.json$/, reason: "no management: metrics, the page itself, its document" },
  { path: /\/(v1\/(support|lifecycle|secrets)|beta)\//, reason: "running a node, not its configuration" },
];

export function exclusionOf({ section, path }: Exchange): Exclusion | undefined {
  return OUT_OF_SCOPE.find(
    (exclusion) =>
      (exclusion.section === undefined || exclusion.section.test(section)) &&
      (exclusion.path === undefined || exclusion.path.test(path)),
  );
}
