import { type HttpError, javaException, messageError } from "./http/responses.ts";
import { isAtLeast, type Release } from "./release.ts";

/** A database table: the widths of its columns, and the parts of the error for a value that is too long. */
interface Table {
  readonly insert: string;
  readonly values: string;
  readonly dao: string;
  readonly widths: Readonly<Record<string, number>>;
}

const TABLES = {
  user: {
    insert: "security_user(id, first_name, last_name, password, status, email, version)",
    values: "VALUES (?, ?, ?, ?, ?, ?, ?)",
    dao: "org/sonatype/nexus/internal/security/model/CUserDAO",
    widths: { ID: 200 },
  },
  role: {
    insert: "role(id, name, description, privileges, roles, read_only, version)",
    values: "VALUES (?, ?, ?, ?, ?, ?, ?)",
    dao: "org/sonatype/nexus/internal/security/model/CRoleDAO",
    widths: { ID: 200, NAME: 200, DESCRIPTION: 400 },
  },
  privilege: {
    insert: "privilege(id, name, description, type, properties, read_only, version)",
    values: "VALUES (?, ?, ?, ?, ?, ?, ?)",
    dao: "org/sonatype/nexus/internal/security/model/CPrivilegeDAO",
    widths: { ID: 200, DESCRIPTION: 400 },
  },
  selector: {
    insert: "selector_configuration (name, type, description, attributes)",
    values: "VALUES (?, ?, ?, ?)",
    dao: "org/sonatype/nexus/internal/selector/SelectorConfigurationDAO",
    widths: { NAME: 200, DESCRIPTION: 400 },
  },
  routingRule: {
    insert: "repository_routing_rule (id, name, mode, description, matchers)",
    values: "VALUES (?, ?, ?, ?, ?)",
    dao: "org/sonatype/nexus/repository/routing/internal/RoutingRuleDAO",
    widths: { NAME: 200, DESCRIPTION: 400 },
  },
  blobStore: {
    insert: "blob_store_configuration (id, name, type, attributes)",
    values: "VALUES (?, ?, ?, ?)",
    dao: "org/sonatype/nexus/repository/internal/blobstore/BlobStoreConfigurationDAO",
    widths: { NAME: 256 },
  },
  cleanupPolicy: {
    insert: "cleanup_policy (name, notes, format, mode, criteria)",
    values: "values (?, ?, ?, ?, ?)",
    dao: "org/sonatype/nexus/cleanup/internal/storage/CleanupPolicyDAO",
    widths: { NOTES: 400 },
  },
  repository: {
    insert: "repository (id, name, recipe_name, online, routing_rule_id, attributes)",
    values: "VALUES (?, ?, ?, ?, ?, ?)",
    dao: "org/sonatype/nexus/repository/config/ConfigurationDAO",
    widths: { NAME: 200 },
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof TABLES;

/**
 * Checks that the values of a row fit into their columns.
 *
 * @throws HttpError for a value that is too long: 500, but 400 for repositories (3.71, 3.77)
 */
export function checkColumnWidths(
  release: Release,
  name: TableName,
  row: Readonly<Record<string, string | null>>,
): void {
  const table: Table = TABLES[name];
  for (const [column, width] of Object.entries(table.widths)) {
    const value = row[column];
    if (value === undefined || value === null || value.length <= width) continue;
    throw tooLongError(name, tooLongMessage(release, table, column, width, value));
  }
}

function tooLongError(name: TableName, message: string): HttpError {
  if (name === "repository") return messageError(400, message);
  return javaException("org.sonatype.nexus.datastore.api.DataAccessException", message);
}

function tooLongMessage(release: Release, table: Table, column: string, width: number, value: string): string {
  // The version of the H2 database: 2.2.224 in 3.71, 2.3.232 in 3.77.
  const code = isAtLeast(release, "3.77") ? "[22001-232]" : "[22001-224]";
  const shortened = `'${value.slice(0, 79)}... (${value.length})`;
  const statement = `INSERT INTO ${table.insert}\n        ${table.values}`;
  const cause =
    `org.h2.jdbc.JdbcSQLDataException: Value too long for column "${column} CHARACTER VARYING(${width})": ` +
    `"${shortened}"; SQL statement:\n${statement} ${code}`;
  return [
    "",
    `### Error updating database.  Cause: ${cause}`,
    `### The error may exist in ${table.dao}.xml`,
    `### The error may involve ${table.dao.replaceAll("/", ".")}.create-Inline`,
    "### The error occurred while setting parameters",
    `### SQL: ${statement.replaceAll("\n", " ")};`,
    `### Cause: ${cause}`,
  ].join("\n");
}
