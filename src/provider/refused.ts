/** What Nexus cannot do, or not without losing something. Nothing was done. */
export class Refused extends Error {
  override readonly name = "Refused";
}
