/** Runs main.ts. States of stacks with `nexus:probe` contain the path of this file in a command, so it must not move. */
import "./main.ts";
