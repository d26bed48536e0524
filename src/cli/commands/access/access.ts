import { type Command, Option } from "commander";
import { explainAccess } from "../../../access/access-explanation.ts";
import { type AccessMatrix, createAccessMatrix } from "../../../access/access-matrix.ts";
import {
  type Action,
  actions,
  listPrincipals,
  type Principal,
  type SecurityModel,
} from "../../../access/security-model.ts";
import { toSecurityModel } from "../../../estate/declared-security.ts";
import type { Estate } from "../../../estate/estate.ts";
import type { Session } from "../../../provider/session.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { UsageError } from "../../../util/user-error.ts";
import { unknownNameError } from "../../shared/command-error.ts";
import { formatExamples, stackOption, urlOption } from "../../shared/command-options.ts";
import { openSession, openSessionAt, openStackSession, readInventory } from "../../shared/nexus-session.ts";
import { readSelectedStack, readStackDeclaration } from "../../shared/pulumi-cli.ts";
import { toIndentedJson } from "../../shared/report-files.ts";
import { printErrorLines, printLines } from "../../shared/terminal.ts";
import { formatExplanations, formatMatrix, formatPrincipalRights, formatWhoCan } from "./access-formatter.ts";

interface Options {
  stack?: string;
  live?: true;
  url?: string;
  user?: string;
  role?: string;
  repository?: string;
  whoCan?: readonly string[];
  json?: true;
}

/** Operations of clients, with the actions of Nexus that each needs. */
const operations: Readonly<Record<string, readonly Action[]>> = {
  ...Object.fromEntries(actions.map((action) => [action, [action]])),
  pull: ["browse", "read"],
  push: ["add", "edit"],
};

/** Adds `nexus-iac access`: permissions of users and roles on repositories. */
export function accessCommand(program: Command): void {
  program
    .command("access")
    .summary("show the permissions of users and roles on repositories, and where they come from")
    .description(
      "Evaluates the permissions of users and roles as Nexus does: nested roles, wildcards, content selectors, groups and " +
        "anonymous access. By default it evaluates what a stack declares (by `pulumi preview`). With --live or --url, or " +
        "with NEXUS_URL set and no --stack, it evaluates a running Nexus. Read-only.",
    )
    .addOption(stackOption())
    .option("--live", "evaluate the stack's running Nexus instead of what the stack declares")
    .addOption(
      urlOption("evaluate the Nexus at this URL, read with NEXUS_USERNAME and NEXUS_PASSWORD").conflicts([
        "stack",
        "live",
      ]),
    )
    .option("--user <user>", "show only the permissions of this user")
    .addOption(new Option("--role <role>", "show only the permissions of this role").conflicts("user"))
    .option("--repository <repository>", "show the users and roles with access to this repository, and why")
    .addOption(
      new Option(
        "--who-can <action repository...>",
        `show the users and roles that can do this: ${Object.keys(operations).join(", ")}; push is add and edit, pull is browse and read`,
      ).conflicts("repository"),
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac access --stack lab",
        "nexus-iac access --stack lab --live --user ci",
        "nexus-iac access --url https://nexus.example --who-can push docker-dev",
      ),
    )
    .action(async (options: Options) => {
      const [operation, repository, ...more] = options.whoCan ?? [undefined, options.repository];
      if (options.whoCan && (repository === undefined || more.length))
        throw new UsageError("--who-can needs an action and a repository: --who-can push docker-dev");
      const required = operation === undefined ? actions : operations[operation];
      if (!required) throw unknownNameError("action", operation ?? "", Object.keys(operations));

      const { security, unreadable } = await readSecurity(options);
      for (const line of unreadable) printErrorLines(toDisplayText(line, 600));
      const names = security.repositories.map(({ name }) => name);
      if (repository !== undefined && !names.includes(repository))
        throw unknownNameError("repository", repository, names);
      const principals = selectPrincipals(security, options);

      if (repository !== undefined) {
        const explanations = explainAccess(security, repository, required, principals);
        const text = () =>
          operation === undefined
            ? formatExplanations(explanations)
            : formatWhoCan(operation, repository, required, explanations);
        return printLines(options.json ? toIndentedJson(explanations) : text());
      }
      const matrix = filterRows(createAccessMatrix(security), principals);
      const text = () =>
        options.user !== undefined || options.role !== undefined
          ? matrix.rows.map(formatPrincipalRights).join("\n\n")
          : formatMatrix(matrix, process.stdout.columns ?? 120);
      return printLines(options.json ? toIndentedJson(matrix) : text());
    });
}

function filterRows({ repositories, rows }: AccessMatrix, principals: readonly Principal[]): AccessMatrix {
  const selected = new Set(principals.map(({ type, id }) => `${type} ${id}`));
  return { repositories, rows: rows.filter(({ type, id }) => selected.has(`${type} ${id}`)) };
}

/** Returns the user or role that the options name; all users and roles if they name none. */
function selectPrincipals(security: SecurityModel, { user, role }: Options): Principal[] {
  const all = listPrincipals(security);
  const [type, name] = user !== undefined ? (["user", user] as const) : (["role", role] as const);
  if (name === undefined) return all;
  // A user of an external source can also be named by the plain user id.
  const candidates = all.filter((principal) => principal.type === type);
  const matches = candidates.filter(
    ({ id }) => id === name || (type === "user" && security.users.get(id)?.userId === name),
  );
  if (matches.length) return matches;
  throw unknownNameError(
    type,
    name,
    candidates.map(({ id }) => id),
  );
}

interface ReadSecurity {
  security: SecurityModel;
  /** Lines about what could not be read and is therefore missing. */
  unreadable: string[];
}

async function readSecurity({ stack, live, url }: Options): Promise<ReadSecurity> {
  if (url !== undefined) return readLiveSecurity(openSessionAt("--url", { url }));
  if (stack === undefined && process.env.NEXUS_URL) return readLiveSecurity(openSession({}));
  const selected = stack ?? (await readSelectedStack());
  if (live) return readLiveSecurity(await openStackSession(selected));
  return toReadSecurity((await readStackDeclaration(selected)).estate, []);
}

async function readLiveSecurity(session: Session): Promise<ReadSecurity> {
  const { declarations, unreadable: unseen } = await readInventory(session);
  return toReadSecurity(
    { declarations, existing: [] },
    unseen.map(({ family, reason }) => `Not read: ${family}: ${reason}`),
  );
}

function toReadSecurity(estate: Estate, unreadable: string[]): ReadSecurity {
  const security = toSecurityModel(estate);
  const sources = security.groupSources.join(", ");
  const groups =
    sources &&
    `Not read: group members of ${sources}. Nexus does not list them; a group grants the role of the same name`;
  return { security, unreadable: groups ? [...unreadable, groups] : unreadable };
}
