import { describe, expect, it } from "vitest";
import { ImagesFileError, parseImageDocuments } from "../../../src/clients/images/image-documents.ts";

describe("a file", () => {
  it.each([
    ["JSON", "pods", '{"kind": "List", "items": []}', [{ kind: "List", items: [] }]],
    ["JSON with a byte order mark", "pods.json", '\uFEFF["a"]', [["a"]]],
    [
      "answers in JSON below each other",
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
    ["YAML that begins as JSON does", "f.yaml", "[a, b]", [["a", "b"]]],
    ["JSON in a file for YAML", "f.yaml", '{"a": "b"}', [{ a: "b" }]],
    ["nothing", "empty.yaml", "", [[]]],
  ])("is read: %s", (_, file, text, documents) => expect(parseImageDocuments(file, text)).toEqual(documents));

  it.each([
    ["pods.json", '{\n  "kind": oops\n}', "pods.json:2:11: this is not JSON (Unexpected token 'o')"],
    ["pods.json", '{\n  "kind":', "pods.json:2:10: this is not JSON (Unexpected end of JSON input)"],
    ["two", '{\n "a": 1\n}\n{\n "b": oops\n}', "two:5:7: this is not JSON (Unexpected token 'o')"],
    ["pods.json", '{\n  "a": [1,\n  ]}', "pods.json:3:3: this is not JSON (Unexpected token ']')"],
    ["pods.json", '{\n  "a": 1,\n  }', "pods.json:3:3: this is not JSON (Expected double-quoted property name"],
    ["pods.json", `{"a": "${"x".repeat(99)}",\n"b": 01}`, "pods.json:2:7: this is not JSON (Unexpected number"],
    ["c.yaml", "a: 1\nb: [1\n", "c.yaml:3:1: this is not YAML (Flow sequence in block collection"],
    ["c.yaml", "a: 1\na: 2\n", "c.yaml:2:1: this is not YAML (Map keys must be unique"],
    ["images.txt", "a\nb c\n", "images.txt:2: a list has one image a line, and this line has several words"],
    ["\u001b[2J.json", "\u001b", "‹U+001B›[2J.json:1:1: this is not JSON (Unexpected token '‹U+001B›'"],
    [
      "c.yaml",
      "a: *\u202e",
      "c.yaml:1: this YAML cannot be read (ReferenceError: Unresolved alias (the anchor must be set before the alias): ‹U+202E›)",
    ],
    ["c.yaml", bomb(), "c.yaml:1: this YAML cannot be read (ReferenceError: Excessive alias count"],
  ])("is refused by its place: %s", (file, text, message) => {
    const read = () => parseImageDocuments(file, text);
    expect(read).toThrow(ImagesFileError);
    expect(read).toThrow(message);
  });
});

/** A few lines that are millions once each name is what it stands for. */
function bomb(): string {
  const of = (name: string) => `[${Array(9).fill(`*${name}`).join(", ")}]`;
  return ["a: &a [x, x, x]", "b: &b ".concat(of("a")), "c: &c ".concat(of("b")), "d: &d ".concat(of("c"))].join("\n");
}
