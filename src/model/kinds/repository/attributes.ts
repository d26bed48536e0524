/**
 * The attribute blocks of repositories, each written once. `recipes.ts` combines them to recipes. The names and meanings of
 * the fields are Nexus's own.
 */
import { z } from "zod";
import { isEmptyValue } from "../../comparison.ts";
import {
  type FieldMetadata,
  fieldMetadata,
  referenceTo,
  requiredBlock,
  secret,
  unorderedList,
  withCreateDefault,
} from "../../field-metadata.ts";
import { nexusName } from "../../names.ts";
import { documentedIn396 } from "../../support.ts";

/** The fields of every repository. */
export const common = {
  /**
   * The name, which is a part of the repository's URL. A change creates a new repository and keeps the old one with its
   * content. Default: the resource's name.
   */
  name: nexusName().register(fieldMetadata, { identity: true }),
  /** Accepts requests. Default on creation: true. */
  online: withCreateDefault(z.boolean(), true),
};

const blobStore = {
  /** The blob store for the content. It cannot be changed later. Default on creation: `default`. */
  blobStoreName: withCreateDefault(referenceTo("blob store"), "default", {
    losesContentOnChange: "Nexus cannot move a repository to another blob store",
    forcesReplacement: true,
  }),
  /** Checks that the content type of an upload matches its file name. Default on creation: true. */
  strictContentTypeValidation: withCreateDefault(z.boolean(), true, { protects: true }),
};

const writePolicy = z.enum(["ALLOW", "ALLOW_ONCE", "DENY"]).register(fieldMetadata, { ignoreCase: true });

export const blobStoreStorage = {
  /** The storage of a proxy's or group's content. */
  storage: requiredBlock(z.strictObject(blobStore)),
};

const hostedFields = {
  ...blobStore,
  /**
   * `ALLOW`: an upload can replace existing content; `ALLOW_ONCE`: a path (a tag, a version) can be written only once;
   * `DENY`: read-only. Default on creation: `ALLOW_ONCE`.
   */
  writePolicy: withCreateDefault(writePolicy, "ALLOW_ONCE", { protects: true }),
};

export const hostedStorage = {
  /** The storage of a hosted repository's content, and its write policy. */
  storage: requiredBlock(z.strictObject(hostedFields)),
};

export const dockerHostedStorage = {
  /** The storage of the repository's images, and its write policy. */
  storage: requiredBlock(
    z
      .strictObject({
        ...hostedFields,
        /** Allows the tag `latest` to be pushed again, for `ALLOW_ONCE`. Nexus returns the field only with `ALLOW_ONCE`. */
        latestPolicy: z.boolean().optional().register(fieldMetadata, { notReturned: true }),
      })
      .superRefine((storage, context) => {
        if (storage.latestPolicy && storage.writePolicy !== undefined && storage.writePolicy !== "ALLOW_ONCE")
          context.addIssue({
            code: "custom",
            path: ["latestPolicy"],
            message: `needs writePolicy "ALLOW_ONCE", not "${storage.writePolicy}"`,
          });
      }),
  ),
};

export const cleanup = {
  /** The cleanup policies of the repository. `{ policyNames: [] }` declares none, so that a policy attached by hand is drift. */
  cleanup: z
    .strictObject({
      /** The names of cleanup policies for the repository's format or for all formats. The order has no meaning. */
      policyNames: unorderedList(referenceTo("cleanup policy")).register(fieldMetadata, {
        unordered: true,
        protects: true,
      }),
    })
    .optional(),
};

const componentBlock = z.strictObject({
  /** Marks the components as your organization's own, to detect namespace confusion with public ones. Needs Firewall. */
  proprietaryComponents: z.boolean().optional(),
});

export const component = {
  /** Properties of the components in a hosted repository. */
  component: componentBlock.optional(),
};

export const swiftComponent = {
  /** Properties of the components in a hosted repository. Release 3.96 or later. */
  component: componentBlock.optional().register(fieldMetadata, { since: documentedIn396 }),
};

export const componentNotReturned = {
  /** Properties of the components in a hosted repository. Nexus does not return them for this format. */
  component: component.component.clone().register(fieldMetadata, { notReturned: {} }),
};

export const proxy = {
  /** The upstream of a proxy, and how long its responses are cached. */
  proxy: z.strictObject({
    /** The http or https URL of the upstream, without credentials: declare them as `httpClient.authentication`. */
    remoteUrl: z
      .string()
      .regex(/^https?:\/\/\S+$/, "must be an http or https URL")
      .regex(/^\w+:\/\/[^/@]*(\/|$)/, "must not contain credentials: declare them as httpClient.authentication"),
    /** The minutes for which content is cached before the upstream is requested again; -1: forever. Default on creation: 1440. */
    contentMaxAge: withCreateDefault(z.int(), 1440),
    /** The minutes for which metadata is cached before the upstream is requested again; -1: forever. Default on creation: 1440. */
    metadataMaxAge: withCreateDefault(z.int(), 1440),
    /** Keeps %2B, %23 and %20 in the paths of requests to the upstream. Release 3.90 or later. */
    preserveEncodedCharacters: z.boolean().optional().register(fieldMetadata, { since: "3.90.0" }),
  }),
};

export const negativeCache = {
  /** The cache of 404 responses of the upstream. */
  negativeCache: requiredBlock(
    z.strictObject({
      /** Enables the cache. Default on creation: true. */
      enabled: withCreateDefault(z.boolean(), true),
      /** The minutes for which a 404 response is cached. Default on creation: 1440. */
      timeToLive: withCreateDefault(z.int(), 1440),
    }),
  ),
};

