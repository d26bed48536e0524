/** An export escapes names and texts, which may contain any characters. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Inventory } from "../../src/estate/estate.ts";
import { exportEstate } from "../../src/export/export.ts";
import { formatExportReport } from "../../src/export/export-report.ts";
import { getIdentity } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { compileEstates } from "../support/compile-estates.ts";
import { getKind } from "../support/resource-stack.ts";
import { findDeclaredDifferences, lintEstates } from "./support.ts";

const hostileTexts = [
  'double " and single \' and both "\'"',
  `\`\${process.exit(3)}\``,
  "*/ process.exit(3); /*",
  "// and\nnew lines\r\nof both kinds",
  "\u2028line\u2029paragraph",
  "\u202Ereversed\u202C and \u2066isolated\u2069",
  "nul \u0000, bell \u0007, escape \u001b[31m, delete \u007f",
  `\\ backslash \\n \\u0041 \\\${x} \\\``,
  "<script>alert(1)</script>",
  "--> ]]> $(touch x) `touch x` ; rm -rf x",
  "日本語のロール",
  "emoji 🦊 and e\u0301 and lone \ud800",
  "x".repeat(300),
  "very long words ".repeat(18),
  "class",
  "new",
  "await",
  "constructor",
  "__proto__",
  "toString",
  "secrets",
  "docker",
  "undefined",
  "estate",
  "9lives",
  "-",
  " ",
  "a b",
  "a-b",
  "a_b",
  "A.B",
  `#{ruby} %{x} {{mustache}} \${ldap}`,
  "nx-repository-view-raw-files-read",
];

const texts = fc.sample(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ unit: "grapheme", maxLength: 130 }),
    fc.tuple(fc.constantFrom(...hostileTexts), fc.constantFrom(...hostileTexts)).map((pair) => pair.join("")),
  ),
  { seed: 7, numRuns: 60 },
);

/** Returns an inventory of objects whose names Nexus hardly restricts. */
function inventoryOf(all: readonly string[]): Inventory {
  const objects = all.flatMap((text, index): [string, Fields][] => {
    const id = text.replace(/^\.{1,2}$/, "dots").slice(0, 200) || "none";
    return [
      ["role", { roleId: id, name: text || id, description: text, privileges: ["nx-all", text || "p"], roles: [] }],
      ["user", user(id.replaceAll(":", ""), [id])],
      ["script", { name: `script-${index}`, type: text || "groovy", content: `${text}\n${text}\n${text} end` }],
      ["content-selector", { name: `selector-${index}`, description: text, expression: text || "true" }],
      ["routing-rule", { name: `rule-${index}`, description: text, mode: "BLOCK", matchers: [text || "a", "b"] }],
      [
        "task",
        {
          type: "repository.export",
          name: text || "t",
          enabled: true,
          schedule: "manual",
          properties: { [text.replaceAll(".", "") || "p"]: text || "1" },
        },
      ],
      ["ldap-server", { ...directory, name: text || "l", searchBase: text || "b", userLdapFilter: text }],
    ];
  });
  const declarations = objects.map(([name, fields]) => {
    const kind = getKind(name);
    return { kind, resource: getIdentity(kind, fields), fields };
  });
  return { declarations, unreadable: [{ family: "task", reason: "a reason\nwith \u001b[31mcolours" }] };
}

function user(userId: string, roles: string[]): Fields {
  return { userId, firstName: userId || "u", lastName: userId, emailAddress: "x@y.example", status: "active", roles };
}

const directory: Fields = {
  protocol: "LDAP",
  host: "ldap.example",
  userObjectClass: "inetOrgPerson",
  userIdAttribute: "uid",
  userRealNameAttribute: "cn",
  userEmailAddressAttribute: "mail",
};

describe("hostile names and texts", () => {
  const inventory = inventoryOf([...new Set([...hostileTexts, ...texts])]);
  const exported = exportEstate("hostile", inventory, {}, { url: "https://nexus.example", username: 'a"b: c #d' });

  it("are exported as a program that compiles and is formatted", () => {
    expect(compileEstates([exported.estate]).flat()).toEqual([]);
    expect(lintEstates([exported.estate])).toBe("");
  });

  it("are declared unchanged", async () => {
    const { declared, differences } = await findDeclaredDifferences({ inventory, exported }, []);
    expect(differences).toEqual([]);
    expect(declared).toHaveLength(exported.count);
    expect(exported.count).toBeGreaterThan(inventory.declarations.length * 0.9);
  });

  it("leave no control characters and no direction marks in the files and the report", () => {
    const report = formatExportReport("hostile", exported, ["src/estates/hostile.ts", "Pulumi.hostile.yaml"]);
    for (const text of [exported.estate, exported.stack, report])
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});
