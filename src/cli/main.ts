#!/usr/bin/env node
/** The entry point of `nexus-iac`. It checks the version of Node.js before it imports anything, so that an old one gets a clear error. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  // A reader such as `head` closes the pipe after the first lines.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine(process.argv.slice(2));
} else {
  console.error(`nexus-iac needs Node.js 22.18 or later; this is ${process.versions.node}`);
  process.exitCode = 1;
}

export {};
