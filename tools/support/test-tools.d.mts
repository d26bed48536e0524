/** Types of test-tools.mjs. */
export type Tool =
  | "linux"
  | "pulumi"
  | "core"
  | "chromium"
  | "postgres"
  | "skopeo"
  | "crane"
  | "docker-registry"
  | "htpasswd"
  | "maven"
  | "pip";
export const TOOLS: Readonly<Record<Tool, string>>;
export const MISSING_TOOLS: string;
