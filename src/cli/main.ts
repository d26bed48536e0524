#!/usr/bin/env node
/** The entry point of `nexus-iac`. It checks the version of Node.js before it imports anything, so that an old one gets a clear error. */
import { explainOldNode } from "../util/node-version.ts";

const reason = explainOldNode();

if (reason === undefined) {
  // A reader such as `head` closes the pipe after the first lines.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine(process.argv.slice(2));
} else {
  console.error(reason);
  process.exitCode = 1;
}
