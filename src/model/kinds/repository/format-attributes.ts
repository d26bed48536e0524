/** The attribute blocks that only repositories of one format have. The names and meanings of the fields are Nexus's own. */
import { z } from "zod";
import { isEmptyValue } from "../../comparison.ts";
import { fieldMetadata, requiredBlock, secret, unorderedList, withCreateDefault } from "../../field-metadata.ts";
import { documentedIn374, documentedIn381, documentedIn396, type Support } from "../../support.ts";

const port = z.int().min(1).max(65535);

/** Creates the block of a repository's connectors for clients of container images. */
function connectors<Path extends z.ZodOptional<z.ZodBoolean>>(pathEnabled: Path) {
  return requiredBlock(
    z
      .strictObject({
        /** The port of the HTTP connector, 1 to 65535. Every repository needs a different port. */
        httpPort: port.optional().register(fieldMetadata, { connectorPort: true }),
        /** The port of the HTTPS connector, 1 to 65535. Nexus itself must be configured for https. */
        httpsPort: port.optional().register(fieldMetadata, { connectorPort: true }),
        /** A subdomain of Nexus's host name instead of a port. Pro. */
        subdomain: z.string().optional().register(fieldMetadata, { pro: true }),
        /** Enables path-based routing: /REPOSITORY/image on Nexus's own port. For docker: release 3.83 or later. */
        pathEnabled,
        /**
         * Requires Basic authentication. With false, anonymous clients and tokens need the realm `DockerToken`, for the format
         * oci `OciBearerToken`. Default on creation: true.
         */
        forceBasicAuth: withCreateDefault(z.boolean(), true, { protects: true }),
        /** Also serves the Docker v1 API. Default on creation: false. */
        v1Enabled: withCreateDefault(z.boolean(), false),
      })
      .superRefine(({ httpPort, httpsPort }, context) => {
        if (httpPort !== undefined && httpPort === httpsPort)
          context.addIssue({ code: "custom", path: ["httpsPort"], message: `must differ from httpPort, ${httpPort}` });
      }),
  );
}

export const docker = {
  /** The connectors for Docker clients. */
  docker: connectors(z.boolean().optional().register(fieldMetadata, { since: "3.83.0" })),
};

export const oci = {
  /** The connectors for OCI clients. */
  oci: connectors(z.boolean().optional()),
};

/** The index of the upstream and foreign layers. */
const upstreamIndex = {
  /** The index for searches: `HUB` (Docker Hub), `REGISTRY` (the upstream itself) or `CUSTOM`. Default on creation: `REGISTRY`. */
  indexType: withCreateDefault(z.enum(["HUB", "REGISTRY", "CUSTOM"]), "REGISTRY"),
  /** The URL of the index, for `CUSTOM`. */
  indexUrl: z.string().optional(),
  /** Caches foreign layers, which an image references by URL. */
  cacheForeignLayers: z.boolean().optional(),
  /** Regular expressions for the URLs of allowed foreign layers. */
  foreignLayerUrlWhitelist: z.array(z.string()).optional().register(fieldMetadata, { unordered: true }),
};

