/**
 * The parts that repositories are made of, each written once; `recipes.ts` says which recipe is made of which.
 * Field names and meanings are Nexus's own.
 */
import { z } from "zod";
import {
  fieldMetadata,
  referenceTo,
  requiredBlock,
  secret,
  unorderedList,
  withCreateDefault,
} from "../../field-metadata.ts";
import { nexusName } from "../../names.ts";

/** Every repository has these. */
export const common = {
  /**
   * The repository's name, part of its URL. Default: the resource's own name. Changing it makes a new repository
   * beside the old one, which keeps its content.
   */
  name: nexusName().register(fieldMetadata, { identity: true }),
  /** Whether it accepts requests. Default at creation: true. */
  online: withCreateDefault(z.boolean(), true),
};

const blobStore = {
  /** The blob store that holds the content. It cannot be changed later. Default at creation: `default`. */
  blobStoreName: withCreateDefault(referenceTo("blob store"), "default", {
    losesContentOnChange: "Nexus cannot move a repository to another blob store",
    forcesReplacement: true,
  }),
  /** Whether an upload's type must be what its name says. Default at creation: true. */
  strictContentTypeValidation: withCreateDefault(z.boolean(), true),
};

const writePolicy = z.enum(["ALLOW", "ALLOW_ONCE", "DENY"]).register(fieldMetadata, { ignoreCase: true });

export const blobStoreStorage = {
  /** Where a proxy's or group's content lies. */
  storage: requiredBlock(z.strictObject(blobStore)),
};

const hostedFields = {
  ...blobStore,
  /**
   * `ALLOW`: uploads may replace what is there; `ALLOW_ONCE`: a path (a tag, a version) is written once and stays;
   * `DENY`: read-only. Default at creation: `ALLOW_ONCE`.
   */
  writePolicy: withCreateDefault(writePolicy, "ALLOW_ONCE"),
};

export const hostedStorage = {
  /** Where a hosted repository's content lies, and who may overwrite it. */
  storage: requiredBlock(z.strictObject(hostedFields)),
};

export const dockerHostedStorage = {
  /** Where the repository's images lie, and who may overwrite them. */
  storage: requiredBlock(
    z
      .strictObject({
        ...hostedFields,
        /** With `ALLOW_ONCE`: lets the tag `latest`, and only it, be pushed again. Nexus shows it with `ALLOW_ONCE` only. */
        latestPolicy: z.boolean().optional().register(fieldMetadata, { notReturned: true }),
      })
      .superRefine((storage, context) => {
        if (storage.latestPolicy && storage.writePolicy !== undefined && storage.writePolicy !== "ALLOW_ONCE")
          context.addIssue({
            code: "custom",
            path: ["latestPolicy"],
            message: `goes with writePolicy "ALLOW_ONCE" only, not with "${storage.writePolicy}"`,
          });
      }),
  ),
};

export const cleanup = {
  /** Which cleanup policies delete components here. `{ policyNames: [] }` says: none, and one attached by hand is drift. */
  cleanup: z
    .strictObject({
      /** Names of cleanup policies of this repository's format (or of any). Order means nothing. */
      policyNames: unorderedList(referenceTo("cleanup policy")),
    })
    .optional(),
};

export const component = {
  /** What the components of a hosted repository are. */
  component: z
    .strictObject({
      /** They are the organization's own: namespace confusion with public ones is watched for (needs Firewall). */
      proprietaryComponents: z.boolean().optional(),
    })
    .optional(),
};

export const proxy = {
  /** What a proxy fetches, and how long it keeps it. */
  proxy: z.strictObject({
    /** The upstream's address, http or https, without credentials: those are `httpClient.authentication`. */
    remoteUrl: z
      .string()
      .regex(/^https?:\/\/\S+$/, "must be an http or https URL")
      .regex(/^\w+:\/\/[^/@]*(\/|$)/, "must be without credentials: declare them as httpClient.authentication"),
    /** Minutes until content is looked up at the upstream again; -1: never. Default at creation: 1440. */
    contentMaxAge: withCreateDefault(z.int(), 1440),
    /** Minutes until metadata is looked up at the upstream again; -1: never. Default at creation: 1440. */
    metadataMaxAge: withCreateDefault(z.int(), 1440),
    /** Keeps %2B, %23, %20 in paths as they are when asking the upstream. Nexus 3.90 or later. */
    preserveEncodedCharacters: z.boolean().optional().register(fieldMetadata, { since: "3.90.0" }),
  }),
};

export const negativeCache = {
  /** Whether and how long a proxy remembers that the upstream does not have something. */
  negativeCache: requiredBlock(
    z.strictObject({
      /** Default at creation: true. */
      enabled: withCreateDefault(z.boolean(), true),
      /** Minutes. Default at creation: 1440. */
      timeToLive: withCreateDefault(z.int(), 1440),
    }),
  ),
};

