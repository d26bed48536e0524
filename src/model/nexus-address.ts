import type { Fields } from "../util/json.ts";

/** The stack's URL has changed: it may be another Nexus, where nothing of this is yet. */
export function isOtherNexus(olds: Fields, news: Fields): boolean {
  const [before, now] = [olds.__nexus, news.__nexus];
  return typeof before === "string" && typeof now === "string" && !isSameAddress(before, now);
}

/** One address however it is written: `HTTPS://Nexus.example/` is `https://nexus.example`. */
export function isSameAddress(a: string, b: string): boolean {
  return addressOf(a) === addressOf(b);
}

function addressOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, "");
}
