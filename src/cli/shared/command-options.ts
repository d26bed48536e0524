/** Options and help texts of several commands. Values of options are validated while the command line is parsed. */
import { Option } from "commander";
import { readCertificates, SettingsError, settingsSchema } from "../../provider/settings.ts";
import { describeIssue } from "../../util/schema-issues.ts";
import { UsageError } from "../../util/user-error.ts";

/** Returns the option `--stack`. */
export function stackOption(description = "the Pulumi stack (default: the selected stack)"): Option {
  return new Option("--stack <stack>", description);
}

/** Returns the option `--ca-file`: a file of certificates (PEM) to trust. */
export function caFileOption(description = "a PEM file of certificates to trust in addition to the system's"): Option {
  return new Option("--ca-file <file>", description).argParser((file) => {
    try {
      readCertificates(file, "--ca-file");
      return file;
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      throw new UsageError(error.message);
    }
  });
}

/** Returns the option `--url`: the address of a Nexus, for commands that work without a stack too. */
export function urlOption(description: string): Option {
  return new Option("--url <url>", description).argParser((url) => {
    const [issue] = settingsSchema.shape.url.safeParse(url, { error: describeIssue }).error?.issues ?? [];
    if (issue) throw new UsageError(`--url ${issue.message}`);
    return url;
  });
}

/** Returns the option `--send-credentials-to`, which may be repeated: a server that may receive the user's credentials. */
export function sendCredentialsToOption(): Option {
  return new Option(
    "--send-credentials-to <url>",
    "another server (scheme, host and port) that may receive the user's credentials; may be repeated",
  ).argParser((url, urls: readonly string[] = []) => {
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
      throw new UsageError(`--send-credentials-to needs an http or https URL such as https://nexus.example:8443`);
    return [...urls, url];
  });
}

/**
 * Returns the examples that `--help` of a subcommand shows at its end, for commander's `addHelpText("after", ...)`.
 *
 * @example formatExamples("nexus-iac drift --stack lab")
 */
export function formatExamples(...examples: readonly string[]): string {
  return ["", "Examples:", ...examples.map((example) => `  ${example}`)].join("\n");
}
