/** Represents one pass of a loop of another tool, such as `for_each`, which created an object. */
export interface LoopPass {
  /** The loop: `nexus_security_role.team`. */
  name: string;
  /** The key of the pass: `alpha`. */
  key: string;
}
