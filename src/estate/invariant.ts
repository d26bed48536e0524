import type { Fields } from "../util/json.ts";

/** A named rule that an estate must satisfy. Programs can define their own. */
export interface Invariant {
  /** Names the rule in messages: `mirror is never cleaned`. */
  name: string;
  /** The function of `invariants` and its arguments, by which the CLI creates the rule again to check Nexus itself. */
  rule?: readonly [rule: string, ...names: string[]];
  /** Returns the violations. Empty if the estate satisfies the rule. */
  findings(estate: EstateView): readonly InvariantFinding[];
}

/** Everything that a program declares for one Nexus, as invariants read it. */
export interface EstateView {
  declarations: readonly DeclarationView[];
}

/** A declared object of Nexus, as invariants read it. */
export interface DeclarationView {
  kind: {
    /** The name in `nexus-iac kinds`: `docker-hosted`. */
    name: string;
    /** The noun in messages: `docker hosted repository`. */
    noun: string;
    /** The objects whose names it shares: `repository`, `role`. */
    family: string;
    /** Of a repository: Nexus's name of the format, such as `maven2`, and the type. */
    repository?: { format: string; type: string };
  };
  /** The name of the resource in the program. */
  resource: string;
  /** The fields. */
  fields: Fields;
}

/** A violation of an invariant, or a warning. */
export interface InvariantFinding {
  /** Default: an error, and nothing is changed. */
  severity?: "warning";
  /** Absent if the finding is not about a single declaration. */
  about?: DeclarationView;
  /** The path of the field: `group.memberNames[1]`. Empty for the whole declaration. */
  path: string;
  message: string;
}
