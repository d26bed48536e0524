/**
 * Returns the examples that `--help` of a subcommand shows at its end, for commander's `addHelpText("after", ...)`.
 *
 * @example formatExamples("nexus-iac drift --stack lab")
 */
export function formatExamples(...examples: readonly string[]): string {
  return ["", examples.length === 1 ? "Example:" : "Examples:", ...examples.map((example) => `  ${example}`)].join(
    "\n",
  );
}
