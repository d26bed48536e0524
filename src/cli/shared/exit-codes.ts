import { usageExitCode } from "../../util/user-error.ts";

/** The exit codes of `nexus-iac`, as docs/exit-codes.md describes them. Values below 126 do not collide with a shell's. */
export const exitCodes = {
  success: 0,
  /** The command could not do its work, for example because Nexus is unreachable. */
  failure: 1,
  /** The command worked and found something: drift, a risk, a difference, a violation. */
  finding: 2,
  /** Wrong usage: an unknown option, a missing argument, an unknown name. The value is EX_USAGE of sysexits.h. */
  usage: usageExitCode,
} as const;