function checkIndexUrl(
  { indexType, indexUrl }: { indexType?: string | undefined; indexUrl?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (indexUrl && indexType !== undefined && indexType !== "CUSTOM")
    context.addIssue({
      code: "custom",
      path: ["indexUrl"],
      message: `needs indexType "CUSTOM", not "${indexType}"`,
    });
}

export const dockerProxy = {
  /** The attributes of a Docker proxy. */
  dockerProxy: requiredBlock(
    z
      .strictObject({
        ...upstreamIndex,
        /** Authentication at Amazon ECR. Release 3.94 or later. */
        ecrAuth: z
          .strictObject({
            /** Enables the authentication. */
            enabled: z.boolean().optional(),
            /** The AWS region, such as `eu-central-1`. */
            awsRegion: z.string().optional(),
            /** The AWS account of the registry: 12 digits. */
            registryId: z.string().optional(),
            /** The access key id of an AWS user with pull permission. */
            accessKeyId: z.string().optional(),
            /** The secret of the access key. Write-only: Nexus never returns it. */
            secretAccessKey: secret({ isStored: ({ accessKeyId }) => !isEmptyValue(accessKeyId) }).optional(),
            /** The session token of temporary credentials (AWS STS). Write-only. Release 3.96 or later. */
            sessionToken: secret().optional().register(fieldMetadata, { since: documentedIn396 }),
          })
          .superRefine(({ accessKeyId, ...secrets }, context) => {
            for (const name of ["secretAccessKey", "sessionToken"] as const)
              if (secrets[name] && !accessKeyId)
                context.addIssue({ code: "custom", path: ["accessKeyId"], message: `is needed with ${name}` });
          })
          .optional()
          .register(fieldMetadata, { since: "3.94.0" }),
      })
      .superRefine(checkIndexUrl),
  ),
};

export const ociProxy = {
  /** The attributes of an OCI proxy. */
  ociProxy: requiredBlock(z.strictObject(upstreamIndex).superRefine(checkIndexUrl)),
};

export const cosign = {
  /** The verification of cosign signatures when an image is pulled. */
  cosign: z
    .strictObject({
      /** `NONE`: all images can be pulled; `KEYLESS`: only images with a valid keyless signature. */
      enforcement: z.enum(["NONE", "KEYLESS"]),
      /** A regular expression for the signer: the subject alternative name of the certificate. For `KEYLESS`. */
      identityRegex: z.string().max(512).optional(),
      /** A regular expression for the OIDC issuer in the certificate. For `KEYLESS`. */
      issuerRegex: z.string().max(512).optional(),
    })
    .optional(),
};

export const maven = {
  /** The attributes of a Maven repository. */
  maven: requiredBlock(
    z.strictObject({
      /** The versions that the repository accepts. Default on creation: `RELEASE`. */
      versionPolicy: withCreateDefault(z.enum(["RELEASE", "SNAPSHOT", "MIXED"]), "RELEASE", { ignoreCase: true }),
      /** `STRICT` accepts only paths in Maven's layout. Default on creation: `STRICT`. */
      layoutPolicy: withCreateDefault(z.enum(["STRICT", "PERMISSIVE"]), "STRICT", { ignoreCase: true }),
      /** The Content-Disposition header: browsers show (`INLINE`) or save (`ATTACHMENT`) a file. */
      contentDisposition: z.enum(["INLINE", "ATTACHMENT"]).optional(),
    }),
  ),
};

const rawFields = {
  /** The Content-Disposition header: browsers show (`INLINE`) or save (`ATTACHMENT`) a file. Default on creation: `ATTACHMENT`. */
  // Nexus refuses a raw block without this field with a NullPointerException (3.71).
  contentDisposition: withCreateDefault(z.enum(["INLINE", "ATTACHMENT"]), "ATTACHMENT"),
  /** Forwards query parameters to the upstream. Release 3.93 or later. */
  forwardQueryParameters: z.boolean().optional().register(fieldMetadata, { since: "3.93.0" }),
  /** The query parameters that are not forwarded, ignoring case; at most 100. Release 3.93 or later. */
  excludedQueryParameters: unorderedList(z.string())
    .max(100)
    .optional()
    .register(fieldMetadata, { unordered: true, since: "3.93.0" }),
};

export const raw = {
  /** The attributes of a raw repository. */
  raw: z.strictObject(rawFields).optional(),
};

export const rawOfGroup = {
  /** The attributes of a raw group. Nexus accepts them and, at least up to 3.77, does not return them. */
  raw: z.strictObject(rawFields).optional().register(fieldMetadata, { notReturned: true }),
};

export const aptHosted = {
  /** The attributes of a hosted apt repository. */
  apt: z.strictObject({
    /** The distribution, such as `bookworm`. */
    distribution: z.string().min(1),
  }),
};

export const aptProxy = {
  /** The attributes of an apt proxy. */
  apt: requiredBlock(
    z.strictObject({
      /** The distribution, such as `bookworm`. Only informative unless `enforceDistribution` is set. Required before release 3.90. */
      distribution: z.string().optional().register(fieldMetadata, { requiredBefore: "3.90.0" }),
      /** The upstream has a flat layout, without folders for distributions. Default on creation: false. */
      flat: withCreateDefault(z.boolean(), false),
      /** Refuses requests for other distributions. Release 3.90 or later. */
      enforceDistribution: z.boolean().optional().register(fieldMetadata, { since: "3.90.0" }),
    }),
  ),
};

/** Nexus returns a signing key only if it has a passphrase (3.71, 3.77). */
const passphrase = secret({ isStored: ({ keypair }) => !isEmptyValue(keypair), secretOf: "keypair" });

const signing = {
  /** The private key in ASCII armor, as printed by `gpg --export-secret-key --armor`. Nexus returns it in clear text; nexus-iac never shows it. */
  keypair: secret(),
  /** The passphrase of the key, if it has one. */
  passphrase: passphrase.optional(),
};

export const aptSigning = {
  /** The key that signs the metadata. */
  aptSigning: z.strictObject(signing),
};

export const aptProxySigning = {
  /** The key that signs the metadata. Default: unsigned. Release 3.91 or later. */
  aptSigning: z.strictObject(signing).optional().register(fieldMetadata, { since: "3.91.0" }),
};

export const yum = {
  /** The attributes of a hosted yum repository. */
  yum: requiredBlock(
    z.strictObject({
      /** The depth of the folders that contain `repodata`. Packages are uploaded below these folders. Default on creation: 0. */
      repodataDepth: withCreateDefault(z.int().min(0), 0),
      /** `STRICT` accepts only paths of RPM packages and metadata. Default on creation: `STRICT`. */
      deployPolicy: withCreateDefault(z.enum(["PERMISSIVE", "STRICT"]), "STRICT"),
    }),
  ),
};

export const yumSigning = {
  /** The key that signs the metadata. Default: unsigned. */
  yumSigning: z.strictObject(signing).optional(),
};

const rsaSigning = z.strictObject({
  /** The RSA private key in PEM format. */
  keypair: secret(),
  /** The passphrase of the key, if it has one. */
  passphrase: passphrase.optional(),
});

export const alpineSigning = {
  /** The key that signs the package index. */
  alpineSigning: rsaSigning,
};

export const alpineHostedSigning = {
  /** The key that signs the package index. Default: unsigned. */
  alpineSigning: rsaSigning.optional(),
};

export const terraformSigning = {
  /** The key that signs the providers. */
  terraformSigning: z.strictObject({
    ...signing,
    /**
     * The passphrase of the key; null if it has none. Nexus returns the key in both cases, so it does not show whether it has a
     * passphrase, and an update must declare it or null.
     */
    passphrase: passphrase.nullable().optional(),
  }),
};

const authenticationBlock = z
  .strictObject({
    /** Requires credentials even if anonymous access is enabled. */
    requireAuthentication: z.boolean().optional(),
  })
  .optional();

export const cargo = {
  /** The access to the repository. Release 3.81 or later. */
  cargo: z
    .strictObject({
      /** Requires credentials even if anonymous access is enabled. Nexus 3.82 to 3.87 always returns false (NEXUS-48088). */
      requireAuthentication: z
        .boolean()
        .optional()
        .register(fieldMetadata, { notReturned: { from: "3.82.0", before: "3.88.0" } }),
    })
    .optional()
    .register(fieldMetadata, { since: documentedIn381 }),
};

export const swift = {
  /** The access to the repository. */
  swift: authenticationBlock,
};

export const terraform = {
  /** The access to the repository. */
  terraform: authenticationBlock,
};

export const huggingFaceXet = {
  /** Xet, the storage of large files at Hugging Face. Release 3.96 or later. */
  xet: z
    .strictObject({
      /** The URL of the content-addressable storage. Default: that of Hugging Face. */
      xetCasUrl: z.string().optional(),
      /** The hosts from which files may be transferred, in any order. Default: those of Hugging Face. */
      xetTransferHostAllowList: unorderedList(z.string()).optional(),
    })
    .optional()
    .register(fieldMetadata, { since: documentedIn396 }),
};

export const conanProxy = {
  /** The protocol of the upstream. Release 3.74 or later; returned by 3.86 and later (NEXUS-47906). */
  conanProxy: z
    .strictObject({
      /** The version of the protocol. */
      conanVersion: z.enum(["V1", "V2"]).optional(),
    })
    .optional()
    .register(fieldMetadata, { since: documentedIn374, notReturned: { before: "3.86.0" } }),
};

export const nugetProxy = {
  /** The protocol of the upstream. */
  nugetProxy: requiredBlock(
    z.strictObject({
      /** The version of the protocol. Default on creation: `V3`. */
      nugetVersion: withCreateDefault(z.enum(["V2", "V3"]), "V3"),
      /** The seconds for which query results are cached. Default on creation: 3600. */
      queryCacheItemMaxAge: withCreateDefault(z.int(), 3600),
      /** Allows anonymous downloads of symbols by debuggers. Release 3.94 or later. */
      allowAnonymousSymbolAccess: z.boolean().optional().register(fieldMetadata, { since: "3.94.0" }),
      /** The URL of the upstream's symbol server; at most 2048 characters. Release 3.94 or later. */
      symbolServerUrl: z.string().max(2048).optional().register(fieldMetadata, { since: "3.94.0" }),
    }),
  ),
};

/** In 3.94 the mode of the firewall block replaces it. */
const removedWithFirewall: Support = { removedIn: "3.94.0", replacement: 'firewall.mode "PCCS"' };

const quarantine = {
  /** Hides the versions that Sonatype Repository Firewall keeps in quarantine. Before release 3.94; later, use `firewall`. */
  removeQuarantined: z.boolean().optional().register(fieldMetadata, removedWithFirewall),
};

export const npmProxy = {
  /** The versions that clients see. Before release 3.94. */
  npm: z.strictObject(quarantine).optional().register(fieldMetadata, removedWithFirewall),
};

export const pypiProxy = {
  /** The index of the upstream, and the versions that clients see. */
  pypi: z
    .strictObject({
      ...quarantine,
      /** The path of the index below the remote URL, such as `simple`. Release 3.91 or later. */
      indexPath: z.string().optional().register(fieldMetadata, { since: "3.91.0" }),
    })
    .optional(),
};
