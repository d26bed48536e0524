/** The parts that only repositories of one format have. Field names and meanings are Nexus's own. */
import { z } from "zod";
import { fieldMetadata, requiredBlock, secret, unorderedList, withCreateDefault } from "../../field-metadata.ts";

const port = z.int().min(1).max(65535);

/** How clients of container images reach a repository. */
function connectors<Path extends z.ZodOptional<z.ZodBoolean>>(pathEnabled: Path) {
  return requiredBlock(
    z
      .strictObject({
        /** The connector: a port of its own on Nexus's host, 1 to 65535, that no other repository has. */
        httpPort: port.optional().register(fieldMetadata, { connectorPort: true }),
        /** The connector with TLS, 1 to 65535; Nexus must be configured for https itself. */
        httpsPort: port.optional().register(fieldMetadata, { connectorPort: true }),
        /** A host name of its own instead of a port (Pro). */
        subdomain: z.string().optional().register(fieldMetadata, { pro: true }),
        /** Lets clients use /REPOSITORY/image on Nexus's own port. Of docker repositories: Nexus 3.83 or later. */
        pathEnabled,
        /** Asks for Basic credentials; false needs the realm DockerToken. Default at creation: true. */
        forceBasicAuth: withCreateDefault(z.boolean(), true),
        /** Serves the Docker v1 API too. Default at creation: false. */
        v1Enabled: withCreateDefault(z.boolean(), false),
      })
      .superRefine(({ httpPort, httpsPort }, context) => {
        if (httpPort !== undefined && httpPort === httpsPort)
          context.addIssue({ code: "custom", path: ["httpsPort"], message: `is the httpPort, ${httpPort}` });
      }),
  );
}

export const docker = {
  /** How Docker clients reach the repository. */
  docker: connectors(z.boolean().optional().register(fieldMetadata, { since: "3.83.0" })),
};

export const oci = {
  /** How OCI clients reach the repository. */
  oci: connectors(z.boolean().optional()),
};

/** Where an upstream's images and their index are. */
const upstreamIndex = {
  /** Where the upstream's index is: `HUB` (Docker Hub), `REGISTRY` (the upstream itself) or `CUSTOM`. Default at creation: `REGISTRY`. */
  indexType: withCreateDefault(z.enum(["HUB", "REGISTRY", "CUSTOM"]), "REGISTRY"),
  /** With `CUSTOM`. */
  indexUrl: z.string().optional(),
  /** Fetches layers that the image says lie elsewhere. */
  cacheForeignLayers: z.boolean().optional(),
  /** Regular expressions of the URLs from which such layers may come. */
  foreignLayerUrlWhitelist: z.array(z.string()).optional().register(fieldMetadata, { unordered: true }),
};

