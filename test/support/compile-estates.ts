import { join, resolve } from "node:path";
import ts from "typescript";

const checkout = resolve(import.meta.dirname, "../..");

/** Compiles texts together, as files of src/estates with the project's options. Returns the errors of each text. */
export function compileEstates(texts: readonly string[], more: ts.CompilerOptions = {}): string[][] {
  const { config } = ts.readConfigFile(join(checkout, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, checkout);
  const sources = new Map(texts.map((text, index) => [join(checkout, `src/estates/made-up-${index}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.getSourceFile = (path, version, ...others) => {
    const text = sources.get(path);
    return text === undefined ? getSourceFile(path, version, ...others) : ts.createSourceFile(path, text, version);
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
