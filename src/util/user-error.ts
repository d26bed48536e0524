/**
 * An error that is shown to the user as its message alone, without a stack trace. The message says what failed, why and
 * what to do. Every other error is a defect of nexus-iac and keeps its stack trace.
 *
 * @example
 * if (!(error instanceof UserError)) throw error;
 * console.error(error.message);
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** The exit code of a command that was called in a wrong way (`EX_USAGE` of sysexits.h). */
export const usageExitCode = 64;

/** A wrong argument or option, or a name that does not exist. The message says which value is right. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}
