import * as pulumi from "@pulumi/pulumi";

/** The first words of the three debug messages that the SDK sends to the engine for each dynamic resource. */
const registrationMessage =
  /^(Registering resource: t=|RegisterResource RPC (prepared: t=|finished: resource:.*\[))pulumi-nodejs:/;

/**
 * Leaves out what Pulumi's SDK records for its own diagnosis, unless PULUMI_DEBUG_PROMISE_LEAKS is set:
 *
 * - a stack trace with each of its promises. It records 33 for a resource, and source-map-support, which it installs, maps each
 *   line of them.
 * - the source position of this package's resources. The state would contain it, with all frames: 1.2 of 3.7 kB for a resource,
 *   and absolute paths of the machine of the last `up`.
 * - the debug messages on registrations of dynamic resources, which it sends one after another. One contains all outputs,
 *   secrets too.
 *
 * All other stack traces are formatted as before, those of the program's own errors too, and its own messages are sent.
 */
export function omitSdkDiagnostics(): void {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  omitStackTraces();
  omitRegistrationMessages();
}

function omitStackTraces(): void {
  const format = Error.prepareStackTrace;
  if (!format) return;
  Error.prepareStackTrace = (error, frames) => (isSdkDiagnosis(frames) ? String(error) : format(error, frames));
}

/** Returns true for the stack trace of a promise, and for the one of which the SDK makes the source position of a NexusResource. */
function isSdkDiagnosis(frames: NodeJS.CallSite[]): boolean {
  const [first] = frames;
  const name = first?.getFunctionName();
  return (
    name === "debuggablePromise" ||
    (name === "callsites" && frames.some((frame) => frame.getFunctionName() === "NexusResource"))
  );
}

function omitRegistrationMessages(): void {
  const { log } = pulumi;
  const { debug } = log;
  const debugWithoutRegistrations: typeof debug = (message, ...rest) =>
    registrationMessage.test(message) ? Promise.resolve() : debug(message, ...rest);
  Object.assign(log, { debug: debugWithoutRegistrations });
}
