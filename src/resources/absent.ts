import { absenceKinds } from "../model/kinds/absences.ts";
import { NexusResource, type Options } from "./resource.ts";

/** Declares that Nexus has no object with a name. Created by the functions of {@link absent}. */
export class Absent extends NexusResource {
  /** @internal */
  constructor(family: keyof typeof absenceKinds, name: string, { allowContentLoss, ...options }: AbsentContentOptions) {
    const kind = absenceKinds[family];
    super(kind, name, { present: false, ...(allowContentLoss !== undefined && { allowContentLoss }) }, options);
  }
}

/** Pulumi's options of an absent object whose deletion can lose content. */
export interface AbsentContentOptions extends Options {
  /**
   * Deletes a hosted repository with its components, or a blob store with its blobs. Default: the stack's `nexus:deleteContent`,
   * else false: the preview refuses while there is content.
   */
  allowContentLoss?: boolean;
}

/**
 * Deletes objects from Nexus and keeps them away: those that a new Nexus brings, or anything that you do not want by its name.
 * The preview shows what is deleted. If an object appears again, `refresh` reports it and the next `up` deletes it. If you
 * remove the declaration, Nexus stays as it is.
 *
 * ```ts
 * absent.repository("maven-central");
 * absent.repository("maven-releases", { allowContentLoss: true });
 * absent.user("former-admin");
 * ```
 *
 * A program cannot declare an object absent and declare or name it elsewhere. Nexus refuses to delete built-in roles and
 * privileges, and a blob store that a repository uses.
 */
export const absent = {
  repository: (name: string, options: AbsentContentOptions = {}): Absent => new Absent("repository", name, options),
  blobStore: (name: string, options: AbsentContentOptions = {}): Absent => new Absent("blobStore", name, options),
  cleanupPolicy: (name: string, options: Options = {}): Absent => new Absent("cleanupPolicy", name, options),
  privilege: (name: string, options: Options = {}): Absent => new Absent("privilege", name, options),
  role: (roleId: string, options: Options = {}): Absent => new Absent("role", roleId, options),
  user: (userId: string, options: Options = {}): Absent => new Absent("user", userId, options),
  contentSelector: (name: string, options: Options = {}): Absent => new Absent("contentSelector", name, options),
  ldapServer: (name: string, options: Options = {}): Absent => new Absent("ldapServer", name, options),
  script: (name: string, options: Options = {}): Absent => new Absent("script", name, options),
  routingRule: (name: string, options: Options = {}): Absent => new Absent("routingRule", name, options),
};
