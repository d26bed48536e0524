import type { Omission } from "../../export/omission.ts";
import { catalogue, findKindOf } from "../../model/catalogue.ts";
import type { Kind } from "../../model/kind.ts";
import { scheduleFromNexus } from "../../model/kinds/schedule.ts";
import { type Fields, getValueAt, isFields, type Json, setValueAt } from "../../util/json.ts";
import { readAttributes } from "../attribute-reader.ts";
import { createMigratedObject, type MigratedObject } from "../migrated-object.ts";
import { findResourceMapping, type KindMapping } from "./resource-mapping.ts";
import type { TerraformResource } from "./terraform-state.ts";

/** Attributes that the providers compute, or that are read elsewhere. */
const ignoredAttributes: readonly string[] = [
  ...["id", "last_updated", "url", "type", "source", "read_only", "fingerprint", "serial_number"],
  ...["blob_count", "available_space_in_bytes", "total_size_in_bytes", "expires_on", "issued_on"],
  ...["issuer", "subject"].flatMap((of) =>
    ["common_name", "organization", "organizational_unit"].map((part) => `${of}_${part}`),
  ),
  ...["password_wo", "password_wo_version", "frequency"],
];

/** Attributes in which datadrivers/nexus stores 0 for a value that Nexus does not have. */
const zeroIfAbsent: readonly string[] = [
  ...["docker.http_port", "docker.https_port", "http_client.connection.retries", "http_client.connection.timeout"],
  ...["timeout_seconds", "bucket_configuration.advanced_bucket_connection.max_connection_pool_size"],
];

/** Converts a resource to a declaration. What has no counterpart is returned as omissions. */
export function convertResource(
  resource: TerraformResource,
  prefix: string,
): { object?: MigratedObject; omissions: Omission[] } {
  const { address, type, values } = resource;
  const mapping = findResourceMapping(prefix, type);
  const omit = (reason: string) => ({
    omissions: [{ noun: "Terraform resource", identity: address, path: "", reason }],
  });
  if ("reason" in mapping) return omit(mapping.reason);
  const kind = findKind(mapping, values);
  if (!kind) return omit(`this release of nexus-iac does not know the kind ${mapping.kind}`);
  if (kind.login && typeof values.source === "string" && values.source !== "default")
    return omit(`the user is from ${values.source}; declare it as externalUser`);
  const read = readAttributes(kind, { ...mapping, ignored: ignoredAttributes, zeroIfAbsent }, values);
  const fields = normalizeFields(kind, { ...mapping.implied, ...read.fields }, values);
  const object = createMigratedObject(kind, fields, address, read.secretSources);
  return {
    object: { ...object, ...(resource.index !== undefined && { loop: toLoop(address, resource.index) }) },
    omissions: read.unmapped.map(({ attribute, reason }) => ({
      noun: kind.noun,
      identity: object.resource,
      path: attribute,
      reason,
    })),
  };
}

function toLoop(address: string, key: string) {
  return { name: address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]$/, ""), key };
}

function findKind({ kind }: KindMapping, values: Fields): Kind | undefined {
  return kind === "capability" ? findKindOf("capability", values) : catalogue.get(kind);
}

/** Converts values that the providers write in another form than a declaration. */
function normalizeFields(kind: Kind, fields: Fields, values: Fields): Fields {
  switch (kind.family) {
    case "user": {
      const { password: _password, ...others } = fields;
      return others;
    }
    case "task":
      return { ...fields, schedule: toSchedule(values.frequency) };
    case "HTTP settings":
      return ["httpProxy.port", "httpsProxy.port"].reduce((all, path) => {
        const port = getValueAt(all, path);
        return typeof port === "number" ? setValueAt(all, path, String(port)) : all;
      }, fields);
    // Constants in capitals.
    case "LDAP server":
      return kind.fromNexus(fields) ?? fields;
    case "capability":
      return "type" in values ? parseCapability(kind, { ...fields, type: values.type }) : fields;
    default:
      return fields;
  }
}

/** Parses the properties of a capability, which datadrivers/nexus stores as the texts of Nexus. */
function parseCapability(kind: Kind, capability: Fields): Fields {
  return kind.fromNexus(kind.setting ? [capability] : capability) ?? capability;
}

function toSchedule(frequency: Json | undefined): Json {
  if (!isFields(frequency)) return "manual";
  const { schedule, cron_expression, recurring_days, start_date, timezone_offset } = frequency;
  return scheduleFromNexus({
    schedule,
    cronExpression: cron_expression,
    recurringDays: recurring_days,
    // The providers store seconds since 1970.
    startDate: typeof start_date === "number" ? new Date(start_date * 1000).toISOString() : undefined,
    timeZoneOffset: timezone_offset,
  });
}
