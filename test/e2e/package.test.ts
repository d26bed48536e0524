/** Packs the package, installs it from the tarball, compiles a program against it and runs that program with Pulumi. */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import ts from "typescript";
import ts5 from "typescript-5";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import embeddedManifest from "../../embedded-nexus/package.json" with { type: "json" };
import manifest from "../../package.json" with { type: "json" };
import { readPageAssets } from "../../src/cli/shared/report-files.ts";
import { describeKinds } from "../../src/reference/kind-descriptions.ts";
import { CliStack } from "../support/stack/cli-stack.ts";
import { ManualClient } from "../support/stack/test-environment.ts";

const checkout = resolve(import.meta.dirname, "../..");
const fixtures = join(import.meta.dirname, "package");

let nexus: EmbeddedNexus;
let stack: CliStack;
/** The installed package. */
let installed: string;
/** The output of the pack command. */
let packOutput: string;

beforeAll(async () => {
  nexus = await startNexus();
  stack = await CliStack.open({
    program: "",
    config: { url: nexus.url, username: "admin", upstreams: { mavenCentral: "https://maven.example" } },
    secrets: { password: "admin123" },
  });
  const { folder } = stack;
  installed = join(folder, "node_modules", manifest.name);
  const tarballs = join(folder, "packed");
  packOutput = run(process.execPath, [join(checkout, "tools/package/pack.mjs"), tarballs], checkout);
  rmSync(join(folder, "node_modules"), { recursive: true });
  rmSync(join(folder, "program.ts"));
  cpSync(fixtures, folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "nexus", runtime: "nodejs" }));
  // The exact versions of this checkout, so that a new release of a dependency does not fail this test.
  const dependencies = { ...manifest.dependencies, "@types/node": manifest.devDependencies["@types/node"] };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", main: "index.js", dependencies }));
  const packed = [manifest, embeddedManifest].map(({ name, version }) => join(tarballs, `${name}-${version}.tgz`));
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...packed], folder);
});

afterAll(async () => {
  stack?.close();
  await nexus?.stop();
});

function run(program: string, args: string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

describe("the tarball", () => {
  const files = () =>
    readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1));

  it("is printed with its path and size", () => {
    expect(packOutput).toMatch(
      /\/packed\/nexus-iac-[\d.]+\.tgz \(\d+ kB\)\n.*\/packed\/nexus-embedded-[\d.]+\.tgz \(\d+ kB\)\n$/,
    );
  });

  it("holds the library and its command, compiled, and nothing else", () => {
    const others = files().filter((file) => !/^lib\/(.*\/)?[\w-]+(\.d\.ts|\.js)$/.test(file));
    const styles = readdirSync(join(checkout, "src/review/page/style")).map((file) => `lib/review/page/style/${file}`);
    const schemas = readdirSync(join(checkout, "docs/schemas")).map((file) => `schemas/${file}`);
    const pipelines = ["pipelines/Jenkinsfile", "templates/github/nexus-iac.yml", "templates/nexus-iac.yml"];
    const known = ["LICENSE", "README.md", "lib/reference/comments.json", ...styles, "package.json", ...schemas];
    expect(others.sort()).toEqual([...known, ...pipelines].sort());
    const folders = new Set(files().map((file) => dirname(file).split("/")[1]));
    for (const ours of ["estates", "demo"]) expect(folders).not.toContain(ours);
    const commands = files().filter((file) => file.startsWith("lib/cli/") && file.endsWith(".js"));
    for (const command of ["kinds", "review/review", "drift"])
      expect(commands).toContain(`lib/cli/commands/${command}.js`);
    expect(existsSync(join(installed, "lib/program.js"))).toBe(false);
  });

  it("has a package.json with what users need only", () => {
    const published = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    const { name, version, description, keywords, license, type, engines } = manifest;
    const { "@pulumi/pulumi": pulumi, "@pulumi/command": command, ...dependencies } = manifest.dependencies;
    expect(published).toEqual({
      ...{ name, version, description, keywords, license, type, engines },
      bin: { "nexus-iac": "./lib/cli/main.js" },
      exports: {
        ".": { types: "./lib/index.d.ts", default: "./lib/index.js" },
        "./provider": { types: "./lib/provider/index.d.ts", default: "./lib/provider/index.js" },
        "./zod": { types: "./lib/zod.d.ts", default: "./lib/zod.js" },
        "./package.json": "./package.json",
      },
      main: "./lib/index.js",
      types: "./lib/index.d.ts",
      typesVersions: { "*": { provider: ["./lib/provider/index.d.ts"], zod: ["./lib/zod.d.ts"] } },
      dependencies: Object.fromEntries(Object.entries(dependencies).map(([name, version]) => [name, `^${version}`])),
      peerDependencies: { "@pulumi/command": `^${command}`, "@pulumi/pulumi": `^${pulumi}` },
      peerDependenciesMeta: { "@pulumi/command": { optional: true } },
    });
  });

  it("can be published", () => {
    const tarball = join(stack.folder, "packed", `${manifest.name}-${manifest.version}.tgz`);
    const output = run("npm", ["publish", "--dry-run", "--provenance=false", "--access=public", tarball], stack.folder);
    expect(output.trim()).toBe(`+ ${manifest.name}@${manifest.version}`);
  });

  it("has no problem that publint finds", async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true });
    expect(messages.map((message) => formatMessage(message, { name: manifest.name }))).toEqual([]);
  });

  it("is resolved with its types by every resolution of TypeScript", async () => {
    const tarball = readFileSync(join(stack.folder, "packed", `${manifest.name}-${manifest.version}.tgz`));
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
    const problems = "problems" in analysis ? analysis.problems : ["no types"];
    // All supported releases of Node.js load an ES module by require().
    expect(problems.filter((problem) => typeof problem === "string" || problem.kind !== "CJSResolvesToESM")).toEqual(
      [],
    );
  });

  it("has a command that prints the documentation of every kind and field", () => {
    const kinds = run(join(stack.folder, "node_modules/.bin/nexus-iac"), ["kinds", "--json"], stack.folder);
    expect(JSON.parse(kinds)).toEqual(JSON.parse(JSON.stringify(describeKinds())));
  });

  it("contains the styles and scripts of the review page", () => {
    const plan = join(stack.folder, "plan.json");
    writeFileSync(plan, JSON.stringify({ steps: [] }));
    const options = ["review", "--plan", plan, "--offline", "--out", "review"];
    run(join(stack.folder, "node_modules/.bin/nexus-iac"), options, stack.folder);
    const page = readFileSync(join(stack.folder, "review/review.html"), "utf8");
    const { styles, scripts } = readPageAssets();
    for (const text of [...styles, ...scripts]) expect(page).toContain(text.trim());
  });

  it("declares nothing as any", () => {
    const declarations = files().filter((file) => file.endsWith(".d.ts"));
    expect(declarations.filter((file) => containsAny(join(installed, file)))).toEqual([]);
  });
});

