/** What Nexus cannot do, or not without losing something. Nothing was done. */
export class RefusedError extends Error {
  override readonly name = "Refused";
}
