/** The files of a new project, as texts. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** The project's files by path. */
export type ProjectFiles = Readonly<Record<string, string>>;

export const pipelines = ["gitlab", "github", "jenkins", "none"] as const;
export type Pipeline = (typeof pipelines)[number];

/** Describes a new project. */
export interface ProjectDescription {
  /** The name of the package and of the Pulumi project. */
  name: string;
  /** The name of the stack. */
  stack: string;
  /** The text of the program. */
  estate: string;
  /** The text of Pulumi.STACK.yaml. */
  stackFile: string;
  pipeline: Pipeline;
}

/** The versions of development tools that a new project starts with. */
const developmentTools = { "@types/node": "^24.0.0", typescript: "^6.0.0" } as const;

const scripts = {
  "nexus-iac": "nexus-iac",
  types: "tsc --noEmit",
  preview: "pulumi preview",
  up: "pulumi up",
  review: "nexus-iac review",
  drift: "nexus-iac drift",
  refresh: "pulumi refresh --run-program",
  destroy: "pulumi destroy --run-program",
} as const;

const manifestSchema = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

/** Creates the files of a project. */
export function createProjectFiles(project: ProjectDescription): ProjectFiles {
  const { name, stack, estate, stackFile, pipeline } = project;
  return {
    "package.json": toJson(createManifest(name, estate)),
    "tsconfig.json": toJson(compilerOptions),
    "Pulumi.yaml": formatProjectFile(name),
    [`Pulumi.${stack}.yaml`]: stackFile,
    "index.ts": estate,
    ".gitignore":
      "node_modules/\nnexus-iac-review/\nnexus-iac-drift/\n# States hold passwords in plain text.\n*.tfstate*\nstate.json\n",
    ...createPipelineFiles[pipeline](stack),
  };
}

/** The program of a project for a new Nexus. */
export const firstEstate = `import { estate, raw } from "nexus-iac";

export default estate({
  declare() {
    const files = new raw.Hosted("files", { storage: { writePolicy: "ALLOW_ONCE" } });
    return { url: files.url };
  },
});
`;

function createManifest(name: string, estate: string) {
  const { version, dependencies, peerDependencies } = manifestSchema.parse(JSON.parse(readPackageFile("package.json")));
  const known = { ...peerDependencies, ...dependencies };
  const needed = ["@pulumi/pulumi", ...(estate.includes('from "zod"') ? ["zod"] : [])];
  const ranges = needed.map((dependency) => [dependency, toRange(known[dependency] ?? "*")]);
  return {
    name,
    private: true,
    type: "module",
    main: "index.ts",
    engines: { node: ">=22.18" },
    scripts,
    dependencies: Object.fromEntries([...ranges, ["nexus-iac", toRange(version)]]),
    devDependencies: developmentTools,
  };
}

function toRange(version: string): string {
  return /^\d/.test(version) ? `^${version}` : version;
}

const compilerOptions = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: "es2023",
    module: "nodenext",
    types: ["node"],
    allowImportingTsExtensions: true,
    // Node.js runs the program as it is and only removes the types.
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
  },
  include: ["**/*.ts"],
};

function formatProjectFile(name: string): string {
  return `name: ${name}
description: Sonatype Nexus Repository as code
runtime:
  name: nodejs
  options:
    # Node.js 22.18 and later run TypeScript themselves.
    typescript: false
    # With NODE_COMPILE_CACHE set, runs use the compiled code of the last one.
    nodeargs: --allow-natives-syntax
`;
}

const createPipelineFiles: Readonly<Record<Pipeline, (stack: string) => ProjectFiles>> = {
  gitlab: (stack) => ({
    ".gitlab-ci.yml": `# Setup: https://docs.gitlab.com/ci/yaml/includes, and "Pipelines" in the documentation of nexus-iac.
include:
  - local: .gitlab/nexus-iac.yml
    inputs:
      stack: ${stack}
      # An image with git, npm, Node.js 22.18 or later and the Pulumi CLI.
      image: registry.example/ci/pulumi-nodejs:3
`,
    ".gitlab/nexus-iac.yml": readPackageFile("templates/nexus-iac.yml"),
  }),
  github: (stack) => ({
    ".github/workflows/nexus.yml": `name: nexus
on:
  pull_request:
  push:
    branches: [main]
  schedule:
    - cron: "17 2 * * *"
permissions: {}
jobs:
  ${stack}:
    uses: ./.github/workflows/nexus-iac.yml
    permissions:
      contents: read
      id-token: write
      pull-requests: write
    with:
      stack: ${stack}
      # A runner with git, npm, Node.js 22.18 or later and the Pulumi CLI.
      runs-on: ubuntu-latest
    secrets: inherit
`,
    ".github/workflows/nexus-iac.yml": readWorkflow(),
  }),
  jenkins: (stack) => ({
    Jenkinsfile: readPackageFile("pipelines/Jenkinsfile").replace(/(String STACK = )'[^']*'/, `$1'${stack}'`),
  }),
  none: () => ({}),
};

/** Reads the workflow. In the checkout it is where GitHub looks for workflows; a package must not contain that folder. */
function readWorkflow(): string {
  const inPackage = "templates/github/nexus-iac.yml";
  return readPackageFile(existsSync(toPackageUrl(inPackage)) ? inPackage : ".github/workflows/nexus-iac.yml");
}

/** Reads a file of this package, or of the checkout. */
function readPackageFile(path: string): string {
  return readFileSync(toPackageUrl(path), "utf8");
}

function toPackageUrl(path: string): URL {
  return new URL(`../../../../${path}`, import.meta.url);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
