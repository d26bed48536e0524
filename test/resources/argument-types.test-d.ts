/**
 * The generated interfaces of arguments accept the same declarations as the types of the schemas. The compiler checks this: a difference
 * is an error of `npm run types`.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { clientConfigArgsSchema } from "../../src/client-config/client-config.ts";
import type { ClientConfigArgs } from "../../src/client-config/client-config-args.ts";
import type * as nexus from "../../src/index.ts";
import type { ContentControls, Controls } from "../../src/model/kind.ts";
import type { azureBlobStore } from "../../src/model/kinds/blob-store/azure.ts";
import type { fileBlobStore } from "../../src/model/kinds/blob-store/file.ts";
import type { s3BlobStore } from "../../src/model/kinds/blob-store/s3.ts";
import type { CapabilitySchema } from "../../src/model/kinds/capabilities.ts";
import type { cleanupPolicy } from "../../src/model/kinds/cleanup-policy.ts";
import type { email } from "../../src/model/kinds/email.ts";
import type { ExternalUserSchema } from "../../src/model/kinds/external-users.ts";
import type { http } from "../../src/model/kinds/http.ts";
import type { ipAllowListEntry } from "../../src/model/kinds/ip-allow-list.ts";
import type { ldapServer } from "../../src/model/kinds/ldap.ts";
import type { privilegeSchemas } from "../../src/model/kinds/privileges.ts";
import type { Recipes } from "../../src/model/kinds/repository/recipes.ts";
import type { role } from "../../src/model/kinds/role.ts";
import type { routingRule } from "../../src/model/kinds/routing-rule.ts";
import type { oauth2, saml } from "../../src/model/kinds/sign-on.ts";
import type { TaskSchema } from "../../src/model/kinds/tasks.ts";
import type { user } from "../../src/model/kinds/user.ts";
import type * as formats from "../../src/resources/formats/index.ts";

/** A value or an Output of it, at every level. */
type DeepInput<T> = pulumi.Input<Inner<T>>;
type Inner<T> = T extends readonly (infer E)[]
  ? DeepInput<E>[]
  : T extends object
    ? { [K in keyof T]: DeepInput<T[K]> }
    : T;

type Control<C extends z.ZodRawShape> = { [K in keyof C]?: z.input<C[K]> };

/** The arguments of a class, as its schema defines them. */
type SchemaArgs<S extends z.ZodType, Identity extends string = never, C extends z.ZodRawShape = Controls> = Omit<
  { [K in keyof z.input<S>]: DeepInput<z.input<S>[K]> },
  Identity
> & { [K in Identity]?: DeepInput<string | undefined> } & Control<C>;

/** `true` if each type can be assigned to the other one. */
type Same<A, B> = [A, B] extends [B, A] ? true : { generated: A; schema: B };

type ArgsOf<Class> = Class extends abstract new (
  name: string,
  args: infer A,
  ...more: infer _
) => unknown
  ? NonNullable<A>
  : never;

type Repositories = {
  [F in keyof Recipes]: {
    [T in keyof Recipes[F] & string]: Same<
      ArgsOf<(typeof formats)[F][Capitalize<T> & keyof (typeof formats)[F]]>,
      SchemaArgs<Recipes[F][T] extends z.ZodType ? Recipes[F][T] : never, "name", Controls & ContentControls>
    >;
  };
};

type Leaves<T> = T extends true
  ? never
  : T extends { generated: unknown }
    ? T
    : { [K in keyof T]: Leaves<T[K]> }[keyof T];

type Settings = {
  blobStoreFile: Same<
    nexus.blobStore.FileArgs,
    SchemaArgs<typeof fileBlobStore.schema, "name", Controls & ContentControls>
  >;
  blobStoreS3: Same<nexus.blobStore.S3Args, SchemaArgs<typeof s3BlobStore.schema, "name", Controls & ContentControls>>;
  blobStoreAzure: Same<
    nexus.blobStore.AzureArgs,
    SchemaArgs<typeof azureBlobStore.schema, "name", Controls & ContentControls>
  >;
  cleanupPolicy: Same<nexus.CleanupPolicyArgs, SchemaArgs<typeof cleanupPolicy.schema, "name">>;
  email: Same<nexus.EmailArgs, SchemaArgs<typeof email.schema>>;
  http: Same<nexus.HttpSettingsArgs, SchemaArgs<typeof http.schema>>;
  ipAllowListEntry: Same<nexus.IpAllowListEntryArgs, SchemaArgs<typeof ipAllowListEntry.schema, "ipOrCidr">>;
  ldapServer: Same<nexus.LdapServerArgs, SchemaArgs<typeof ldapServer.schema, "name">>;
  oauth2: Same<nexus.OAuth2Args, SchemaArgs<typeof oauth2.schema>>;
  saml: Same<nexus.SamlArgs, SchemaArgs<typeof saml.schema>>;
  role: Same<nexus.RoleArgs, SchemaArgs<typeof role.schema, "roleId">>;
  routingRule: Same<nexus.RoutingRuleArgs, SchemaArgs<typeof routingRule.schema, "name">>;
  user: Same<nexus.UserArgs, SchemaArgs<typeof user.schema, "userId">>;
  externalUser: Same<nexus.externalUser.LdapArgs, SchemaArgs<ExternalUserSchema, "userId">>;
  privilege: Same<nexus.privilege.RepositoryViewArgs, SchemaArgs<(typeof privilegeSchemas)["repository-view"], "name">>;
  webhook: Same<nexus.capability.WebhookRepositoryArgs, SchemaArgs<CapabilitySchema<"webhook.repository">>>;
  uiSettings: Same<nexus.capability.UiSettingsArgs, SchemaArgs<CapabilitySchema<"rapture.settings">>>;
  taskCompact: Same<nexus.task.BlobstoreCompactArgs, SchemaArgs<TaskSchema<"blobstore.compact">, "name">>;
  taskExport: Same<nexus.task.RepositoryExportArgs, SchemaArgs<TaskSchema<"repository.export">, "name">>;
};

type ClientConfig = Same<ClientConfigArgs, z.infer<typeof clientConfigArgsSchema>>;

type Differences = Leaves<{ repositories: Repositories; settings: Settings; clientConfig: ClientConfig }>;

/** An error here names the types that differ. */
export const areSame: [Differences] extends [never] ? true : Differences = true;