function containsAny(file: string): boolean {
  const isAny = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.AnyKeyword || (ts.forEachChild(node, isAny) ?? false);
  return isAny(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
}

it("writes a project that compiles with its own options", () => {
  const bin = join(stack.folder, "node_modules/.bin");
  run(join(bin, "nexus-iac"), ["init", "project", "--from", "nothing", "--pipeline", "jenkins"], stack.folder);
  const project = join(stack.folder, "project");
  expect(readFileSync(join(project, "Jenkinsfile"), "utf8")).toContain("STACK = 'site'");
  // Modules and types are found in the folder above.
  run(process.execPath, [join(checkout, "node_modules/typescript/bin/tsc"), "-p", project], project);
});

it("brings the embedded Nexus as a package of its own, with a command that serves the REST API", async () => {
  const command = join(installed, "../.bin/nexus-embedded");
  const child = spawn(command, ["--port", "0", "--connectors", "none"], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  let output = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    output += chunk;
    if (/http:\S+\n/.test(output)) break;
  }
  const [url] = /http:\S+/.exec(output) ?? [];
  expect((await fetch(`${url}/service/rest/v1/status`)).status).toBe(200);
});

describe("its types", () => {
  const options: ts.CompilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
  };
  let file: string;
  let editor: ts.LanguageService;

  beforeAll(() => {
    file = join(stack.folder, "consumer.ts");
    editor = ts.createLanguageService({
      getCompilationSettings: () => options,
      getCurrentDirectory: () => stack.folder,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      getScriptFileNames: () => [file],
      getScriptVersion: () => "",
      getScriptSnapshot: (name) =>
        existsSync(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, "utf8")) : undefined,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      directoryExists: ts.sys.directoryExists,
    });
  });

  it("compile with every check on, accept Outputs at every level, and refuse every mistake", () => {
    const program = editor.getProgram();
    const diagnostics = program ? ts.getPreEmitDiagnostics(program) : [];
    const errors = diagnostics.map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
    expect(program?.getSourceFile(join(installed, "lib/index.d.ts"))).toBeDefined();
    expect(errors).toEqual([]);
  });

  it.each([
    ["writePolicy:", "a path (a tag, a version) can be written only once"],
    ["httpPort:", "The port of the HTTP connector"],
    ["criteriaLastDownloaded:", "The minimum days since the last download; 1 to 24855."],
    ["preemptive:", "Sends the credentials with the first request"],
    ["contentSelector:", "The content selector that restricts the privilege to a part of the content."],
    ["active:", "The ids of the active realms, in the order of search"],
    ["onConflict:", "The action if the object already exists in Nexus"],
    ["allowContentLoss:", "Allows actions that lose content"],
    ["Hosted(", "A hosted repository for images."],
    ["privileges(...", "Returns the names of the privileges that Nexus creates with the repository"],
    ["neverCleaned(", "Requires that a repository has no cleanup policy"],
  ])("show documentation in an editor for %s", (place, meaning) => {
    const at = readFileSync(file, "utf8").indexOf(place);
    const { documentation } = editor.getQuickInfoAtPosition(file, at) ?? {};
    expect(ts.displayPartsToString(documentation)).toContain(meaning);
  });
});

