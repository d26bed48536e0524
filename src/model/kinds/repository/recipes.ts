/** The attribute blocks of repositories by format and type. To add a format, add a row. */
import { z } from "zod";
import type { Fields } from "../../../util/json.ts";
import { isWithin, type Release } from "../../../util/release.ts";
import type { Requirements } from "../../kind.ts";
import { documentedIn374, documentedIn381, type ReleaseBound } from "../../support.ts";
import * as attributes from "./attributes.ts";
import * as formatAttributes from "./format-attributes.ts";

/** The formats whose name in bodies and privileges differs from the name in paths. */
export const formatIds: Readonly<Record<string, string>> = { maven: "maven2" };

/** The attribute blocks of every hosted repository. */
export const hostedAttributes = { ...attributes.hostedStorage, ...attributes.cleanup, ...attributes.component };
const imageAttributes = { ...attributes.dockerHostedStorage, ...attributes.cleanup, ...attributes.component };
const proxyWithoutHttpClient = {
  ...attributes.blobStoreStorage,
  ...attributes.cleanup,
  ...attributes.proxy,
  ...attributes.negativeCache,
  ...attributes.routingRuleName,
  ...attributes.replication,
  ...attributes.firewall,
};
/** The attribute blocks of every proxy. */
export const proxyAttributes = { ...proxyWithoutHttpClient, ...attributes.httpClient };
/** The attribute blocks of every group. */
export const groupAttributes = { ...attributes.blobStoreStorage, ...attributes.group };
const deployGroupAttributes = { ...attributes.blobStoreStorage, ...attributes.deployGroup };

/** Creates the schema of a recipe: the given attribute blocks and the fields of every repository. */
export function defineRecipe<P extends z.ZodRawShape>(blocks: P) {
  return z.strictObject({ ...attributes.common, ...blocks });
}

export const recipes = {
  alpine: {
    hosted: defineRecipe({
      ...hostedAttributes,
      ...attributes.componentNotReturned,
      ...formatAttributes.alpineHostedSigning,
    }),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.alpineSigning }),
    group: defineRecipe({ ...groupAttributes, ...formatAttributes.alpineSigning }),
  },
  ansiblegalaxy: {
    hosted: defineRecipe({ ...hostedAttributes, ...attributes.componentNotReturned }),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  apt: {
    hosted: defineRecipe({ ...hostedAttributes, ...formatAttributes.aptHosted, ...formatAttributes.aptSigning }),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.aptProxy, ...formatAttributes.aptProxySigning }),
  },
  cargo: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.cargo }),
    group: defineRecipe({ ...groupAttributes, ...formatAttributes.cargo }),
  },
  cocoapods: { proxy: defineRecipe(proxyAttributes) },
  composer: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  conan: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.conanProxy }),
    group: defineRecipe(deployGroupAttributes),
  },
  conda: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  docker: {
    hosted: defineRecipe({ ...imageAttributes, ...formatAttributes.docker }),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.docker, ...formatAttributes.dockerProxy }),
    group: defineRecipe({ ...deployGroupAttributes, ...formatAttributes.docker }),
  },
  gitlfs: { hosted: defineRecipe(hostedAttributes) },
  go: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  helm: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  huggingface: { proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.huggingFaceXet }) },
  maven: {
    hosted: defineRecipe({ ...hostedAttributes, ...formatAttributes.maven }),
    proxy: defineRecipe({
      ...proxyWithoutHttpClient,
      ...attributes.httpClientWithPreemptive,
      ...formatAttributes.maven,
    }),
    group: defineRecipe(groupAttributes),
  },
  npm: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.npmProxy }),
    group: defineRecipe(deployGroupAttributes),
  },
  nuget: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.nugetProxy }),
    group: defineRecipe(groupAttributes),
  },
  oci: {
    hosted: defineRecipe({ ...imageAttributes, ...formatAttributes.oci, ...formatAttributes.cosign }),
    proxy: defineRecipe({
      ...proxyAttributes,
      ...formatAttributes.oci,
      ...formatAttributes.ociProxy,
      ...formatAttributes.cosign,
    }),
    group: defineRecipe({ ...deployGroupAttributes, ...formatAttributes.oci, ...formatAttributes.cosign }),
  },
  p2: { proxy: defineRecipe(proxyAttributes) },
  pub: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  pypi: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({
      ...proxyWithoutHttpClient,
      ...attributes.firewallNotReturned,
      ...attributes.httpClientWithPreemptiveFrom396,
      ...formatAttributes.pypiProxy,
    }),
    group: defineRecipe(deployGroupAttributes),
  },
  r: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  raw: {
    hosted: defineRecipe({ ...hostedAttributes, ...formatAttributes.raw }),
    proxy: defineRecipe({ ...proxyAttributes, ...attributes.firewallNotReturned, ...formatAttributes.raw }),
    group: defineRecipe({ ...groupAttributes, ...formatAttributes.rawOfGroup }),
  },
  rubygems: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  swift: {
    hosted: defineRecipe({ ...attributes.hostedStorage, ...attributes.cleanup, ...attributes.swiftComponent }),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.swift }),
    group: defineRecipe(groupAttributes),
  },
  terraform: {
    hosted: defineRecipe({
      ...hostedAttributes,
      ...attributes.componentNotReturned,
      ...formatAttributes.terraformSigning,
    }),
    proxy: defineRecipe({
      ...proxyWithoutHttpClient,
      ...attributes.httpClientWithPreemptiveFrom396,
      ...formatAttributes.terraform,
    }),
    group: defineRecipe({ ...groupAttributes, ...formatAttributes.terraform }),
  },
  yum: {
    hosted: defineRecipe({ ...hostedAttributes, ...formatAttributes.yum }),
    proxy: defineRecipe({ ...proxyAttributes, ...formatAttributes.yumSigning }),
    group: defineRecipe({ ...groupAttributes, ...formatAttributes.yumSigning }),
  },
} as const;

