/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type { CleanupAttributes, ComponentAttributes, HostedStorageAttributes } from "./attributes.ts";

/** The arguments of {@link Hosted}. */
export interface HostedArgs {
  /**
   * The name, which is a part of the repository's URL. A change creates a new repository and keeps the old one with its
   * content. Default: the resource's name.
   */
  name?: pulumi.Input<string | undefined>;
  /** Accepts requests. Default on creation: true. */
  online?: pulumi.Input<boolean | undefined>;
  /** The storage of a hosted repository's content, and its write policy. */
  storage?: pulumi.Input<HostedStorageAttributes | undefined>;
  /** The cleanup policies of the repository. `{ policyNames: [] }` declares none, so that a policy attached by hand is drift. */
  cleanup?: pulumi.Input<CleanupAttributes | undefined>;
  /** Properties of the components in a hosted repository. */
  component?: pulumi.Input<ComponentAttributes | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
  /**
   * Allows actions that lose content: if the resource is deleted, the object is deleted in Nexus with all its content; a
   * change that Nexus cannot make in place (format, type, blob store) deletes the object and creates it again, empty.
   * Default: false.
   */
  allowContentLoss?: boolean;
}