const authenticationFields = {
  /** `username`: user name and password; `ntlm`: also host and domain; `bearerToken`: a token. */
  type: z.enum(["username", "ntlm", "bearerToken"]),
  /** The user name, for `username` and `ntlm`. */
  username: z.string().optional(),
  /** The password, for `username` and `ntlm`. Write-only: Nexus never returns it, so it is sent with every update of the repository. */
  password: secret({ isStored: ({ username, type }) => !isEmptyValue(username) && type !== "bearerToken" }).optional(),
  /** The host name, for `ntlm`. */
  ntlmHost: z.string().optional(),
  /** The domain, for `ntlm`. */
  ntlmDomain: z.string().optional(),
  /** The token, for `bearerToken`. Write-only, like `password`. */
  bearerToken: secret({ isStored: ({ type }) => type === "bearerToken" })
    .optional()
    .register(fieldMetadata, { since: "3.77.0" }),
};

const requiredFields = {
  username: ["username", "password"],
  ntlm: ["username", "password"],
  bearerToken: ["bearerToken"],
} as const;

interface Authentication {
  type: keyof typeof requiredFields;
  username?: string | undefined;
  password?: string | undefined;
  bearerToken?: string | undefined;
}

function checkCredentials(authentication: Authentication, context: z.core.$RefinementCtx): void {
  for (const field of requiredFields[authentication.type])
    if (authentication[field] === undefined)
      context.addIssue({ code: "custom", path: [field], message: `is needed with type "${authentication.type}"` });
}

const connectionFields = z
  .strictObject({
    /** The timeout of requests, in seconds; 1 to 3600. Default: the timeout of the HTTP settings. */
    timeout: z.int().min(1).max(3600).optional(),
    /** The number of retries; 0 to 10. Default: the number of the HTTP settings. */
    retries: z.int().min(0).max(10).optional(),
    /** A text that is appended to the User-Agent header. */
    userAgentSuffix: z.string().optional(),
    /** Follows a redirect to a URL that was already requested. Nexus's default: false. */
    enableCircularRedirects: z.boolean().optional(),
    /** Stores and sends cookies of the upstream. Nexus's default: false. */
    enableCookies: z.boolean().optional(),
    /** Also trusts the certificates in Nexus's trust store. Only for https upstreams. */
    useTrustStore: z.boolean().optional(),
  })
  .optional();

const httpClientFields = {
  /** Blocks all requests to the upstream. Default on creation: false. */
  blocked: withCreateDefault(z.boolean(), false),
  /** Blocks an upstream that does not respond, until it responds again. Default on creation: true. */
  autoBlock: withCreateDefault(z.boolean(), true),
  /** The connections to the upstream. */
  connection: connectionFields,
};

export const httpClient = {
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and is
   * not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient: requiredBlock(
    z.strictObject({
      ...httpClientFields,
      /** The authentication of the proxy at the upstream; `null`: none. */
      authentication: z.strictObject(authenticationFields).superRefine(checkCredentials).nullable().optional(),
    }),
  ),
};

const createPreemptiveHttpClient = (preemptive: FieldMetadata) => ({
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and is
   * not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient: requiredBlock(
    z.strictObject({
      ...httpClientFields,
      /** The authentication of the proxy at the upstream; `null`: none. */
      authentication: z
        .strictObject({
          ...authenticationFields,
          /** Sends the credentials with the first request, before the upstream asks for them. Only for https upstreams. */
          preemptive: z.boolean().optional().register(fieldMetadata, preemptive),
        })
        .superRefine(checkCredentials)
        .nullable()
        .optional(),
    }),
  ),
});

export const httpClientWithPreemptive = createPreemptiveHttpClient({});
/** For formats that accept `preemptive` from 3.96 on. */
export const httpClientWithPreemptiveFrom396 = createPreemptiveHttpClient({ since: documentedIn396 });

export const routingRuleName = {
  /** The name of the routing rule for requests to the upstream; "": none. */
  routingRuleName: z.string().optional().register(fieldMetadata, { refersTo: "routing rule" }),
};

export const replication = {
  /** Pre-emptive pull: new content of the upstream is downloaded before a client requests it. Pro. */
  replication: z
    .strictObject({
      /** Enables the pre-emptive pull. */
      preemptivePullEnabled: z.boolean(),
      /** A regular expression for the paths to download. Default: all paths. */
      assetPathRegex: z.string().optional(),
    })
    .optional()
    .register(fieldMetadata, { pro: true }),
};

export const firewall = {
  /** Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. */
  firewall: z
    .strictObject({
      /** `AUDIT`: violations are reported; `QUARANTINE`: also blocked; `PCCS`: clients see only versions that comply with the policy. */
      mode: z.enum(["DISABLED", "AUDIT", "QUARANTINE", "PCCS"]).optional(),
    })
    .optional()
    .register(fieldMetadata, { since: "3.94.0" }),
};

export const firewallNotReturned = {
  /**
   * Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. Nexus 3.94 and 3.95 do not
   * return it for this format.
   */
  firewall: firewall.firewall
    .clone()
    .register(fieldMetadata, { since: "3.94.0", notReturned: { from: "3.94.0", before: "3.96.0" } }),
};

const members = {
  /** The names of the members, at least one, in the order of search. They must have the group's format; the group itself is not allowed. */
  memberNames: z.array(referenceTo("repository")).min(1),
};

export const group = {
  /** The members of the group. */
  group: z.strictObject(members),
};

export const deployGroup = {
  /** The members of the group, and the member that receives pushes. */
  group: z.strictObject({
    ...members,
    /** The hosted member that receives what is pushed to the group. Pro. */
    writableMember: z.string().optional().register(fieldMetadata, { refersTo: "repository", pro: true }),
  }),
};
