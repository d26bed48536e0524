import { expect, it } from "vitest";
import { parseCredentialXml } from "../../../../src/clients/consumers/jenkins/credential-xml.ts";

it.each([
  ["&#97;&#x62;&amp;", "ab&"],
  ["&#99999999;&#xffffffff;&constructor;", "&#99999999;&#xffffffff;&constructor;"],
])("reads the entities of %s, and keeps those of no character", (text, username) => {
  expect(parseCredentialXml(`<x><username>${text}</username></x>`).username).toBe(username);
});
