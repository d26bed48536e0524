/** Runs main.ts. The state of stacks with `nexus:probe` holds the path of this file as a command, so it must not move. */
import "./main.ts";
