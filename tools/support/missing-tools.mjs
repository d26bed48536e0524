/** The error for tools that a machine lacks, and the list of them at the end of a run that left out tests. */
import { ToolError } from "./report.mjs";
import { TOOLS } from "./test-tools.mjs";

/**
 * @typedef {object} MissingTool
 * @property {import("./test-tools.d.mts").Tool} tool
 * @property {string} reason why it is missing
 * @property {string} remedy how to get it
 * @property {string} [output] the output of a failed installation
 */

/** Ends a run that needs these tools. A run of all tests leaves out those that need them instead. */
export class MissingToolsError extends ToolError {
  /** @param {readonly MissingTool[]} tools */
  constructor(...tools) {
    super(tools.map(formatWithOutput).join("\n"), 3);
    this.tools = tools;
  }
}

/** @param {MissingTool} missing */
const formatMissing = ({ tool, reason, remedy }) => `${TOOLS[tool]}: ${reason}. To get it: ${remedy}.`;

/** @param {MissingTool} missing */
const formatWithOutput = (missing) =>
  [`Cannot install ${formatMissing(missing)}`, ...(missing.output ? [missing.output.trim()] : [])].join("\n");

/**
 * Formats the end of a run that left out tests.
 * @param {readonly MissingTool[]} missing
 */
export function formatLeftOut(missing) {
  return [
    "The tests that need these tools were left out (skipped). With CI=true a missing tool is a failure.",
    ...missing.map((tool) => `- ${formatMissing(tool)}`),
  ].join("\n");
}

/**
 * Returns how a user of this machine installs a program.
 * @param {readonly string[]} debian its packages in Debian and Ubuntu
 * @param {string} [macos] how to install it on macOS
 */
export function describeInstallation(debian, macos) {
  if (process.platform === "darwin") return macos ?? "install it and put it on PATH";
  return `as root on Debian or Ubuntu, apt-get install -y ${debian.join(" ")}; elsewhere install it and put it on PATH`;
}
