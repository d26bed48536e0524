#!/usr/bin/env node
/** What is run: it imports nothing before it has looked at Node, so that an older one says so in one line. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) await import("./command-line.ts");
else {
  console.error(`nexus-iac needs Node.js 22.18 or later, and this is ${process.versions.node}`);
  process.exitCode = 1;
}

export {};
