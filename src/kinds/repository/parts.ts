/**
 * The parts that repositories are made of, each written once; `recipes.ts` says which recipe is made of which.
 * Field names and meanings are Nexus's own.
 */
import { z } from "zod";
import { demanded, facts, nameOf, optional, secret, setOf } from "../facts.ts";
import { name } from "../names.ts";

/** Every repository has these. */
export const common = {
  /**
   * The repository's name, part of its URL. Default: the resource's own name. Changing it makes a new repository
   * beside the old one, which keeps its content.
   */
  name: name().register(facts, { identity: true }),
  /** Whether it accepts requests. Default at creation: true. */
  online: optional(z.boolean(), true),
};

const blobStore = {
  /** The blob store that holds the content. It cannot be changed later. Default at creation: `default`. */
  blobStoreName: optional(nameOf("blob store"), "default", {
    keepsContent: "Nexus cannot move a repository to another blob store",
    remade: true,
  }),
  /** Whether an upload's type must be what its name says. Default at creation: true. */
  strictContentTypeValidation: optional(z.boolean(), true),
};

const writePolicy = z.enum(["ALLOW", "ALLOW_ONCE", "DENY"]).register(facts, { ignoreCase: true });

/** Where a proxy's or group's content lies. */
export const storage = demanded(z.strictObject(blobStore));

const hostedFields = {
  ...blobStore,
  /**
   * `ALLOW`: uploads may replace what is there; `ALLOW_ONCE`: a path (a tag, a version) is written once and stays;
   * `DENY`: read-only. Default at creation: `ALLOW_ONCE`.
   */
  writePolicy: optional(writePolicy, "ALLOW_ONCE"),
};

/** Where a hosted repository's content lies, and who may overwrite it. */
export const hostedStorage = demanded(z.strictObject(hostedFields));

/** The same for Docker. */
export const dockerHostedStorage = demanded(
  z
    .strictObject({
      ...hostedFields,
      /** With `ALLOW_ONCE`: lets the tag `latest`, and only it, be pushed again. Nexus shows it with `ALLOW_ONCE` only. */
      latestPolicy: z.boolean().optional().register(facts, { unshown: true }),
    })
    .superRefine((storage, context) => {
      if (storage.latestPolicy && storage.writePolicy !== undefined && storage.writePolicy !== "ALLOW_ONCE")
        context.addIssue({
          code: "custom",
          path: ["latestPolicy"],
          message: `goes with writePolicy "ALLOW_ONCE" only, not with "${storage.writePolicy}"`,
        });
    }),
);

/** Which cleanup policies delete components here. `{ policyNames: [] }` says: none, and one attached by hand is drift. */
export const cleanup = z
  .strictObject({
    /** Names of cleanup policies of this repository's format (or of any). Order means nothing. */
    policyNames: setOf(nameOf("cleanup policy")),
  })
  .optional();

/** What the components of a hosted repository are. */
export const component = z
  .strictObject({
    /** They are the organization's own: namespace confusion with public ones is watched for (needs Firewall). */
    proprietaryComponents: z.boolean().optional(),
  })
  .optional();

/** What a proxy fetches, and how long it keeps it. */
export const proxy = z.strictObject({
  /** The upstream's address, http or https. */
  remoteUrl: z.string().regex(/^https?:\/\/\S+$/, "must be an http or https URL"),
  /** Minutes until content is looked up at the upstream again; -1: never. Default at creation: 1440. */
  contentMaxAge: optional(z.int(), 1440),
  /** Minutes until metadata is looked up at the upstream again; -1: never. Default at creation: 1440. */
  metadataMaxAge: optional(z.int(), 1440),
  /** Keeps %2B, %23, %20 in paths as they are when asking the upstream. Nexus 3.90 or later. */
  preserveEncodedCharacters: z.boolean().optional().register(facts, { since: "3.90.0" }),
});

/** Whether and how long a proxy remembers that the upstream does not have something. */
export const negativeCache = demanded(
  z.strictObject({
    /** Default at creation: true. */
    enabled: optional(z.boolean(), true),
    /** Minutes. Default at creation: 1440. */
    timeToLive: optional(z.int(), 1440),
  }),
);

