import { join, resolve } from "node:path";
import ts from "typescript";

const checkout = resolve(import.meta.dirname, "../..");

/** The parsed files of packages, which all programs of a test process share. */
const packageFiles = new Map<string, ts.SourceFile | undefined>();

/** Compiles texts together, as files of src/estates with the project's options. Returns the errors of each text. */
export function compileEstates(texts: readonly string[], more: ts.CompilerOptions = {}): string[][] {
  const { config } = ts.readConfigFile(join(checkout, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, checkout);
  const sources = new Map(texts.map((text, index) => [join(checkout, `src/estates/made-up-${index}.ts`), text]));
  const host = ts.createCompilerHost(options);
  // Errors do not depend on comments.
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.getSourceFile = (path, version, ...others) => {
    const text = sources.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, version);
    const file = packageFiles.get(path) ?? getSourceFile(path, version, ...others);
    if (path.includes("/node_modules/")) packageFiles.set(path, file);
    return file;
  };
  const program = ts.createProgram([...sources.keys()], { ...options, ...more }, host);
  return [...sources.keys()].map((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ start = 0, messageText }) => {
        const line = file?.getLineAndCharacterOfPosition(start).line;
        return `line ${line} of it: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      },
    );
  });
}
