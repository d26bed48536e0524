/** The tools that tests need in addition to npm packages. A test has the tools that it needs as tags, see vitest.config.ts. */

/**
 * The tools, and their names in messages.
 * @type {Readonly<Record<import("./test-tools.d.mts").Tool, string>>}
 */
export const TOOLS = {
  linux: "Linux",
  pulumi: "the Pulumi CLI",
  core: "the real Nexus Core",
  chromium: "Chromium",
  postgres: "PostgreSQL",
  skopeo: "skopeo",
  crane: "crane",
  "docker-registry": "docker-registry",
  htpasswd: "htpasswd",
  maven: "Maven with its plugins",
  pip: "pip",
};

/** The variable that passes the names of missing tools to Vitest, separated by blanks. */
export const MISSING_TOOLS = "NEXUS_IAC_MISSING_TOOLS";