const authenticationFields = (bearerTokenSince: string) => ({
  /** `username`: with password; `ntlm`: also host and domain; `bearerToken`: a token. */
  type: z.enum(["username", "ntlm", "bearerToken"]),
  username: z.string().optional(),
  /** Nexus takes it and never shows it again; it is sent with every change of the repository. */
  password: secret().optional(),
  ntlmHost: z.string().optional(),
  ntlmDomain: z.string().optional(),
  /** A secret as `password` is. */
  bearerToken: secret().optional().register(facts, { since: bearerTokenSince }),
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

const connection = z
  .strictObject({
    /** Seconds to wait for the upstream, 1 to 3600. */
    timeout: z.int().min(1).max(3600).optional(),
    /** Attempts after the first, 0 to 10. */
    retries: z.int().min(0).max(10).optional(),
    /** Appended to the User-Agent header. */
    userAgentSuffix: z.string().optional(),
    enableCircularRedirects: z.boolean().optional(),
    enableCookies: z.boolean().optional(),
    /** Trusts the certificates of Nexus's own trust store too; https upstreams only. */
    useTrustStore: z.boolean().optional(),
  })
  .optional();

const httpClientFields = {
  /** Never asks the upstream. Default at creation: false. */
  blocked: optional(z.boolean(), false),
  /** Stops asking an upstream that does not answer, until it does. Default at creation: true. */
  autoBlock: optional(z.boolean(), true),
  connection,
};

/**
 * How a proxy talks to its upstream. `authentication: null` says: none. Authentication that was set by hand and is not
 * declared cannot be kept through a change, as Nexus never shows its password.
 */
export const httpClient = demanded(
  z.strictObject({
    ...httpClientFields,
    authentication: z.strictObject(authenticationFields("3.81.0")).superRefine(complete).nullable().optional(),
  }),
);

/** The same for formats whose proxies may send credentials unasked. */
export const httpClientWithPreemptive = demanded(
  z.strictObject({
    ...httpClientFields,
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
);

/** The routing rule that says which paths are asked for at the upstream; "" says: none. */
export const routingRuleName = z.string().optional().register(facts, { refersTo: "routing rule" });

/** Fetches what will be asked for before it is (Pro). */
export const replication = z
  .strictObject({
    preemptivePullEnabled: z.boolean(),
    /** Only paths that match. */
    assetPathRegex: z.string().optional(),
  })
  .optional()
  .register(facts, { pro: true });

/** Sonatype Repository Firewall's mode for a proxy. Nexus 3.94 or later; before, it is a capability. */
export const firewall = z
  .strictObject({ mode: z.enum(["DISABLED", "AUDIT", "QUARANTINE", "PCCS"]).optional() })
  .optional()
  .register(facts, { since: "3.94.0" });

const members = {
  /** The members, first wins. At least one; all of the group's format, none the group itself. */
  memberNames: z.array(nameOf("repository")).min(1),
};

/** What a group shows as one. */
export const group = z.strictObject(members);

/** The same where pushes to a group may go to one member. */
export const deployGroup = z.strictObject({
  ...members,
  /** The hosted member that takes what is pushed to the group (Pro). */
  writableMember: z.string().optional().register(facts, { refersTo: "repository", pro: true }),
});

const port = z.int().min(1).max(65535);

/** How Docker clients reach the repository. */
export const docker = demanded(
  z
    .strictObject({
      /** The connector: a port of its own on Nexus's host, 1 to 65535, that no other repository has. */
      httpPort: port.optional(),
      /** The same with TLS; Nexus must be configured for https itself. */
      httpsPort: port.optional(),
      /** A host name of its own instead of a port (Pro). */
      subdomain: z.string().optional().register(facts, { pro: true }),
      /** Lets clients use /REPOSITORY/image on Nexus's own port. Nexus 3.83 or later. */
      pathEnabled: z.boolean().optional().register(facts, { since: "3.83.0" }),
      /** Asks for Basic credentials; false needs the realm DockerToken. Default at creation: true. */
      forceBasicAuth: optional(z.boolean(), true),
      /** Serves the Docker v1 API too. Default at creation: false. */
      v1Enabled: optional(z.boolean(), false),
    })
    .superRefine((docker, context) => {
      if (docker.httpPort !== undefined && docker.httpPort === docker.httpsPort)
        context.addIssue({ code: "custom", path: ["httpsPort"], message: `is the httpPort, ${docker.httpPort}` });
    }),
);

/** What a Docker proxy does besides what every proxy does. */
export const dockerProxy = demanded(
  z
    .strictObject({
      /** Where the upstream's index is: `HUB` (Docker Hub), `REGISTRY` (the upstream itself) or `CUSTOM`. Default at creation: `REGISTRY`. */
      indexType: optional(z.enum(["HUB", "REGISTRY", "CUSTOM"]), "REGISTRY"),
      /** With `CUSTOM`. */
      indexUrl: z.string().optional(),
      /** Fetches layers that the image says lie elsewhere. */
      cacheForeignLayers: z.boolean().optional(),
      /** Regular expressions of the URLs from which such layers may come. */
      foreignLayerUrlWhitelist: z.array(z.string()).optional().register(facts, { set: true }),
      /** Logs in to Amazon's registry. Nexus 3.94 or later. */
      ecrAuth: z
        .strictObject({
          enabled: z.boolean().optional(),
          awsRegion: z.string().optional(),
          /** The AWS account that hosts the registry: 12 digits. */
          registryId: z.string().optional(),
          accessKeyId: z.string().optional(),
          secretAccessKey: secret().optional(),
        })
        .optional()
        .register(facts, { since: "3.94.0" }),
    })
    .superRefine((proxy, context) => {
      if (proxy.indexUrl && proxy.indexType !== undefined && proxy.indexType !== "CUSTOM")
        context.addIssue({
          code: "custom",
          path: ["indexUrl"],
          message: `goes with indexType "CUSTOM" only, not with "${proxy.indexType}"`,
        });
    }),
);

/** What Maven adds to a repository. */
export const maven = demanded(
  z.strictObject({
    /** What it holds. Default at creation: `RELEASE`. */
    versionPolicy: optional(z.enum(["RELEASE", "SNAPSHOT", "MIXED"]), "RELEASE", { ignoreCase: true }),
    /** Whether every path must be one of Maven's. Default at creation: `STRICT`. */
    layoutPolicy: optional(z.enum(["STRICT", "PERMISSIVE"]), "STRICT", { ignoreCase: true }),
    /** Whether browsers show (`INLINE`) or save (`ATTACHMENT`) a file. */
    contentDisposition: z.enum(["INLINE", "ATTACHMENT"]).optional(),
  }),
);

const rawFields = {
  /** Whether browsers show (`INLINE`) or save (`ATTACHMENT`) a file. Default at creation: `ATTACHMENT`. */
  // A raw part without it is refused with a NullPointerException (3.71).
  contentDisposition: optional(z.enum(["INLINE", "ATTACHMENT"]), "ATTACHMENT"),
  /** Sends query parameters on to the upstream. Nexus 3.93 or later. */
  forwardQueryParameters: z.boolean().optional().register(facts, { since: "3.93.0" }),
  /** The parameters that are not sent on, at most 100; case means nothing. Nexus 3.93 or later. */
  excludedQueryParameters: setOf(z.string()).max(100).optional().register(facts, { set: true, since: "3.93.0" }),
};

/** What raw adds to a repository. */
export const raw = z.strictObject(rawFields).optional();

/** The same for a group, of which Nexus takes it and (at least to 3.77) does not show it. */
export const rawOfGroup = z.strictObject(rawFields).optional().register(facts, { unshown: true });

/** The Debian distribution that a hosted repository serves, such as `bookworm`. */
export const aptHosted = z.strictObject({ distribution: z.string().min(1) });

/** What apt adds to a proxy. */
export const aptProxy = demanded(
  z.strictObject({
    /** Such as `bookworm`; only for information unless `enforceDistribution`. Releases before 3.90 demand it. */
    distribution: z.string().optional().register(facts, { demandedBefore: "3.90.0" }),
    /** Whether the upstream has no distribution folders. Default at creation: false. */
    flat: optional(z.boolean(), false),
    /** Refuses requests for any other distribution. Nexus 3.90 or later. */
    enforceDistribution: z.boolean().optional().register(facts, { since: "3.90.0" }),
  }),
);

const signing = {
  /** The armored private key, as `gpg --export-secret-key --armor` prints it. Nexus gives it back in clear; we never do. */
  keypair: secret(),
  passphrase: secret().optional(),
};

/** The key that signs a hosted apt repository's metadata. */
export const aptSigning = z.strictObject(signing);

/** The key that signs an apt proxy's metadata, where it does. */
export const aptProxySigning = z.strictObject(signing).optional();
