import { z } from "zod";

/**
 * The rule of Hibernate Validator, which Nexus uses (3.71): the domain needs no dot, so `ci@build` is an address. Parts of
 * the domain neither start nor end with a hyphen.
 */
const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\uFFFF-]+";
const quoted = `"(?:[a-z0-9!#$%&'*.(),<>\\[\\]:; @+/=?^_\`{|}~\\u0080-\\uFFFF-]|\\\\\\\\|\\\\")+"`;
const localPart = new RegExp(`^(?:${atom}|${quoted})(?:\\.(?:${atom}|${quoted}))*$`, "i");
const domainCharacter = "[a-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\uFFFF]";
const label = `${domainCharacter}(?:-*${domainCharacter})*`;
const domainName = new RegExp(`^${label}(?:\\.${label})*$`, "i");
const ipAddress = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[\da-f:.]+)\]$/i;

/** Returns true for a text that Nexus accepts as an e-mail address: `ada@example.org`, `ci@build`. */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || local.length > 64 || domain.length > 255) return false;
  return localPart.test(local) && (domainName.test(domain) || ipAddress.test(domain));
}

/** Creates the schema of an e-mail address, by Nexus's own rule. */
export function emailAddress(): z.ZodString {
  return z.string().refine(isEmailAddress, "must be an e-mail address, such as ada@example.org or ci@build-host");
}
