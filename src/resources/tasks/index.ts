/** Tasks: maintenance jobs of Nexus, run by a schedule or by hand. */
export * from "./repository-tasks.ts";
export * from "./system-tasks.ts";
