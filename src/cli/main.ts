#!/usr/bin/env node
/** The entry point of `nexus-iac`. It checks the version of Node.js before it imports anything, so that an old one gets a clear error. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) await import("./command-line.ts");
else {
  console.error(`nexus-iac needs Node.js 22.18 or later; this is ${process.versions.node}`);
  process.exitCode = 1;
}

export {};
