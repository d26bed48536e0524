/** The types of stage-package.mjs, for TypeScript. */
import type { CompilerOptions } from "typescript";

export interface PackageSource {
  root: string;
  assets: string[];
  copies?: Record<string, string>;
}
export const nexusIac: PackageSource;
export const nexusEmbedded: PackageSource;
export function stagePackage(
  source: PackageSource,
  folder: string,
  options?: CompilerOptions,
): {
  name: string;
  version: string;
  license: string;
  dependencies: Record<string, string>;
  peerDependencies?: Record<string, string>;
};
