/**
 * Media types by the extension of a file name: the first is assigned, the others are accepted as well. A strict
 * repository refuses content that is detected as another type (3.71); text is refused only in place of a binary file.
 */
const TYPES_BY_EXTENSION: Readonly<Record<string, readonly string[]>> = {
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

/** The first bytes of files of a type. */
const SIGNATURES: readonly (readonly [bytes: string, type: string])[] = [
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

/** The number of bytes at the beginning that the detection reads. */
export const SNIFFED_BYTES = 512;

/** The media type of a file. */
export interface DetectedType {
  readonly type: string;
  /** The refusal of a strict repository, if content and file name do not match. */
  readonly mismatch?: string;
}

/** Detects the media type of a file by its name and its first bytes. */
export function detectMediaType(path: string, beginning: Uint8Array): DetectedType {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const detected = detectByContent(beginning);
  const expected = TYPES_BY_EXTENSION[extension];
  const [type] = expected ?? [];
  if (!expected || type === undefined) return { type: detected };
  const isAsExpected =
    detected === "application/octet-stream" || expected.includes(detected) || isZipBased(type, detected);
  if (isAsExpected || (detected === "text/plain" && TEXTUAL.test(type))) return { type };
  if (TEXTUAL.test(type) && !detected.startsWith("text/")) return { type };
  return { type, mismatch: `Detected content type [${detected}], but expected [${expected.join(", ")}]: ${path}` };
}

/** Returns whether a ZIP archive was detected for a type whose files are ZIP archives. */
const isZipBased = (type: string, detected: string): boolean =>
  detected === "application/zip" && /java-archive|openxmlformats/.test(type);

function detectByContent(beginning: Uint8Array): string {
  const start = Buffer.from(beginning.subarray(0, SNIFFED_BYTES));
  const latin = start.toString("latin1");
  const binary = SIGNATURES.find(([bytes]) => latin.startsWith(bytes));
  if (binary) return binary[1];
  if (/^\s*(<!doctype html|<html)/i.test(latin)) return "text/html";
  if (/^\s*<\?xml/.test(latin)) return "application/xml";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: characters that no text contains.
  return latin === "" || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(latin) ? "application/octet-stream" : "text/plain";
}