const authenticationFields = (bearerTokenSince: string) => ({
  /** `username`: with password; `ntlm`: also host and domain; `bearerToken`: a token. */
  type: z.enum(["username", "ntlm", "bearerToken"]),
  /** With `username` and `ntlm`. */
  username: z.string().optional(),
  /** Nexus takes it and never shows it again; it is sent with every change of the repository. */
  password: secret().optional(),
  /** With `ntlm`. */
  ntlmHost: z.string().optional(),
  /** With `ntlm`. */
  ntlmDomain: z.string().optional(),
  /** A secret as `password` is. */
  bearerToken: secret().optional().register(fieldMetadata, { since: bearerTokenSince }),
});

const needed = {
  username: ["username", "password"],
  ntlm: ["username", "password"],
  bearerToken: ["bearerToken"],
} as const;

interface Authentication {
  type: keyof typeof needed;
  username?: string | undefined;
  password?: string | undefined;
  bearerToken?: string | undefined;
}

function complete(authentication: Authentication, context: z.core.$RefinementCtx): void {
  for (const field of needed[authentication.type])
    if (authentication[field] === undefined)
      context.addIssue({ code: "custom", path: [field], message: `is needed with type "${authentication.type}"` });
}

const connectionFields = z
  .strictObject({
    /** Seconds to wait for the upstream, 1 to 3600. */
    timeout: z.int().min(1).max(3600).optional(),
    /** Attempts after the first, 0 to 10. */
    retries: z.int().min(0).max(10).optional(),
    /** Appended to the User-Agent header. */
    userAgentSuffix: z.string().optional(),
    /** Follows a redirect to where it came from. Nexus's own default: false. */
    enableCircularRedirects: z.boolean().optional(),
    /** Keeps the upstream's cookies. Nexus's own default: false. */
    enableCookies: z.boolean().optional(),
    /** Trusts the certificates of Nexus's own trust store too; https upstreams only. */
    useTrustStore: z.boolean().optional(),
  })
  .optional();

const httpClientFields = {
  /** Never asks the upstream. Default at creation: false. */
  blocked: withCreateDefault(z.boolean(), false),
  /** Stops asking an upstream that does not answer, until it does. Default at creation: true. */
  autoBlock: withCreateDefault(z.boolean(), true),
  /** How connections to the upstream are made. */
  connection: connectionFields,
};

export const httpClient = {
  /**
   * How a proxy talks to its upstream. `authentication: null` says: none. Authentication that was set by hand and is not
   * declared cannot be kept through a change, as Nexus never shows its password.
   */
  httpClient: requiredBlock(
    z.strictObject({
      ...httpClientFields,
      /** What the proxy logs in to the upstream with; `null`: nothing. */
      authentication: z.strictObject(authenticationFields("3.81.0")).superRefine(complete).nullable().optional(),
    }),
  ),
};

export const httpClientWithPreemptive = {
  /**
   * How a proxy talks to its upstream. `authentication: null` says: none. Authentication that was set by hand and is
   * not declared cannot be kept through a change, as Nexus never shows its password.
   */
  httpClient: requiredBlock(
    z.strictObject({
      ...httpClientFields,
      /** What the proxy logs in to the upstream with; `null`: nothing. */
      authentication: z
        .strictObject({
          ...authenticationFields("3.77.0"),
          /** Sends the credentials without being asked for them; https upstreams only. */
          preemptive: z.boolean().optional(),
        })
        .superRefine(complete)
        .nullable()
        .optional(),
    }),
  ),
};

export const routingRuleName = {
  /** The routing rule that says which paths are asked for at the upstream; "" says: none. */
  routingRuleName: z.string().optional().register(fieldMetadata, { refersTo: "routing rule" }),
};

export const replication = {
  /** Fetches what will be asked for before it is (Pro). */
  replication: z
    .strictObject({
      /** Whether it does. */
      preemptivePullEnabled: z.boolean(),
      /** Only paths that match. */
      assetPathRegex: z.string().optional(),
    })
    .optional()
    .register(fieldMetadata, { pro: true }),
};

export const firewall = {
  /** Sonatype Repository Firewall's mode for a proxy. Nexus 3.94 or later; before, it is a capability. */
  firewall: z
    .strictObject({
      /** `AUDIT`: watches; `QUARANTINE`: holds back what policy forbids; `PCCS`: offers only versions that policy allows. */
      mode: z.enum(["DISABLED", "AUDIT", "QUARANTINE", "PCCS"]).optional(),
    })
    .optional()
    .register(fieldMetadata, { since: "3.94.0" }),
};

const members = {
  /** The members, first wins. At least one; all of the group's format, none the group itself. */
  memberNames: z.array(referenceTo("repository")).min(1),
};

export const group = {
  /** What a group shows as one. */
  group: z.strictObject(members),
};

export const deployGroup = {
  /** What a group shows as one, and where pushes to it go. */
  group: z.strictObject({
    ...members,
    /** The hosted member that takes what is pushed to the group (Pro). */
    writableMember: z.string().optional().register(fieldMetadata, { refersTo: "repository", pro: true }),
  }),
};
