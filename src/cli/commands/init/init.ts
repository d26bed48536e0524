import { existsSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { exportEstate } from "../../../export/export.ts";
import { formatExportReport } from "../../../export/export-report.ts";
import { formatStackFile, type StackConnection } from "../../../export/stack-file.ts";
import { migrateAnsible } from "../../../migration/ansible/migrate-ansible.ts";
import { exportMigration, findTerraformSecrets, formatStateRemoval } from "../../../migration/export-migration.ts";
import type { Migration } from "../../../migration/migrated-object.ts";
import { migrateTerraform } from "../../../migration/terraform/migrate-terraform.ts";
import { UsageError } from "../../../util/user-error.ts";
import { CommandError } from "../../shared/command-error.ts";
import { caFileOption, formatExamples, urlOption } from "../../shared/command-options.ts";
import { openUrlSession, readInventory } from "../../shared/nexus-session.ts";
import { relativePath, writeOutputFile } from "../../shared/report-files.ts";
import { printLines } from "../../shared/terminal.ts";
import { inputName, readTextInput } from "../../shared/text-input.ts";
import { askInitQuestions, type InitAnswers, withTerminal } from "./init-questions.ts";
import { type InitSource, parseInitSource, sourceTypes } from "./init-source.ts";
import { createProjectFiles, firstEstate, type Pipeline, pipelines } from "./project-files.ts";

interface Options {
  from?: string[];
  url?: string;
  name: string;
  pipeline?: Pipeline;
  caFile?: string;
}

/** Adds `nexus-iac init`: a project of one's own, for what exists already. */
export function initCommand(program: Command): void {
  program
    .command("init")
    .summary("write a project of your own for what exists: a Nexus, a Terraform state, Ansible variables, or nothing")
    .description(
      "Writes a project into the folder: package.json, tsconfig.json, Pulumi.yaml, Pulumi.STACK.yaml, index.ts, .gitignore and " +
        "a pipeline. index.ts declares what exists, so that the first `pulumi up` adopts it unchanged. Asks on a terminal what " +
        "exists, unless --from is given. Writes no secrets, and overwrites no file. Nexus is not changed.",
    )
    .argument("[folder]", "the folder of the project", ".")
    .addOption(
      new Option(
        "--from <source...>",
        `what exists: nexus (with --url), terraform FILE (written by terraform show -json), ansible FILE (variables of nexus3-oss), or nothing`,
      ),
    )
    .addOption(urlOption("the URL of the Nexus (default: NEXUS_URL)"))
    .option("--name <stack>", "the name of the stack", parseStackName, "site")
    .addOption(new Option("--pipeline <pipeline>", "the pipeline (default: none)").choices(pipelines))
    .addOption(caFileOption())
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac init my-nexus --from nexus --url https://nexus.example --pipeline gitlab",
        "nexus-iac init my-nexus --from terraform state.json --url https://nexus.example",
        "nexus-iac init my-nexus --from ansible group_vars/nexus.yml --url https://nexus.example",
        "nexus-iac init my-nexus --from nothing",
      ),
    )
    .action(async (folder: string, options: Options) => {
      const { source, pipeline, url } = await resolveAnswers(options);
      const describe = (estate: string, stackFile: string) =>
        createProjectFiles({ name: toProjectName(folder), stack: options.name, estate, stackFile, pipeline });
      refuseExisting(folder, Object.keys(describe("", "")));
      const content = await createContent(source, folder, { ...options, ...(url !== undefined && { url }) });
      const files = describe(content.estate, content.stackFile);
      const paths = Object.entries(files).map(([path, text]) => writeOutputFile(join(folder, path), text));
      printLines(content.formatReport(paths));
      printLines(formatNextCommands(folder, options.name));
    });
}

async function resolveAnswers({ from, url, pipeline }: Options): Promise<InitAnswers> {
  const given = { ...(url !== undefined && { url }), ...(pipeline && { pipeline }) };
  if (from) return { pipeline: "none", ...given, source: parseInitSource(from) };
  if (!process.stdin.isTTY)
    throw new UsageError(
      `No --from given, and standard input is no terminal to ask. Give --from ${sourceTypes.join(", --from ")}`,
    );
  return withTerminal((ask) => askInitQuestions(ask, given));
}