/** The README's program, and one that returns no outputs. */
const programs = {
  "program-with-outputs.ts": [
    'import { docker, estate } from "nexus-iac";',
    "",
    "export = estate({",
    "  declare: () => {",
    '    const args: docker.HostedArgs = { storage: { writePolicy: "ALLOW_ONCE" }, docker: { httpPort: 5001 } };',
    '    return { registry: new docker.Hosted("apps", args).registry };',
    "  },",
    "});",
  ],
  "program-without-outputs.ts": [
    'import { estate, raw } from "nexus-iac";',
    "",
    'export const program = estate({ declare() { new raw.Hosted("files"); } });',
  ],
};

describe("a project of `pulumi new typescript` with TypeScript 5.9", () => {
  const template: ts5.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts5.ScriptTarget.ES2020,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    experimentalDecorators: true,
    types: ["node"],
  };
  const { CommonJS, NodeNext } = ts5.ModuleKind;
  const { Node10, NodeNext: NextResolution } = ts5.ModuleResolutionKind;

  it.each([
    ["commonjs and node", { module: CommonJS, moduleResolution: Node10 }],
    ["nodenext", { module: NodeNext, moduleResolution: NextResolution }],
  ])("compiles with the modules of %s, without skipLibCheck", (_, modules) => {
    const folder = join(stack.folder, "classic");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "commonjs" }));
    const files = Object.entries(programs).map(([name, lines]) => {
      writeFileSync(join(folder, name), lines.join("\n"));
      return join(folder, name);
    });
    const program = ts5.createProgram(files, { ...template, ...modules });
    const errors = ts5.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName}: ${ts5.flattenDiagnosticMessageText(messageText, " ")}`;
    });
    expect(errors).toEqual([]);
  });

  it("names the missing field, and the interface of the arguments", () => {
    const file = join(stack.folder, "classic", "missing.ts");
    writeFileSync(file, 'import { maven } from "nexus-iac";\nnew maven.Proxy("central", {});\n');
    const program = ts5.createProgram([file], { ...template, module: NodeNext, moduleResolution: NextResolution });
    const [error] = ts5.getPreEmitDiagnostics(program);
    expect(ts5.flattenDiagnosticMessageText(error?.messageText, " ")).toContain(
      "Property 'proxy' is missing in type '{}' but required in type 'ProxyArgs'.",
    );
  });
});

describe("a JavaScript program that has installed it", () => {
  const repository = "/v1/repositories/raw/hosted/files";

  it("provisions, is unchanged, detects and repairs drift, and destroys", async () => {
    const manual = new ManualClient(nexus);
    const up = await stack.up();
    expect(up.code, up.output).toBe(0);
    expect(up.counts).toEqual({ created: 9 });
    expect(await manual.get(repository)).toMatchObject({ online: true });
    expect(await manual.acceptsLogin("ci", await passwordOf("ci"))).toBe(true);
    expect((await stack.up()).counts).toEqual({ unchanged: 9 });

    await manual.change(repository, (live) => ({ ...live, online: false }));
    const refresh = await stack.refresh();
    expect(refresh.output).toContain("online");
    expect(refresh.counts).toMatchObject({ updated: 1 });
    expect((await stack.up()).counts).toMatchObject({ updated: 1 });
    expect(await manual.get(repository)).toMatchObject({ online: true });

    const destroy = await stack.destroy();
    expect(destroy.code, destroy.output).toBe(0);
    expect(await manual.exists(repository)).toBe(false);
  });

  async function passwordOf(userId: string): Promise<string> {
    const { passwords } = (await stack.readOutputs()) as { passwords: Record<string, string> };
    return passwords[userId] ?? "";
  }
});

describe("a CommonJS program that has installed it", () => {
  /** Writes the program. The test restores the package.json of the other tests. */
  const write = (exporting: string) => {
    const packageFile = join(stack.folder, "package.json");
    const original = readFileSync(packageFile, "utf8");
    onTestFinished(() => writeFileSync(packageFile, original));
    writeFileSync(
      join(stack.folder, "common.cjs"),
      `const { raw, estate } = require("nexus-iac");\n${exporting} = estate({ upstreams: ["mavenCentral"], declare() { new raw.Hosted("files"); } });\n`,
    );
    writeFileSync(packageFile, JSON.stringify({ main: "common.cjs" }));
  };

  it("runs the estate that it exports", async () => {
    write("module.exports");
    const preview = await stack.preview();
    expect(preview.output).toContain("raw:Hosted");
    expect(preview.code, preview.output).toBe(0);
  });

  it("is refused if it exports the estate as default, which Pulumi does not run", async () => {
    write("exports.default");
    const up = await stack.up();
    expect(up.code).not.toBe(0);
    expect(up.output).toContain("The program defines an estate, but Pulumi did not run it.");
  });
});
