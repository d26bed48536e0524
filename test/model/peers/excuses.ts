/** Settings of other clients' live tests that the kinds refuse, or that the embedded Nexus handles in another way. */
import type { NameFamily } from "./peer-names.ts";

/** A field that tests set and that the kinds do not have: the declarations leave it out. */
export interface OmittedField {
  /** The names of the kinds. */
  readonly kinds: RegExp;
  /** The path of the field: `httpClient.authentication.preemptive`. */
  readonly field: string;
  readonly reason: string;
  readonly source: string;
}

/** A declaration that fails. */
export interface Excuse {
  readonly kind: string;
  /** A part of the message. */
  readonly message: string;
  /** One test of the table in which it is seen, on the last of its servers. */
  readonly seenIn: string;
  /** Why this is right, or the cause that is not mended yet. */
  readonly reason: string;
  readonly source: string;
}

/** An entry whose kinds have the field fails. */
export const omittedFields: readonly OmittedField[] = [
  {
    kinds: /^(?!maven-).*-proxy$/,
    field: "httpClient.authentication.preemptive",
    reason: "Nexus ignores it except for maven: it is not stored, and no response contains it",
    source: "the schemas of the API documents; HttpClientConnectionAuthenticationAttributes in the sources of 3.77",
  },
  {
    kinds: /^npm-proxy$/,
    field: "npm.removeNonCataloged",
    reason: "no API document has it; Nexus ignores unknown fields",
    source: "the API documents of 3.68 to 3.96",
  },
  {
    kinds: /^maven-group$/,
    field: "maven",
    reason: "a group has no policies of its own; Nexus ignores the block, except for 3.88, which requires it",
    source: "the API documents; issue 268 of terraform-provider-sonatyperepo",
  },
  {
    kinds: /^capability-OutreachManagementCapability$/,
    field: "properties.baseUrl",
    reason: "Nexus stores properties of any name; the one that it reads is overrideUrl",
    source: "terraform-provider-sonatyperepo, which has overrideUrl and alwaysRemote",
  },
  {
    kinds: /^capability-rutauth$/,
    field: "properties.http_header",
    reason: "Nexus stores properties of any name; the one that it reads is httpHeader",
    source: "RutAuthCapabilityConfiguration in the sources of 3.77",
  },
];

/** An entry that is not needed fails. */
export const excuses: readonly Excuse[] = [
  {
    kind: "docker-proxy",
    message: 'dockerProxy.indexUrl needs indexType "CUSTOM"',
    seenIn: "terraform-provider-nexus TestAccResourceRepositoryDockerProxy",
    reason: "Nexus stores the address and uses it with CUSTOM only: we refuse what has no effect",
    source: "the description of indexType in the API documents",
  },
  {
    kind: "blob-store-azure",
    message: "bucketConfiguration.authentication.accountKey is needed",
    seenIn: "go-nexus-client TestBlobstoreAzure",
    reason: "Nexus needs the key on creation; the test omits it in an update, and a declaration is for both",
    source: "terraform-provider-nexus, which requires it",
  },
  {
    kind: "iq-connection",
    message: "url is missing",
    seenIn: "go-nexus-client TestIQServerEnableDisable",
    reason: "the kind requires the URL of a connection that is switched off, too",
    source: "the test, which restores the settings of a new Nexus",
  },
  {
    kind: "iq-connection",
    message: "PUT /service/rest/v1/iq: 400: url: must not be empty",
    seenIn: "go-nexus-client TestIQServerEnableDisable",
    reason: "the embedded Nexus requires the URL of a connection that is switched off, too",
    source: "the test, which restores the settings of a new Nexus",
  },
  {
    kind: "capability-rutauth",
    message: "properties.httpHeader is missing",
    seenIn: "terraform-provider-sonatyperepo TestAccCapabilitySecurityRutAuthResource",
    reason: "a capability without the header does nothing; the test has it under another name",
    source: "RutAuthCapabilityConfiguration in the sources of 3.77",
  },
  {
    kind: "terraform-hosted",
    message: "terraformSigning.passphrase is set in Nexus",
    seenIn: "terraform-provider-sonatyperepo TestAccRepositoryGenericHostedByFormat/TERRAFORM",
    reason: "Nexus does not show whether a key has a passphrase, so an update declares it, or null if there is none",
    source: "the test, which reads the key back without a passphrase",
  },
  {
    kind: "http",
    message: "httpProxy.port must be a port",
    seenIn: "terraform-provider-sonatyperepo TestAccSystemConfigHttpResource",
    reason: "the client sends port 0 for a proxy that is switched off; a declaration omits the port",
    source: "the resource of terraform-provider-sonatyperepo, which has no default port",
  },
];

/** A name that is not known. */
export interface UnknownName {
  readonly family: NameFamily;
  readonly names: readonly string[];
  readonly unknownTo: readonly ("kinds" | "embedded Nexus")[];
  readonly reason: string;
  readonly source: string;
}

const both = ["kinds", "embedded Nexus"] as const;

/** An entry whose name is known fails. */
export const unknownNames: readonly UnknownName[] = [
  {
    family: "capability type",
    names: ["httpclient"],
    unknownTo: both,
    reason: "a type of Nexus 2 in an example; no release of Nexus 3 has it",
    source: "the list of types of a Core 3.71; the constants of terraform-provider-sonatyperepo",
  },
  {
    family: "privilege",
    names: [
      ...["nx-blobstore-all", "nx-blobstore-read", "nx-contentselector-all", "nx-contentselector-read"],
      ...["nx-routingrule-all", "nx-routingrule-read", "nx-security-all", "nx-security-read"],
    ],
    unknownTo: both,
    reason:
      "names in a text that no Nexus has; those of the same purpose are nx-blobstores-read, nx-selectors-read, ...",
    source: "the privileges of a Core 3.71 and 3.77",
  },
];
