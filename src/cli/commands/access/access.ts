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
import { urlOption } from "../../shared/connection-options.ts";
import { declaredBy } from "../../shared/declared.ts";
import { unknown } from "../../shared/failures.ts";
import { openSession, openSessionAt, openStackSession, readInventory } from "../../shared/nexus-session.ts";
import { readSelectedStack } from "../../shared/pulumi-cli.ts";
import { formatJson } from "../../shared/report-files.ts";
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

/** What people call several actions. */
const deeds: Readonly<Record<string, readonly Action[]>> = {
  ...Object.fromEntries(actions.map((action) => [action, [action]])),
  pull: ["browse", "read"],
  push: ["add", "edit"],
};

/** `nexus-iac access`: who may do what. */
export function accessCommand(program: Command): void {
  program
    .command("access")
    .summary("who may do what: the matrix of users, roles and repositories, and why")
    .description(
      "Prints who may do what with which repository, as Nexus itself decides it: nested roles, wildcards, content " +
        "selectors, groups and anonymous access worked out. Of what a stack declares (by `pulumi preview`), or of a " +
        "running Nexus: with --live, --url, or NEXUS_URL where no stack is named. It ends with 0 whatever the answer is; " +
        "with 2 where it was used wrongly, with 1 where it fails.",
    )
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .option("--live", "asks the stack's Nexus instead of what the stack declares")
    .addOption(urlOption("asks that Nexus, as NEXUS_USERNAME with NEXUS_PASSWORD").conflicts(["stack", "live"]))
    .option("--user <user>", "what that user may do")
    .addOption(new Option("--role <role>", "what that role gives").conflicts("user"))
    .option("--repository <repository>", "who may do what there, and by which way")
    .addOption(
      new Option(
        "--who-can <action repository...>",
        `who may do that there: ${Object.keys(deeds).join(", ")}; push is add and edit, pull is browse and read`,
      ).conflicts("repository"),
    )
    .option("--json", "prints JSON")
    .action(async (options: Options) => {
      const [deed, repository, ...more] = options.whoCan ?? [undefined, options.repository];
      if (options.whoCan && (repository === undefined || more.length))
        throw new UsageError("--who-can takes an action and a repository: --who-can push docker-dev");
      const wanted = deed === undefined ? actions : deeds[deed];
      if (!wanted) throw unknown("action", deed ?? "", Object.keys(deeds));

      const { security, unseen } = await securityAsked(options);
      for (const line of unseen) console.error(toDisplayText(line, 600));
      const names = security.repositories.map(({ name }) => name);
      if (repository !== undefined && !names.includes(repository)) throw unknown("repository", repository, names);
      const whom = askedFor(security, options);

      if (repository !== undefined) {
        const found = explainAccess(security, repository, wanted, whom);
        const text = () =>
          deed === undefined ? formatExplanations(found) : formatWhoCan(deed, repository, wanted, found);
        return console.log(options.json ? formatJson(found) : text());
      }
      const matrix = narrowed(createAccessMatrix(security), whom);
      const text = () =>
        isNarrow(options) ? matrix.rows.map(formatPrincipalRights).join("\n\n") : formatMatrix(matrix, width());
      return console.log(options.json ? formatJson(matrix) : text());
    });
}

function width(): number {
  return process.stdout.columns ?? 120;
}

function isNarrow({ user, role }: Options): boolean {
  return user !== undefined || role !== undefined;
}

function narrowed({ repositories, rows }: AccessMatrix, whom: readonly Principal[]): AccessMatrix {
  const asked = new Set(whom.map(({ type, id }) => `${type} ${id}`));
  return { repositories, rows: rows.filter(({ type, id }) => asked.has(`${type} ${id}`)) };
}

/** Those that were asked for; everybody where nobody was named. */
function askedFor(security: SecurityModel, { user, role }: Options): Principal[] {
  const all = listPrincipals(security);
  const [type, name] = user !== undefined ? (["user", user] as const) : (["role", role] as const);
  if (name === undefined) return all;
  // Users of other sources are asked for by their ids, too.
  const found = all.filter(
    (one) => one.type === type && (one.id === name || (type === "user" && security.users.get(one.id)?.userId === name)),
  );
  if (found.length) return found;
  const known = all.flatMap((one) => (one.type === type ? [one.id] : []));
  throw unknown(type, name, known);
}

interface Asked {
  security: SecurityModel;
  /** What could not be looked at, and is missing therefore. */
  unseen: string[];
}

async function securityAsked({ stack, live, url }: Options): Promise<Asked> {
  if (url !== undefined) return looked(openSessionAt("--url", { url }));
  if (stack === undefined && process.env.NEXUS_URL) return looked(openSession({}));
  const named = stack ?? (await readSelectedStack());
  if (live) return looked(await openStackSession(named));
  return asked((await declaredBy(named)).estate, []);
}

async function looked(session: Session): Promise<Asked> {
  const { declarations, unreadable: unseen } = await readInventory(session);
  return asked(
    { declarations, existing: [] },
    unseen.map(({ family, reason }) => `not seen: ${family}: ${reason}`),
  );
}

function asked(estate: Estate, unseen: string[]): Asked {
  const security = toSecurityModel(estate);
  const sources = security.groupSources.join(", ");
  const groups =
    sources && `not seen: who is in which group of ${sources}: a group gives the role that is called as it`;
  return { security, unseen: groups ? [...unseen, groups] : unseen };
}
