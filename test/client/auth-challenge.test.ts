import { expect, it } from "vitest";
import { parseAuthChallenges } from "../../src/client/auth-challenge.ts";

it.each([
  [undefined, []],
  [
    'Basic realm="Sonatype Nexus Repository Manager"',
    [{ scheme: "basic", parameters: { realm: "Sonatype Nexus Repository Manager" } }],
  ],
  [
    'Bearer realm="https://nexus.example/v2/token",service="https://nexus.example/v2/token",scope="repository:a/b:pull,push"',
    [
      {
        scheme: "bearer",
        parameters: {
          realm: "https://nexus.example/v2/token",
          service: "https://nexus.example/v2/token",
          scope: "repository:a/b:pull,push",
        },
      },
    ],
  ],
  [
    'Negotiate, BASIC realm = "a \\"b\\", c", Bearer realm=x',
    [
      { scheme: "negotiate", parameters: {} },
      { scheme: "basic", parameters: { realm: 'a "b", c' } },
      { scheme: "bearer", parameters: { realm: "x" } },
    ],
  ],
])("parses %j", (header, challenges) => expect(parseAuthChallenges(header)).toEqual(challenges));

it("parses several headers", () =>
  expect(parseAuthChallenges(["Basic realm=a", "Bearer realm=b"]).map(({ scheme }) => scheme)).toEqual([
    "basic",
    "bearer",
  ]));