function indexUrlFits(
  { indexType, indexUrl }: { indexType?: string | undefined; indexUrl?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (indexUrl && indexType !== undefined && indexType !== "CUSTOM")
    context.addIssue({
      code: "custom",
      path: ["indexUrl"],
      message: `goes with indexType "CUSTOM" only, not with "${indexType}"`,
    });
}

export const dockerProxy = {
  /** What a Docker proxy does besides what every proxy does. */
  dockerProxy: requiredBlock(
    z
      .strictObject({
        ...upstreamIndex,
        /** Logs in to Amazon's registry. Nexus 3.94 or later. */
        ecrAuth: z
          .strictObject({
            /** Whether it does. */
            enabled: z.boolean().optional(),
            /** Such as `eu-central-1`. */
            awsRegion: z.string().optional(),
            /** The AWS account that hosts the registry: 12 digits. */
            registryId: z.string().optional(),
            /** Of the AWS user who may pull. */
            accessKeyId: z.string().optional(),
            /** Its secret; Nexus never shows it again. */
            secretAccessKey: secret().optional(),
          })
          .refine(({ accessKeyId, secretAccessKey }) => !secretAccessKey || accessKeyId, {
            path: ["accessKeyId"],
            message: "is needed with secretAccessKey",
          })
          .optional()
          .register(fieldMetadata, { since: "3.94.0" }),
      })
      .superRefine(indexUrlFits),
  ),
};

export const ociProxy = {
  /** What an OCI proxy does besides what every proxy does. */
  ociProxy: requiredBlock(z.strictObject(upstreamIndex).superRefine(indexUrlFits)),
};

export const cosign = {
  /** Which images may be pulled, by their cosign signatures. */
  cosign: z
    .strictObject({
      /** `NONE`: all; `KEYLESS`: those with a valid signature attached. */
      enforcement: z.enum(["NONE", "KEYLESS"]),
      /** A regular expression of who may have signed: the certificate's subject alternative name. With `KEYLESS`. */
      identityRegex: z.string().max(512).optional(),
      /** A regular expression of who may have vouched for the signer: the certificate's OIDC issuer. With `KEYLESS`. */
      issuerRegex: z.string().max(512).optional(),
    })
    .optional(),
};

export const maven = {
  /** What Maven adds to a repository. */
  maven: requiredBlock(
    z.strictObject({
      /** What it holds. Default at creation: `RELEASE`. */
      versionPolicy: withCreateDefault(z.enum(["RELEASE", "SNAPSHOT", "MIXED"]), "RELEASE", { ignoreCase: true }),
      /** Whether every path must be one of Maven's. Default at creation: `STRICT`. */
      layoutPolicy: withCreateDefault(z.enum(["STRICT", "PERMISSIVE"]), "STRICT", { ignoreCase: true }),
      /** Whether browsers show (`INLINE`) or save (`ATTACHMENT`) a file. */
      contentDisposition: z.enum(["INLINE", "ATTACHMENT"]).optional(),
    }),
  ),
};

const rawFields = {
  /** Whether browsers show (`INLINE`) or save (`ATTACHMENT`) a file. Default at creation: `ATTACHMENT`. */
  // A raw part without it is refused with a NullPointerException (3.71).
  contentDisposition: withCreateDefault(z.enum(["INLINE", "ATTACHMENT"]), "ATTACHMENT"),
  /** Sends query parameters on to the upstream. Nexus 3.93 or later. */
  forwardQueryParameters: z.boolean().optional().register(fieldMetadata, { since: "3.93.0" }),
  /** The parameters that are not sent on, at most 100; case means nothing. Nexus 3.93 or later. */
  excludedQueryParameters: unorderedList(z.string())
    .max(100)
    .optional()
    .register(fieldMetadata, { unordered: true, since: "3.93.0" }),
};

export const raw = {
  /** What raw adds to a repository. */
  raw: z.strictObject(rawFields).optional(),
};

export const rawOfGroup = {
  /** What raw adds to a group. Nexus takes it and (at least to 3.77) does not show it. */
  raw: z.strictObject(rawFields).optional().register(fieldMetadata, { notReturned: true }),
};

export const aptHosted = {
  /** What apt adds to a hosted repository. */
  apt: z.strictObject({
    /** The distribution that it serves, such as `bookworm`. */
    distribution: z.string().min(1),
  }),
};

export const aptProxy = {
  /** What apt adds to a proxy. */
  apt: requiredBlock(
    z.strictObject({
      /** Such as `bookworm`; only for information unless `enforceDistribution`. Releases before 3.90 demand it. */
      distribution: z.string().optional().register(fieldMetadata, { requiredBefore: "3.90.0" }),
      /** Whether the upstream has no distribution folders. Default at creation: false. */
      flat: withCreateDefault(z.boolean(), false),
      /** Refuses requests for any other distribution. Nexus 3.90 or later. */
      enforceDistribution: z.boolean().optional().register(fieldMetadata, { since: "3.90.0" }),
    }),
  ),
};

const signing = {
  /** The armored private key, as `gpg --export-secret-key --armor` prints it. Nexus gives it back in clear; we never do. */
  keypair: secret(),
  /** Of the key, where it has one. */
  passphrase: secret().optional(),
};

export const aptSigning = {
  /** The key that signs a hosted apt repository's metadata. */
  aptSigning: z.strictObject(signing),
};

export const aptProxySigning = {
  /** The key that signs an apt proxy's metadata, where it does. Nexus 3.91 or later. */
  aptSigning: z.strictObject(signing).optional().register(fieldMetadata, { since: "3.91.0" }),
};

export const yum = {
  /** What yum adds to a hosted repository. */
  yum: requiredBlock(
    z.strictObject({
      /** How many folders deep the folders with metadata lie, 0 to 5: uploads go below them. Default at creation: 0. */
      repodataDepth: withCreateDefault(z.int().min(0).max(5), 0),
      /** Whether every path must be an RPM's or metadata's. Default at creation: `STRICT`. */
      deployPolicy: withCreateDefault(z.enum(["PERMISSIVE", "STRICT"]), "STRICT"),
    }),
  ),
};

export const yumSigning = {
  /** The key that signs the metadata of a yum proxy or group, where it does. */
  yumSigning: z.strictObject(signing).optional(),
};

const rsaSigning = z.strictObject({
  /** The RSA private key in PEM form. */
  keypair: secret(),
  /** Of the key, where it has one. */
  passphrase: secret().optional(),
});

export const alpineSigning = {
  /** The key that signs the index of packages. */
  alpineSigning: rsaSigning,
};

export const alpineHostedSigning = {
  /** The key that signs the index of packages, where it is signed. */
  alpineSigning: rsaSigning.optional(),
};

export const terraformSigning = {
  /** The key that signs the hosted providers. */
  terraformSigning: z.strictObject(signing),
};

const authenticated = z
  .strictObject({
    /** Asks for credentials even where anonymous access is on. */
    requireAuthentication: z.boolean().optional(),
  })
  .optional();

export const cargo = {
  /** Who may come. Nexus 3.81 or later. */
  cargo: authenticated.clone().register(fieldMetadata, { since: "3.81.1" }),
};

export const swift = {
  /** Who may come. */
  swift: authenticated,
};

export const terraform = {
  /** Who may come. */
  terraform: authenticated,
};

export const conanProxy = {
  /** How the upstream speaks Conan. */
  conanProxy: z
    .strictObject({
      /** The protocol's version. */
      conanVersion: z.enum(["V1", "V2"]).optional(),
    })
    .optional()
    .register(fieldMetadata, { since: "3.74.0" }),
};

export const nugetProxy = {
  /** How the upstream speaks NuGet. */
  nugetProxy: requiredBlock(
    z.strictObject({
      /** The protocol's version. Default at creation: `V3`. */
      nugetVersion: withCreateDefault(z.enum(["V2", "V3"]), "V3"),
      /** Seconds that answers to queries are kept. Default at creation: 3600. */
      queryCacheItemMaxAge: withCreateDefault(z.int(), 3600),
      /** Lets debuggers fetch symbols without credentials. Nexus 3.94 or later. */
      allowAnonymousSymbolAccess: z.boolean().optional().register(fieldMetadata, { since: "3.94.0" }),
      /** Where the upstream's symbols are; at most 2048 characters. Nexus 3.94 or later. */
      symbolServerUrl: z.string().max(2048).optional().register(fieldMetadata, { since: "3.94.0" }),
    }),
  ),
};

export const pypiProxy = {
  /** How the upstream speaks PyPI. */
  pypi: z
    .strictObject({
      /** Where its index lies below the remote URL, such as `simple`. Nexus 3.91 or later. */
      indexPath: z.string().optional().register(fieldMetadata, { since: "3.91.0" }),
    })
    .optional(),
};
