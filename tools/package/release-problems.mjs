/** Checks that a commit can be released as a version. */

/**
 * Returns what is missing for a release, one sentence each.
 * @param {object} release
 * @param {string} release.tag such as `v0.2.0`
 * @param {{ version: string, devDependencies: Record<string, string> }} release.manifest the package.json of nexus-iac
 * @param {{ version: string }} release.embedded the package.json of nexus-embedded
 * @param {string} release.changelog
 * @returns {string[]}
 */
export function findReleaseProblems({ tag, manifest, embedded, changelog }) {
  const [, version] = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag) ?? [];
  if (!version) return [`"${tag}" is not a tag of a version. Use a tag such as v0.2.0.`];
  const used = manifest.devDependencies["nexus-embedded"];
  const section = changelog.split(/^## /m).find((text) => text.startsWith(`${version} `));
  return [
    ...(manifest.version === version ? [] : [`package.json has the version ${manifest.version}, not ${version}.`]),
    ...(embedded.version === version
      ? []
      : [`embedded-nexus/package.json has the version ${embedded.version}, not ${version}.`]),
    ...(used === version ? [] : [`package.json uses nexus-embedded ${used}, not ${version}.`]),
    ...(section && /^\S+ \(\d{4}-\d\d-\d\d\)\n+\S/.test(section)
      ? []
      : [`CHANGELOG.md has no section "## ${version} (YYYY-MM-DD)" with a text.`]),
  ];
}
