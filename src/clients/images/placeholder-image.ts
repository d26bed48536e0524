/** What stands where an image is to be named yet. Whole parts of a reference alone: an image may be called `todo-app`. */
const marks = [
  /<[^>]*>/,
  /(^|[/:.@_-])does-not-exist($|[/:.@_-])/i,
  /(^|[/:@])(TO-?DO|FIX-?ME|XXX+|TBD)($|[/:@])/,
  /(^|[/:@])(replace|change|fill)[-_]?me($|[/:@])/i,
  /(^|[/:@])(placeholder|your[-_](image|registry|repo|repository|tag|app))($|[/:@])/i,
  // Hosts that are for documents: nothing is ever there.
  /^([a-z0-9-]+\.)*example\.(com|net|org)(:\d+)?\//i,
];

/** Whether it is no image but stands for one. */
export function isPlaceholder(image: string): boolean {
  return marks.some((mark) => mark.test(image));
}
