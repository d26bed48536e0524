import { describe, expect, it } from "vitest";
import { formatImageReference, requireImageReference } from "../../../src/client-config/image-reference.ts";
import { dockerHub, hasReferencePrefix, resolvePull } from "../../../src/clients/images/mirror-resolution.ts";
import type { MirrorSet } from "../../../src/clients/images/openshift.ts";
import { isPlaceholder } from "../../../src/clients/images/used-image.ts";
import { digest } from "./support.ts";

describe("hasReferencePrefix", () => {
  it.each([
    ["r.example/team", "r.example/team/app:1", true],
    ["r.example/team/", "r.example/team/app:1", true],
    ["r.example/team/app", "r.example/team/app:1", true],
    ["r.example/team/app:1", "r.example/team/app:1", true],
    ["r.example/team/app", `r.example/team/app@${digest("1")}`, true],
    ["r.example", "r.example/app", true],
    ["r.example:5000", "r.example:5000/app", true],
    ["r.example/team", "r.example/team-b/app", false],
    ["r.example/team/app:1", "r.example/team/app:10", false],
    ["r.example", "r.example.evil/app", false],
    ["r.example", "r.example:5000/app", false],
    ["r.example/team/", "r.example/team", false],
  ])("%s is a prefix of %s: %s", (prefix, text, isPrefix) => expect(hasReferencePrefix(prefix, text)).toBe(isPrefix));
});

const set = (source: string, mirrors: string[], more: Partial<MirrorSet> = {}): MirrorSet => ({
  kind: "ImageDigestMirrorSet",
  name: "set",
  pulls: "digest",
  source,
  mirrors,
  ...more,
});
const tags: Partial<MirrorSet> = { kind: "ImageTagMirrorSet", name: "tags", pulls: "tag" };
const never: Partial<MirrorSet> = { neverContactSource: true };

describe("resolvePull", () => {
  const one = digest("1");
  it.each<[string, MirrorSet[], string[]]>([
    [`q.example/a/b@${one}`, [], [`q.example/a/b@${one}`]],
    [`q.example/a/b@${one}`, [set("q.example", ["m.example/q"])], [`m.example/q/a/b@${one}`, `q.example/a/b@${one}`]],
    [`q.example/a/b@${one}`, [set("q.example", ["m.example/q"], never)], [`m.example/q/a/b@${one}`]],
    [`q.example/a/b:1@${one}`, [set("q.example/a/b", ["m.example/x"], never)], [`m.example/x:1@${one}`]],
    // Only the longest source applies.
    [
      `q.example/a/b@${one}`,
      [set("q.example", ["m.example/q"], never), set("q.example/a", ["m.example/a"])],
      [`m.example/a/b@${one}`, `q.example/a/b@${one}`],
    ],
    // This holds even if its mirrors are for tags only.
    [
      `q.example/a/b@${one}`,
      [set("q.example", ["m.example/q"]), set("q.example/a", ["m.example/a"], tags)],
      [`q.example/a/b@${one}`],
    ],
    // A tag is redirected by mirrors for tags only, but NeverContactSource of any set applies.
    ["q.example/a:1", [set("q.example", ["m.example"])], ["q.example/a:1"]],
    ["q.example/a:1", [set("q.example", ["m.example"], tags)], ["m.example/a:1", "q.example/a:1"]],
    ["q.example/a:1", [set("q.example", ["m.example"], never)], []],
    // A wildcard matches the whole host; a literal host wins.
    ["q.example/a:1", [set("*.example", ["m.example/all"], { ...tags, ...never })], ["m.example/all/a:1"]],
    ["q.test/a:1", [set("*.example", ["m.example/all"], { ...tags, ...never })], ["q.test/a:1"]],
    [
      "q.example/a:1",
      [
        set("*.example", ["m.example/all"], { ...tags, ...never }),
        set("q.example", ["m.example/q"], { ...tags, ...never }),
      ],
      ["m.example/q/a:1"],
    ],
    // Sets with the same source are merged; the source may be among the mirrors.
    [
      `q.example/a@${one}`,
      [set("q.example", ["m.example", "q.example"]), set("q.example", ["n.example"])],
      [`m.example/a@${one}`, `q.example/a@${one}`, `n.example/a@${one}`],
    ],
    ["q.example-b/a:1", [set("q.example", ["m.example"], { ...tags, ...never })], ["q.example-b/a:1"]],
    // An image without a host is from Docker Hub.
    ["nginx:1", [set(`${dockerHub}/library`, ["m.example/hub"], { ...tags, ...never })], ["m.example/hub/nginx:1"]],
  ])("resolves the sources of %s", (image, sets, sources) => {
    expect(resolvePull(requireImageReference(image), sets).from.map(formatImageReference)).toEqual(sources);
  });
});

const todo = ["TO", "DO"].join("");
describe("isPlaceholder", () => {
  it.each([
    "does-not-exist",
    "registry.example/does-not-exist:1",
    "registry.example/app:does-not-exist",
    todo,
    `registry.example/app:${todo}`,
    "example.com/app:1",
    "docker.example.org:5000/app",
    "<image>",
    "registry.example/<image>:1",
    "REPLACE_ME",
    "registry.example/team/replace-me:1",
    "registry.example/team/CHANGEME",
    "your-registry/app",
  ])("returns true for %s", (image) => expect(isPlaceholder(image)).toBe(true));

  it.each([
    "registry.example/app:1",
    "team/todo-app:1",
    "myexample.com/app",
    "example.com.test/app",
    "registry.example/placeholder-images/app",
    "registry.example/does-not-exists/app",
    "registry.example/app:changed-me",
  ])("returns false for %s", (image) => expect(isPlaceholder(image)).toBe(false));
});
