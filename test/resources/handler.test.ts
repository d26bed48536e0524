import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { resourceKinds } from "../../src/model/catalogue.ts";
import { handlerFor } from "../../src/resources/handler.ts";

it("the handler text stored in each state does not change, byte for byte", () => {
  expect(handlerFor("docker-hosted")).toBe(
    'let r;exports.handler=()=>{let p={configure:q=>r=import("nexus-iac/provider").then(m=>m.connect("docker-hosted",q))};for(let m of["check","diff","create","read","update","delete"])p[m]=async(...a)=>(await r)[m](...a);return p}',
  );
});

/** One line a kind. Lines are added; none is ever changed or taken out. */
const storedKinds = readFileSync("test/resources/kinds-in-states.txt", "utf8").trim().split("\n");

it("the names and tokens of kinds stored in each state do not change", () => {
  const names = resourceKinds.flatMap((kind) => [kind, ...(kind.formerly ?? [])]);
  expect(names.map(({ name, token }) => `${name} ${token}`).sort()).toEqual(storedKinds);
});
