/**
 * Generates docs/public-api.txt: the declarations of the package's public API without comments, so that a change of it is seen in a
 * review. The interfaces of arguments are not repeated: `src/resources/arguments` is generated, too.
 */
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** The file of the report. */
export const API_REPORT = "docs/public-api.txt";

const NOTICE =
  "Written by `npm run reference`: the public declarations of nexus-iac. A removed or changed line can break programs.";

/** `nexus-iac/provider` is for Pulumi only, and `nexus-iac/zod` is zod. */
const entry = "src/index.ts";

/** Generates the report of the checkout in a folder. Returns the pair of file and text. */
export function generateApiReport(root: string): [string, string] {
  const files = emitDeclarations(root);
  const sections = [...listReachable([entry], files)]
    .filter((file) => !file.startsWith("src/resources/arguments/"))
    .sort()
    .map((file) => `// ${file}\n${files.get(file) ?? ""}`);
  return [API_REPORT, `${[NOTICE, ...sections].join("\n\n").trimEnd()}\n`];
}

/** Returns the text of all declaration files, by source file. */
function emitDeclarations(root: string): Map<string, string> {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const options = { emitDeclarationOnly: true, removeComments: true };
  const config = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.build.json"), options, host);
  if (!config) throw new Error("Cannot read tsconfig.build.json.");
  const program = ts.createProgram([join(root, entry)], { ...config.options, outDir: root });
  const files = new Map<string, string>();
  program.emit(undefined, (file, text) => {
    files.set(`src/${relative(root, file).replace(/\.d\.ts$/, ".ts")}`, text.trimEnd());
  });
  return files;
}

/** Lists the files that declarations import, directly or not. */
function listReachable(
  from: readonly string[],
  files: ReadonlyMap<string, string>,
  found = new Set<string>(),
): Set<string> {
  for (const file of from) {
    if (found.has(file)) continue;
    found.add(file);
    const imports = [...(files.get(file) ?? "").matchAll(/(?:from |import\()"(\.[^"]+)"/g)];
    listReachable(
      imports.map(([, path = ""]) => join(dirname(file), path)),
      files,
      found,
    );
  }
  return found;
}
