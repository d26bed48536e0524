import type { Omission } from "../../export/omission.ts";
import { catalogue, findKindOf } from "../../model/catalogue.ts";
import type { Kind } from "../../model/kind.ts";
import { scheduleFromNexus } from "../../model/kinds/schedule.ts";
import { findShapeAt, isSecretField } from "../../model/shape.ts";
import { type Fields, getValueAt, isFields, type Json, setValueAt } from "../../util/json.ts";
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
  const reader = new AttributeReader(kind, mapping);
  reader.read(values, { attribute: "", source: "", field: "" });
  const fields = normalizeFields(kind, { ...mapping.implied, ...reader.fields }, values);
  const object = createMigratedObject(kind, fields, address, reader.secretSources);
  return {
    object: { ...object, ...(resource.index !== undefined && { loop: toLoop(address, resource.index) }) },
    omissions: reader.unmapped.map(({ attribute, reason }) => ({
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

/** The place of a value in the state: as an attribute, as a path of jq, and as the field of the declaration. */
interface Place {
  attribute: string;
  source: string;
  /** undefined for a block without a field of its own, whose attributes have fields. */
  field: string | undefined;
}

/** Reads the attributes of one resource into the fields of a declaration. */
class AttributeReader {
  fields: Fields = {};
  readonly secretSources = new Map<string, string>();
  readonly unmapped: { attribute: string; reason: string }[] = [];
  readonly #kind: Kind;
  readonly #mapping: KindMapping;

  constructor(kind: Kind, mapping: KindMapping) {
    this.#kind = kind;
    this.#mapping = mapping;
  }

  read(values: Fields, parent: Place): void {
    for (const [name, value] of Object.entries(values)) {
      const attribute = join(parent.attribute, name);
      if (ignoredAttributes.includes(attribute) && !this.#mapping.renamed?.[attribute]) continue;
      const field = this.#mapping.renamed?.[attribute] ?? this.#findField(parent.field, name);
      this.#readAttribute(value, { attribute, source: join(parent.source, name), field });
    }
  }

  #readAttribute(value: Json | undefined, place: Place): void {
    const { attribute, source, field } = place;
    const shape = field === undefined ? undefined : findShapeAt(this.#kind.shape, field);
    if (isAbsent(value, attribute) || (shape?.fields && isEmptyList(value))) return;
    const block = toBlock(value);
    if (block && (shape?.fields || !shape)) {
      const index = Array.isArray(value) ? "[0]" : "";
      const dropped = this.#mapping.dropped?.[attribute];
      if (dropped) this.unmapped.push({ attribute, reason: dropped });
      else this.read(block, { ...place, source: source + index });
      return;
    }
    if (field === undefined || !shape) {
      if (isEmptyList(value) || value === false) return;
      const reason = this.#mapping.dropped?.[attribute] ?? "has no field in nexus-iac";
      this.unmapped.push({ attribute, reason });
      return;
    }
    if (isSecretField(shape, field)) this.secretSources.set(field, source);
    this.fields = setValueAt(this.fields, field, value ?? null);
  }

  /** Finds the field of the same name: `blob_store_name` is `blobStoreName`. */
  #findField(parent: string | undefined, name: string): string | undefined {
    if (parent === undefined) return undefined;
    const shape = parent ? findShapeAt(this.#kind.shape, parent) : this.#kind.shape;
    if (shape?.values) return join(parent, name);
    const field = Object.keys(shape?.fields ?? {}).find((known) => normalize(known) === normalize(name));
    return field === undefined ? undefined : join(parent, field);
  }
}

function join(parent: string, name: string): string {
  return parent ? `${parent}.${name}` : name;
}

function normalize(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** The providers store null, an empty text or an empty block for a value that Nexus does not have. */
function isAbsent(value: Json | undefined, attribute: string): boolean {
  return value === null || value === undefined || value === "" || (value === 0 && zeroIfAbsent.includes(attribute));
}

function isEmptyList(value: Json | undefined): boolean {
  return Array.isArray(value) && !value.length;
}

/** Returns the attributes of a block. datadrivers/nexus has lists of one block. */
function toBlock(value: Json | undefined): Fields | undefined {
  const block = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isFields(block) ? block : undefined;
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
