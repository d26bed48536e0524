import { describe, expect, it } from "vitest";
import { ImagesFileError, parseImageDocuments } from "../../../src/clients/images/image-documents.ts";

describe("parseImageDocuments", () => {
  it.each([
    ["JSON", "pods", '{"kind": "List", "items": []}', [{ kind: "List", items: [] }]],
    ["JSON with a byte order mark", "pods.json", '\uFEFF["a"]', [["a"]]],
    [
      "several JSON documents in one file",
      "-",
      '{\n  "kind": "A"\n}\n{\n  "kind": "B"\n}\n',
      [{ kind: "A" }, { kind: "B" }],
    ],
    ["YAML documents", "all.yaml", "kind: A\n---\nkind: B\n", [{ kind: "A" }, { kind: "B" }]],
    [
      "YAML with merge keys",
      "c.yml",
      "x: &x { image: a }\ny: { <<: *x }\n",
      [{ x: { image: "a" }, y: { image: "a" } }],
    ],
    ["a plain list", "images", "# ours\na.example:5000/b:1\n\nnginx # theirs\r\n", [["a.example:5000/b:1", "nginx"]]],
    ["a plain list with placeholders", "images.txt", "<image>\n$IMAGE\n", [["<image>", "$IMAGE"]]],
    ["YAML that begins like JSON", "f.yaml", "[a, b]", [["a", "b"]]],
    ["JSON in a YAML file", "f.yaml", '{"a": "b"}', [{ a: "b" }]],
    ["an empty file", "empty.yaml", "", [[]]],
  ])("parses %s", (_, file, text, documents) => expect(parseImageDocuments(file, text)).toEqual(documents));

  it.each([
    ["pods.json", '{\n  "kind": oops\n}', "pods.json:2:11: not valid JSON (Unexpected token 'o')"],
    ["pods.json", '{\n  "kind":', "pods.json:2:10: not valid JSON (Unexpected end of JSON input)"],
    ["two", '{\n "a": 1\n}\n{\n "b": oops\n}', "two:5:7: not valid JSON (Unexpected token 'o')"],
    ["pods.json", '{\n  "a": [1,\n  ]}', "pods.json:3:3: not valid JSON (Unexpected token ']')"],
    ["pods.json", '{\n  "a": 1,\n  }', "pods.json:3:3: not valid JSON (Expected double-quoted property name"],
    ["pods.json", `{"a": "${"x".repeat(99)}",\n"b": 01}`, "pods.json:2:7: not valid JSON (Unexpected number"],
    ["c.yaml", "a: 1\nb: [1\n", "c.yaml:3:1: not valid YAML (Flow sequence in block collection"],
    ["c.yaml", "a: 1\na: 2\n", "c.yaml:2:1: not valid YAML (Map keys must be unique"],
    ["images.txt", "a\nb c\n", "images.txt:2: a list must have one image per line, but this line has several words"],
    ["\u001b[2J.json", "\u001b", "‹U+001B›[2J.json:1:1: not valid JSON (Unexpected token '‹U+001B›'"],
    [
      "c.yaml",
      "a: *\u202e",
      "c.yaml:1: YAML cannot be read (ReferenceError: Unresolved alias (the anchor must be set before the alias): ‹U+202E›)",
    ],
    ["c.yaml", bomb(), "c.yaml:1: YAML cannot be read (ReferenceError: Excessive alias count"],
  ])("reports the position of an error: %s", (file, text, message) => {
    const read = () => parseImageDocuments(file, text);
    expect(read).toThrow(ImagesFileError);
    expect(read).toThrow(message);
  });
});

/** Returns a few lines of YAML that expand to millions of values. */
function bomb(): string {
  const of = (name: string) => `[${Array(9).fill(`*${name}`).join(", ")}]`;
  return ["a: &a [x, x, x]", "b: &b ".concat(of("a")), "c: &c ".concat(of("b")), "d: &d ".concat(of("c"))].join("\n");
}