export type Recipes = typeof recipes;
export type Format = keyof Recipes;
export type RepositoryType = "hosted" | "proxy" | "group";
/** The recipes by format and type. */
export type RecipeTable = Readonly<Record<string, Readonly<Partial<Record<RepositoryType, z.ZodObject>>>>>;

/**
 * The first release that has a format or one of its types. Others are in every release from 3.71 on. Sources: the API documents,
 * and Sonatype's release notes for cargo, composer and huggingface, which came between two documents.
 */
const since: Readonly<Record<string, ReleaseBound>> = {
  alpine: "3.93.0",
  ansiblegalaxy: "3.93.0",
  cargo: "3.73.0",
  composer: "3.75.0",
  "composer hosted": "3.95.0",
  "composer group": "3.95.0",
  "conan hosted": documentedIn374,
  "conan group": documentedIn381,
  "conda hosted": "3.92.0",
  "conda group": "3.92.0",
  "go hosted": "3.93.0",
  "helm group": "3.92.0",
  huggingface: "3.77.0",
  oci: "3.94.0",
  pub: "3.92.0",
  "swift hosted": "3.90.0",
  "swift proxy": "3.89.0",
  "swift group": "3.91.0",
  "terraform hosted": "3.89.0",
  "terraform proxy": "3.88.0",
  "terraform group": "3.90.0",
};

const inCore: readonly string[] = ["apt", "maven", "raw"];
const lowerCaseNamesSince: Readonly<Record<string, Release>> = { docker: "3.89.0", oci: "3.94.0" };

/** Returns the release and edition that a recipe requires. */
export function requirementsOf(format: string, type: RepositoryType): Requirements {
  const firstRelease = since[`${format} ${type}`] ?? since[format];
  const lowerCase = lowerCaseNamesSince[format];
  return {
    ...(firstRelease && { since: firstRelease }),
    ...(!inCore.includes(format) && { notIn: ["CORE"] }),
    ...(lowerCase && { lowerCaseNamesSince: lowerCase }),
  };
}

const groupOn388 = { maven: { versionPolicy: "MIXED", layoutPolicy: "STRICT", contentDisposition: "INLINE" } };

/**
 * Returns a block that a release requires in requests and does not use: 3.88 answers a maven group without `maven` with 400
 * (issue 268 of the Terraform provider sonatyperepo). No other release has the block.
 */
export function getUnusedBlock(format: string, type: RepositoryType, release: Release | undefined): Fields {
  const isRequired = format === "maven" && type === "group" && release !== undefined;
  return isRequired && isWithin(release, { from: "3.88.0", before: "3.89.0" }) ? groupOn388 : {};
}