/** The program and the stack of a new project, and what the user is to know about them. */
interface ProjectContent {
  estate: string;
  stackFile: string;
  formatReport(paths: readonly string[]): string;
}

/** The URL in the configuration of the stack if none is known. */
const exampleUrl = "https://nexus.example";

async function createContent(source: InitSource, folder: string, options: Options): Promise<ProjectContent> {
  const { name, caFile } = options;
  const url = options.url ?? process.env.NEXUS_URL;
  const connect = (address: string): StackConnection => ({
    url: address,
    username: process.env.NEXUS_USERNAME ?? "admin",
    ...(caFile !== undefined && { caFile: relative(folder, caFile) }),
  });
  switch (source.type) {
    case "nothing":
      return {
        estate: firstEstate,
        stackFile: formatStackFile(connect(url ?? exampleUrl), new Map()),
        formatReport: (paths) => `Written: ${paths.join(", ")}`,
      };
    case "nexus": {
      const session = openUrlSession(options.url, caFile);
      const inventory = await readInventory(session);
      const exported = exportEstate(name, inventory, session.server, connect(session.client.url));
      return {
        estate: exported.estate,
        stackFile: exported.stack,
        formatReport: (paths) => formatExportReport(name, exported, paths),
      };
    }
    default: {
      const { read, advice, origin, formatNextSteps } = migrations[source.type];
      const migration = read(await readTextInput(source.file, advice), inputName(source.file));
      const exported = exportMigration(name, migration, connect(url ?? migration.url ?? exampleUrl), origin);
      const file = source.file === "-" ? "state.json" : source.file;
      const findSecret = source.type === "terraform" ? findTerraformSecrets(migration.objects, file) : undefined;
      return {
        estate: exported.estate,
        stackFile: exported.stack,
        formatReport: (paths) =>
          [formatExportReport(name, exported, paths, findSecret), "", formatNextSteps(migration)].join("\n"),
      };
    }
  }
}

/** A tool whose objects can be migrated. */
interface MigrationSource {
  read(text: string, source: string): Migration;
  /** The end of the error if the file cannot be read. */
  advice: string;
  /** For the comment at the beginning of the program. */
  origin: string;
  formatNextSteps(migration: Migration): string;
}

const migrations: Readonly<Record<"terraform" | "ansible", MigrationSource>> = {
  terraform: {
    read: migrateTerraform,
    advice: "Write it with: terraform show -json > state.json",
    origin: "as migrated from Terraform by `nexus-iac init`",
    formatNextSteps: ({ objects }) =>
      "After the first `pulumi up`, let Terraform forget what it manages no longer. Nexus is not changed:\n" +
      `  ${formatStateRemoval(objects)}`,
  },
  ansible: {
    read: migrateAnsible,
    advice: "Give the file with the variables of the role, such as group_vars/nexus.yml",
    origin: "as migrated from Ansible by `nexus-iac init`",
    formatNextSteps: () =>
      "After the first `pulumi up`, remove the variables from Ansible: the role would overwrite changes.",
  },
};

/** @throws CommandError if one of the files exists */
function refuseExisting(folder: string, paths: readonly string[]): void {
  const existing = paths.map((path) => join(folder, path)).filter((path) => existsSync(path));
  if (!existing.length) return;
  const verb = existing.length === 1 ? "exists" : "exist";
  throw new CommandError(
    `${existing.map(relativePath).join(", ")} already ${verb}. Choose another folder; in a project, use nexus-iac export`,
  );
}

function formatNextCommands(folder: string, stack: string): string {
  const path = relativePath(resolve(folder));
  return [
    "",
    path === "." || path === "" ? "Next:" : `Next, in ${path}:`,
    "  npm install",
    `  pulumi stack init ${stack}`,
    `  NEXUS_USERNAME=admin NEXUS_PASSWORD=... npm run preview -- --stack ${stack}`,
  ].join("\n");
}

/** Returns a name that npm and Pulumi accept. */
function toProjectName(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[-_]+|-+$/g, "");
  return name || "nexus";
}

function parseStackName(text: string): string {
  if (/^[A-Za-z0-9][\w-]*$/.test(text)) return text;
  throw new InvalidArgumentError('Use letters, digits, "-" and "_".');
}
