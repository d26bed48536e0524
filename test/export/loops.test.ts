import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Code } from "../../src/export/code.ts";
import { createCodeTemplate } from "../../src/export/code-template.ts";
import { exportMigration } from "../../src/migration/export-migration.ts";
import { migrateTerraform } from "../../src/migration/terraform/migrate-terraform.ts";
import { compileEstates } from "../support/compile-estates.ts";
import { findDeclaredDifferences, lintEstates } from "./support.ts";

const connection = { url: "https://nexus.example", username: "admin" };

/** The variable of a loop in a template literal. */
const placeholder = ["$", "{key}"].join("");

/** Migrates a state, and returns it like an exported Nexus. */
function migrate(text: string) {
  const migration = migrateTerraform(text, "state.json");
  const exported = exportMigration("site", migration, connection, "as migrated from Terraform");
  return { inventory: { declarations: [...migration.objects], unreadable: [] }, exported };
}

const fixtures = ["datadrivers-3.0.0", "sonatyperepo-1.14.0"].map((name) =>
  migrate(readFileSync(join(import.meta.dirname, `../migration/fixtures/${name}.show.json`), "utf8")),
);

describe("a program migrated from Terraform", () => {
  it("compiles, and passes the linter", () => {
    const texts = fixtures.map(({ exported }) => exported.estate);
    expect(compileEstates(texts).flat()).toEqual([]);
    expect(lintEstates(texts)).toBe("");
  });

  it("declares every object of the state as it is, in loops too", async () => {
    for (const fixture of fixtures) {
      const { declared, differences } = await findDeclaredDifferences(fixture, []);
      expect(differences).toEqual([]);
      expect(declared).toHaveLength(fixture.inventory.declarations.length);
    }
  });

  it("has a loop for all resources with the same keys, and one with the values that differ", () => {
    const estate = fixtures[0]?.exported.estate;
    expect(estate).toContain(
      `    for (const key of ["alpha", "beta"]) {\n      const rawHosted = new raw.Hosted(\`raw-${placeholder}\``,
    );
    expect(estate).toContain("        repository: rawHosted.name,");
    expect(estate).toContain('      { key: "prod", writePolicy: "ALLOW_ONCE", httpPort: 18444 },\n    ] as const) {');
    // The order of the members of a group stays.
    expect(estate).toContain('memberNames: ["docker-prod", "docker-dev", dockerHub.name]');
  });

  it("refers to resources of the same pass, of other passes and outside of the loop", async () => {
    const role = (name: string, index: string | undefined, roles: readonly string[]) => ({
      ...{ mode: "managed", type: "nexus_security_role", provider_name: "registry.example/datadrivers/nexus" },
      ...{ address: `nexus_security_role.${name}${index === undefined ? "" : `["${index}"]`}`, index },
      values: { roleid: [name, index].filter(Boolean).join("-"), name, roles },
    });
    const resources = [
      role("outside", undefined, []),
      role("referrer", undefined, ["base-alpha"]),
      ...["alpha", "beta"].map((index) => role("base", index, ["outside"])),
      ...["alpha", "beta"].map((index) => role("top", index, [`base-${index}`])),
      ...["alpha", "beta"].map((index) => role("crossed", index, [`base-${index === "alpha" ? "beta" : "alpha"}`])),
      ...["alpha", "beta"].map((index) => role("mixed", index, [index === "alpha" ? "base-alpha" : "top-alpha"])),
    ];
    const fixture = migrate(JSON.stringify({ format_version: "1.0", values: { root_module: { resources } } }));
    const { estate } = fixture.exported;
    expect([compileEstates([estate]).flat(), lintEstates([estate])]).toEqual([[], ""]);
    const { declared, differences } = await findDeclaredDifferences(fixture, []);
    expect([declared.length, differences]).toEqual([resources.length, []]);
    expect(estate).toContain(`new Role(\`top-${placeholder}\``);
  });

  it("has no loop for resources that differ in their fields", () => {
    const resources = ["a", "b"].map((index) => ({
      ...{
        mode: "managed",
        type: "nexus_repository_raw_hosted",
        address: `nexus_repository_raw_hosted.x["${index}"]`,
        index,
      },
      provider_name: "registry.example/datadrivers/nexus",
      values: {
        name: `raw-${index}`,
        ...(index === "b" && { component: [{ proprietary_components: true }] }),
        storage: [{ blob_store_name: "default", strict_content_type_validation: true, write_policy: "ALLOW" }],
      },
    }));
    const { exported } = migrate(JSON.stringify({ format_version: "1.0", values: { root_module: { resources } } }));
    expect(exported.estate).not.toContain("for (");
    expect(exported.estate).toContain('new raw.Hosted("raw-b"');
  });
});

describe("the template of the passes of a loop", () => {
  const template = (keys: readonly string[], ...codes: Code[]) => {
    const parameters: [string, readonly string[]][] = [];
    const code = createCodeTemplate(codes, keys, (proposed, values) => {
      parameters.push([proposed, values]);
      return proposed;
    });
    return { code, parameters };
  };

  it.each<[string, readonly string[], readonly Code[], Code]>([
    ["the same text", ["a", "b"], ['"raw"', '"raw"'], '"raw"'],
    ["a text with the key", ["alpha", "beta"], ['"raw-alpha"', '"raw-beta"'], `\`raw-${placeholder}\``],
    ["the key itself", ["alpha", "beta"], ['"alpha"', '"beta"'], "key"],
    ["a key that is also a part of the text", ["a", "b"], ['"raw-a"', '"raw-b"'], `\`raw-${placeholder}\``],
    [
      "a list",
      ["a", "b"],
      [{ array: ['"x-a"', "1"] }, { array: ['"x-b"', "1"] }],
      { array: [`\`x-${placeholder}\``, "1"] },
    ],
  ])("replaces %s", (_name, keys, codes, expected) => {
    expect(template(keys, ...codes)).toEqual({ code: expected, parameters: [] });
  });

  it("has a parameter for a value that differs otherwise, or has escapes", () => {
    const object = (port: string, text: string): Code => ({
      object: [
        { name: "port", value: port },
        { name: "text", value: text },
      ],
    });
    expect(template(["a", "b"], object("1", '"a\\n"'), object("2", '"b\\n"'))).toEqual({
      code: {
        object: [
          { name: "port", value: "port" },
          { name: "text", value: "text" },
        ],
      },
      parameters: [
        ["port", ["1", "2"]],
        ["text", ['"a\\n"', '"b\\n"']],
      ],
    });
  });

  it.each<[string, Code, Code]>([
    ["objects with other fields", { object: [{ name: "a", value: "1" }] }, { object: [] }],
    ["lists of other lengths", { array: ["1"] }, { array: [] }],
    ["other classes", { call: "new A", args: [] }, { call: "new B", args: [] }],
    ["a value and a list", "1", { array: [] }],
  ])("does not exist for %s", (_name, a, b) => {
    expect(template(["a", "b"], a, b).code).toBeUndefined();
  });
});
