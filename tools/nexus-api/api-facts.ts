/** The facts about Nexus's management API, as `embedded-nexus/src/facts` stores them. */

export interface ApiFacts {
  /** The release whose API document the facts are from, such as `3.96.0-09`. */
  readonly nexus: string;
  /** The sources of the facts. */
  readonly origin: string;
  /** The path before every path of an operation. */
  readonly base: string;
  /** Operations by method and path. */
  readonly operations: Readonly<Record<string, Operation>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

export interface Operation {
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** The media types of the request body. */
  readonly consumes?: readonly string[];
  readonly body?: Field;
  /** The documented statuses of responses. Absent: not known. */
  readonly statuses?: readonly number[];
  readonly returns?: Field;
}

export interface Parameter extends Field {
  readonly in: "path" | "query" | "header";
  readonly required?: true;
}

export interface Schema extends Field {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Field>>;
}

/** The type of a field, with its bounds. `ref` names a schema; `values` is the type of the values of a map. */
export interface Field {
  readonly ref?: string;
  readonly type?: "string" | "boolean" | "integer" | "number" | "array" | "object";
  readonly format?: string;
  readonly items?: Field;
  readonly values?: Field;
  readonly enum?: readonly string[];
  readonly uniqueItems?: boolean;
  readonly default?: unknown;
  readonly readOnly?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}
