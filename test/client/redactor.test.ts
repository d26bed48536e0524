import { describe, expect, it } from "vitest";
import { BoundCredentials } from "../../src/client/credentials.ts";
import { Redactor } from "../../src/client/redactor.ts";

const password = `pä"ss/wo+rd & <0815> 100%`;
const redactor = new Redactor();
redactor.addCredentials(new BoundCredentials({ username: "ci", password }, []));

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a password is redacted", () => {
  it.each([
    ["as it is", password],
    ["in JSON", JSON.stringify({ password })],
    ["in XML", "p\u00e4&quot;ss/wo+rd &amp; &lt;0815&gt; 100%"],
    ["in a URL", `https://ci:${encodeURIComponent(password)}@nexus.example`],
    [
      "in a URL with lower-case escapes",
      encodeURIComponent(password).replace(/%[0-9A-F]{2}/g, (text) => text.toLowerCase()),
    ],
    ["in a form", new URLSearchParams({ password }).toString()],
    ["in basic authentication", `Basic ${base64(`ci:${password}`)}`],
    ["in base64url", Buffer.from(`ci:${password}`).toString("base64url")],
    ["in base64 in a URL", `?auth=${encodeURIComponent(base64(`ci:${password}`))}`],
  ])("%s", (_, text) => {
    const redacted = redactor.redact(text);
    expect(redacted).toContain("[secret]");
    for (const form of [text, decodeURIComponent(text.replaceAll("100%", ""))])
      expect(redacted.length, redacted).toBeLessThan(form.length);
    expect(redacted).not.toMatch(/ss.{1,3}wo|0815|MDgxNT|wODE1|A4MT/);
  });

  it.each(["a", "ab", "abc", "robot$team+ci"])("in base64 of another user %j and more text around it", (user) => {
    const text = base64(`{"auth":"${user}:${password}"}`);
    expect(redactor.redact(text).replace("[secret]", "").length).toBeLessThan(
      text.length - base64(password).length + 8,
    );
  });
});

it("redacts no other text because of a short password", () => {
  const short = new Redactor();
  short.add("abc");
  expect(short.redact("YWJj is base64, abc is not")).toBe("YWJj is base64, [secret] is not");
});
