/** Returns the reason why this Node.js cannot run nexus-iac, or undefined if it can. */
export function explainOldNode(version = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return undefined;
  return `nexus-iac needs Node.js 22.18 or later; this is ${version}`;
}
