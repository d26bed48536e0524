import type { Exchange } from "./exchanges.ts";

interface Exclusion {
  readonly section?: RegExp;
  readonly path?: RegExp;
  /** Of ExtDirect. */
  readonly action?: RegExp;
  readonly reason: string;
}

/** What the embedded Nexus does not claim to answer, and why. Everything else that was recorded counts. */
export const OUT_OF_SCOPE: readonly Exclusion[] = [
  {
    section: /^11 /,
    path: /\/v1\/(components|assets|search)[/?]/,
    reason: "ids and digests of its own; forms not recorded",
  },
  { path: /\/v1\/script\/\w+\/run$/, reason: "Groovy is not run here" },
  { section: /^8b scripts/, path: /\/v1\/tasks/, reason: "what a script has made, and Groovy is not run here" },
  { action: /^coreui_(Repository|Privilege)$/, reason: "what the REST API has is not served to the user interface" },
  { path: /\/internal\/(ui|logging)\//, reason: "the user interface's own endpoints" },
  { path: /\/v1\/system\/node$/, reason: "running a node, not its configuration" },
  { path: /\/v1\/email\/verify/, reason: "no mail is sent" },
  { path: /^\/$|\/service\/metrics\/|swagger\.json$/, reason: "no management: metrics, the page itself, its document" },
  { path: /\/(v1\/(support|lifecycle|secrets)|beta)\//, reason: "running a node, not its configuration" },
];

export function exclusionOf({ section, path, request }: Exchange): Exclusion | undefined {
  const { action = "" } = (request ?? {}) as { action?: string };
  return OUT_OF_SCOPE.find(
    (exclusion) =>
      (exclusion.section === undefined || exclusion.section.test(section)) &&
      (exclusion.path === undefined || exclusion.path.test(path)) &&
      (exclusion.action === undefined || exclusion.action.test(String(action))),
  );
}
