/**
 * Runs main.ts for the component `Probe`, with a plan of the stack's program. States of stacks with `nexus:probe` contain the path
 * of this file in a command, so it must not move.
 */
process.argv.push("--plan-of-program");
await import("./main.ts");

export {};
