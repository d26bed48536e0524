/** The types of release-problems.mjs, for TypeScript. */
export function findReleaseProblems(release: {
  tag: string;
  manifest: { version: string; devDependencies: Record<string, string> };
  embedded: { version: string };
  changelog: string;
}): string[];
