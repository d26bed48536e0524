import type { Fields } from "../util/json.ts";

/** Returns true if the stack's URL changed between two inputs. The new URL can be another Nexus, where the object does not exist yet. */
export function isOtherNexus(olds: Fields, news: Fields): boolean {
  const [oldUrl, newUrl] = [olds.__nexus, news.__nexus];
  return typeof oldUrl === "string" && typeof newUrl === "string" && !isSameAddress(oldUrl, newUrl);
}

/** Returns true if two URLs are the same address: `HTTPS://Nexus.example/` and `https://nexus.example` are. */
export function isSameAddress(a: string, b: string): boolean {
  return normalizeUrl(a) === normalizeUrl(b);
}

function normalizeUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, "");
}
