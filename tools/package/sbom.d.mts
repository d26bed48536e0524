/** The types of sbom.mjs, for TypeScript. */
import type { RuntimePackage } from "./runtime-packages.d.mts";

export interface Component {
  type: string;
  "bom-ref": string;
  name: string;
  version: string;
  purl: string;
  licenses: object[];
  hashes: { alg: string; content: string }[];
}
export interface Sbom {
  bomFormat: string;
  specVersion: string;
  version: number;
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}
export function createSbom(
  manifest: { name: string; version: string; license: string },
  hash: string,
  packages: readonly RuntimePackage[],
  direct: readonly string[],
): Sbom;
