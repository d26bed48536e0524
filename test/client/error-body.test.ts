import { describe, expect, it } from "vitest";
import { parseErrorBody } from "../../src/client/error-body.ts";

describe("parseErrorBody", () => {
  it.each<[string, number, string, string, string]>([
    [
      "a list of violations, in a fixed order",
      400,
      '[{"id":"PARAMETER roles","message":"must not be empty"},{"id":"FIELD name","message":"must not be null"}]',
      "application/json",
      "name: must not be null; roles: must not be empty",
    ],
    [
      "a message within a message",
      404,
      `{"id":"*","message":"\\"Role 'x' not found.\\""}`,
      "application/json",
      "Role 'x' not found.",
    ],
    [
      "a plain message",
      400,
      '{"id":"*","message":"BlobStore b1 is in use"}',
      "application/json",
      "BlobStore b1 is in use",
    ],
    [
      "a Java exception",
      500,
      "ERROR: (ID 4c34d57e-a3c7) org.sonatype.nexus.security.user.DuplicateUserException: User alice already exists.",
      "text/plain",
      "DuplicateUserException: User alice already exists.",
    ],
    [
      "a printed object",
      400,
      `ValidationErrorXO{id='*', message='"Unknown realmIds: [Nosuch]"'}`,
      "text/plain",
      "Unknown realmIds: [Nosuch]",
    ],
    [
      "read-only",
      503,
      "Nexus Repository Manager is in read-only mode: (ID 63f35fc3-8e3d)",
      "text/plain",
      "Nexus Repository Manager is in read-only mode",
    ],
    ["nothing", 403, "", "", "The user has no permission for this"],
    ["an empty list", 400, "[]", "application/json", "No reason given"],
    [
      "an HTML page of a proxy",
      502,
      "<html><title>502 Bad Gateway</title></html>",
      "text/html",
      'Received a web page instead of a response of Nexus\'s API: "502 Bad Gateway"',
    ],
  ])("%s", (_, status, body, type, expected) => {
    expect(parseErrorBody(status, body, type).text).toBe(expected);
  });

  it("returns the names of fields without prefixes", () => {
    const { fields } = parseErrorBody(400, '[{"id":"HelperBean.memberNames","message":"no"},{"id":"*","message":"x"}]');
    expect(fields).toEqual([
      { field: "", message: "x" },
      { field: "memberNames", message: "no" },
    ]);
  });
});
