/**
 * Whether a Java pattern matches the whole of a text: one that JavaScript has too, flags at its beginning included
 * (`(?i)`). Any other matches nothing here.
 */
export function matchesJavaPattern(pattern: string, text: string): boolean {
  const [, flags = "", rest = pattern] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  try {
    return new RegExp(`^(?:${rest})$`, flags).test(text);
  } catch {
    return false;
  }
}
