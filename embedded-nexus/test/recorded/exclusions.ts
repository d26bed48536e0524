import type { Exchange } from "./exchanges.ts";

interface Exclusion {
  readonly section?: RegExp;
  readonly path?: RegExp;
  /** The action of an ExtDirect call. */
  readonly action?: RegExp;
  readonly reason: string;
}

/** The exchanges that the embedded Nexus does not support, with the reasons. All others must be reproduced. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    section: /^11 /,
    path: /\/v1\/(components|assets|search)[/?]/,
    reason: "ids and digests differ; multipart forms are not recorded",
  },
  { path: /\/v1\/script\/(mk|s4)\/run$/, reason: "of Groovy, only single statements are run" },
  { section: /^8b scripts/, path: /\/v1\/tasks/, reason: "created by a Groovy script, and scripts are not run" },
  { action: /^coreui_(Repository|Privilege)$/, reason: "the REST API has these; they are not repeated in ExtDirect" },
  { path: /\/internal\/(ui|logging)\//, reason: "endpoints of the user interface" },
  { path: /\/v1\/system\/node$/, reason: "operation of a node, not configuration" },
  { path: /\/v1\/email\/verify/, reason: "no mail is sent" },
  {
    path: /^\/$|\/service\/metrics\/|swagger\.json$/,
    reason: "not configuration: metrics, the start page, the API document",
  },
  { path: /\/(v1\/(support|lifecycle|secrets)|beta)\//, reason: "operation of a node, not configuration" },
];

/** Returns the exclusion that applies to an exchange; undefined if it must be reproduced. */
export function findExclusion({ section, path, request }: Exchange): Exclusion | undefined {
  const { action = "" } = (request ?? {}) as { action?: string };
  return EXCLUSIONS.find(
    (exclusion) =>
      (exclusion.section === undefined || exclusion.section.test(section)) &&
      (exclusion.path === undefined || exclusion.path.test(path)) &&
      (exclusion.action === undefined || exclusion.action.test(String(action))),
  );
}
