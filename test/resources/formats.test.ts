import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { repositoryKinds } from "../../src/model/kinds/repository/repository-kinds.ts";
import * as formats from "../../src/resources/formats/index.ts";

const recipes = Object.entries(repositoryKinds).flatMap(([format, types]) =>
  Object.keys(types).map((type) => ({ format, type, className: type.replace(/^./, (first) => first.toUpperCase()) })),
);

it.each(recipes)("$format exports the class $className and the type of its arguments", ({ format, className }) => {
  expect(formats).toHaveProperty([format, className]);
  const source = readFileSync(`src/resources/arguments/${format}.ts`, "utf8");
  expect(source).toContain(`export interface ${className}Args `);
});
