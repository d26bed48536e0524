/** What patterns of names are made of, beside text. */
export interface Placeholder {
  /** A regular expression without anchors and groups that are counted. */
  source: string;
  example: string;
}

/** One part of a path, as registries allow it. */
const part: Placeholder = { source: "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*", example: "server" };

/** By their names, as they stand in `<...>`; `<hex:12>` is besides, for any number of digits. */
export const placeholders: Readonly<Record<string, Placeholder>> = {
  namespace: { ...part, example: "team" },
  image: part,
  project: part,
  number: { source: "\\d+", example: "42" },
  /** A moment in UTC, as `date -u +%Y%m%dT%H%M%SZ` writes it; the T may be left out or be a dash, and so may the Z. */
  utc: {
    source: "\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[T-]?(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\dZ?",
    example: "20260131T235959Z",
  },
  /** A commit's id, whole or short. */
  sha: { source: "[0-9a-f]{7,40}", example: "1a2b3c4d" },
  /** A branch's name as pipelines shorten it. */
  slug: { source: "[a-z0-9]+(?:-[a-z0-9]+)*", example: "new-login" },
  /** A semantic version, with or without a v before it. */
  version: { source: "v?\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.-]+)?", example: "1.2.0" },
};

const mostDigits = 64;

/** `<hex:12>`: that many hexadecimal digits in lower case. */
export function hexPlaceholder(digits: number): Placeholder | undefined {
  if (!(digits >= 1 && digits <= mostDigits)) return undefined;
  return { source: `[0-9a-f]{${digits}}`, example: "0123456789abcdef".repeat(4).slice(0, digits) };
}
