/** Options that say how a command comes to Nexus; what is wrong with them is told before anything is done. */
import { Option } from "commander";
import { readCertificates, SettingsError, settingsSchema } from "../../provider/settings.ts";
import { UsageError } from "../../util/user-error.ts";

/** Certificates that a command trusts: a file of them. */
export function caFileOption(description = "a PEM file of certificates that are trusted beside the system's"): Option {
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

/** A Nexus that no stack need name. */
export function urlOption(description: string): Option {
  return new Option("--url <url>", description).argParser((url) => {
    const [issue] = settingsSchema.shape.url.safeParse(url).error?.issues ?? [];
    if (issue) throw new UsageError(`--url ${issue.message}`);
    return url;
  });
}
