import { expect, it } from "vitest";
import { evaluateSelector } from "../../../src/clients/doctor/causes/selector-match.ts";

it.each([
  ['path =^ "/v2/demo/"', true],
  ['path =^ "/v2/other/"', false],
  ['format == "docker" and path =~ "/v2/demo/.*"', true],
  ['format == "docker" and path == "/v2/demo/"', false],
  ["format == 'raw' or path =^ '/v2/'", true],
  ['format != "raw"', true],
  ['format == "raw" or coordinate.group == "x"', undefined],
  ['format == "raw" and coordinate.group == "x"', false],
  ['format == "docker" and (path =^ "/a" or path =^ "/v2/")', undefined],
  ['path =~ "("', undefined],
  ["", undefined],
])("evaluateSelector: %s returns %s", (expression, selected) => {
  expect(evaluateSelector(expression, "docker", "/v2/demo/app/manifests/1")).toBe(selected);
});
