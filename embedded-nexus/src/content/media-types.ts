/**
 * The media types of file names' endings; beside the first are others that are taken for it. Where the content gives
 * away another one, a strict repository refuses it (3.71); text is only found out where a binary file was expected.
 */
const BY_ENDING: Readonly<Record<string, readonly string[]>> = {
  "7z": ["application/x-7z-compressed"],
  asc: ["application/pgp-signature"],
  bz2: ["application/x-bzip2"],
  class: ["application/java-vm", "application/x-java", "application/x-java-vm"],
  css: ["text/css"],
  csv: ["text/csv"],
  deb: ["application/x-debian-package", "application/vnd.debian.binary-package"],
  docx: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  exe: ["application/x-executable", "application/x-dosexec", "application/x-msdownload"],
  gif: ["image/gif"],
  gz: [
    "application/x-gzip",
    "application/gzip",
    "application/x-tgz",
    "application/gzip-compressed",
    "application/gzipped",
    "application/x-gunzip",
    "application/x-gzip-compressed",
    "gzip/document",
  ],
  htm: ["text/html"],
  html: ["text/html"],
  iso: ["application/x-iso9660-image"],
  jar: ["application/java-archive"],
  jpeg: ["image/jpeg"],
  jpg: ["image/jpeg"],
  js: ["application/javascript", "application/x-javascript", "text/javascript"],
  json: ["application/json"],
  pdf: ["application/pdf", "application/x-pdf"],
  png: ["image/png"],
  pom: ["application/xml"],
  rpm: ["application/x-rpm"],
  svg: ["image/svg+xml"],
  tar: ["application/x-tar"],
  tgz: [
    "application/x-tgz",
    "application/x-gzip",
    "application/gzip",
    "application/gzip-compressed",
    "application/gzipped",
    "application/x-gunzip",
    "application/x-gzip-compressed",
    "gzip/document",
  ],
  txt: ["text/plain"],
  war: ["application/java-archive", "application/x-tika-java-web-archive"],
  xml: ["application/xml"],
  xz: ["application/x-xz"],
  yaml: ["text/x-yaml"],
  yml: ["text/x-yaml"],
  zip: ["application/zip", "application/x-zip-compressed"],
};

/** How the bytes of a type begin. */
const BEGINNINGS: readonly (readonly [bytes: string, type: string])[] = [
  ["\x1f\x8b", "application/gzip"],
  ["PK\x03\x04", "application/zip"],
  ["\x89PNG", "image/png"],
  ["%PDF-", "application/pdf"],
  ["\xff\xd8\xff", "image/jpeg"],
  ["GIF8", "image/gif"],
  ["\xed\xab\xee\xdb", "application/x-rpm"],
  ["-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"],
  ["7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"],
  ["BZh", "application/x-bzip2"],
  ["\xfd7zXZ\0", "application/x-xz"],
  ["!<arch>\ndebian", "application/x-debian-package"],
];

const TEXTUAL = /^text\/|[/+](xml|json|javascript)$/;

/** How many of the first bytes are looked at. */
export const SNIFFED_BYTES = 512;

export interface DetectedType {
  readonly type: string;
  /** What a strict repository says of it, where content and name do not fit. */
  readonly refusal?: string;
}

/** The type of a file by its name and its first bytes. */
export function detectMediaType(path: string, beginning: Uint8Array): DetectedType {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const found = detected(beginning);
  const expected = BY_ENDING[ending];
  const [type] = expected ?? [];
  if (!expected || type === undefined) return { type: found };
  const isAsExpected = found === "application/octet-stream" || expected.includes(found) || isZipOf(type, found);
  if (isAsExpected || (found === "text/plain" && TEXTUAL.test(type))) return { type };
  if (TEXTUAL.test(type) && !found.startsWith("text/")) return { type };
  return { type, refusal: `Detected content type [${found}], but expected [${expected.join(", ")}]: ${path}` };
}

/** Those that are ZIP files themselves. */
const isZipOf = (type: string, found: string): boolean =>
  found === "application/zip" && /java-archive|openxmlformats/.test(type);

function detected(beginning: Uint8Array): string {
  const start = Buffer.from(beginning.subarray(0, SNIFFED_BYTES));
  const latin = start.toString("latin1");
  const binary = BEGINNINGS.find(([bytes]) => latin.startsWith(bytes));
  if (binary) return binary[1];
  if (/^\s*(<!doctype html|<html)/i.test(latin)) return "text/html";
  if (/^\s*<\?xml/.test(latin)) return "application/xml";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text holds.
  return latin === "" || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(latin) ? "application/octet-stream" : "text/plain";
}
