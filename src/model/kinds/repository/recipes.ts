/** Which parts a repository of each format and type is made of. Adding a format is adding a row. */
import { z } from "zod";
import type { Release } from "../../../util/release.ts";
import type { Requirements } from "../../kind.ts";
import * as part from "./attributes.ts";
import * as own from "./format-attributes.ts";

/** The format as paths have it; where bodies and privileges say otherwise, `formatId`. */
export const formatIds: Readonly<Record<string, string>> = { maven: "maven2" };

/** What every hosted repository is made of. */
export const hostedAttributes = { ...part.hostedStorage, ...part.cleanup, ...part.component };
const images = { ...part.dockerHostedStorage, ...part.cleanup, ...part.component };
const proxyBut = {
  ...part.blobStoreStorage,
  ...part.cleanup,
  ...part.proxy,
  ...part.negativeCache,
  ...part.routingRuleName,
  ...part.replication,
  ...part.firewall,
};
/** What a proxy is made of. */
export const proxyAttributes = { ...proxyBut, ...part.httpClient };
/** What a group is made of. */
export const groupAttributes = { ...part.blobStoreStorage, ...part.group };
const deployGroup = { ...part.blobStoreStorage, ...part.deployGroup };

/** A row of the table for one type: these parts, and what every repository has. */
export function defineRecipe<P extends z.ZodRawShape>(parts: P) {
  return z.strictObject({ ...part.common, ...parts });
}

export const recipes = {
  alpine: {
    hosted: defineRecipe({ ...hostedAttributes, ...own.alpineHostedSigning }),
    proxy: defineRecipe({ ...proxyAttributes, ...own.alpineSigning }),
    group: defineRecipe({ ...groupAttributes, ...own.alpineSigning }),
  },
  ansiblegalaxy: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  apt: {
    hosted: defineRecipe({ ...hostedAttributes, ...own.aptHosted, ...own.aptSigning }),
    proxy: defineRecipe({ ...proxyAttributes, ...own.aptProxy, ...own.aptProxySigning }),
  },
  cargo: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({ ...proxyAttributes, ...own.cargo }),
    group: defineRecipe({ ...groupAttributes, ...own.cargo }),
  },
  cocoapods: { proxy: defineRecipe(proxyAttributes) },
  composer: { proxy: defineRecipe(proxyAttributes) },
  conan: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({ ...proxyAttributes, ...own.conanProxy }),
    group: defineRecipe(deployGroup),
  },
  conda: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  docker: {
    hosted: defineRecipe({ ...images, ...own.docker }),
    proxy: defineRecipe({ ...proxyAttributes, ...own.docker, ...own.dockerProxy }),
    group: defineRecipe({ ...deployGroup, ...own.docker }),
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
  huggingface: { proxy: defineRecipe(proxyAttributes) },
  maven: {
    hosted: defineRecipe({ ...hostedAttributes, ...own.maven }),
    proxy: defineRecipe({ ...proxyBut, ...part.httpClientWithPreemptive, ...own.maven }),
    group: defineRecipe(groupAttributes),
  },
  npm: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(deployGroup),
  },
  nuget: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({ ...proxyAttributes, ...own.nugetProxy }),
    group: defineRecipe(groupAttributes),
  },
  oci: {
    hosted: defineRecipe({ ...images, ...own.oci, ...own.cosign }),
    proxy: defineRecipe({ ...proxyAttributes, ...own.oci, ...own.ociProxy, ...own.cosign }),
    group: defineRecipe({ ...deployGroup, ...own.oci, ...own.cosign }),
  },
  p2: { proxy: defineRecipe(proxyAttributes) },
  pub: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  pypi: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe({ ...proxyAttributes, ...own.pypiProxy }),
    group: defineRecipe(deployGroup),
  },
  r: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  raw: {
    hosted: defineRecipe({ ...hostedAttributes, ...own.raw }),
    proxy: defineRecipe({ ...proxyAttributes, ...own.raw }),
    group: defineRecipe({ ...groupAttributes, ...own.rawOfGroup }),
  },
  rubygems: {
    hosted: defineRecipe(hostedAttributes),
    proxy: defineRecipe(proxyAttributes),
    group: defineRecipe(groupAttributes),
  },
  swift: {
    hosted: defineRecipe({ ...part.hostedStorage, ...part.cleanup }),
    proxy: defineRecipe({ ...proxyAttributes, ...own.swift }),
    group: defineRecipe(groupAttributes),
  },
  terraform: {
    hosted: defineRecipe({ ...hostedAttributes, ...own.terraformSigning }),
    proxy: defineRecipe({ ...proxyAttributes, ...own.terraform }),
    group: defineRecipe({ ...groupAttributes, ...own.terraform }),
  },
  yum: {
    hosted: defineRecipe({ ...hostedAttributes, ...own.yum }),
    proxy: defineRecipe({ ...proxyAttributes, ...own.yumSigning }),
    group: defineRecipe({ ...groupAttributes, ...own.yumSigning }),
  },
} as const;

export type Recipes = typeof recipes;
export type Format = keyof Recipes;
export type RepositoryType = "hosted" | "proxy" | "group";
/** Formats with the recipes of their types. */
export type RecipeTable = Readonly<Record<string, Readonly<Partial<Record<RepositoryType, z.ZodObject>>>>>;

/** The release that first had a format, or one of its types; those that are not here are in every release from 3.71 on. */
const since: Readonly<Record<string, Release>> = {
  alpine: "3.93.0",
  ansiblegalaxy: "3.93.0",
  cargo: "3.74.0",
  composer: "3.81.1",
  "conan hosted": "3.74.0",
  "conan group": "3.81.1",
  "conda hosted": "3.92.0",
  "conda group": "3.92.0",
  "go hosted": "3.93.0",
  "helm group": "3.92.0",
  huggingface: "3.81.1",
  oci: "3.94.0",
  pub: "3.92.0",
  "swift hosted": "3.90.1",
  "swift proxy": "3.89.0",
  "swift group": "3.91.0",
  "terraform hosted": "3.89.0",
  "terraform proxy": "3.88.0",
  "terraform group": "3.90.1",
};

const inCore: readonly string[] = ["apt", "maven", "raw"];
const lowerCaseNamesSince: Readonly<Record<string, Release>> = { docker: "3.89.0", oci: "3.94.0" };

/** What Nexus must be to have the recipe. */
export function requirementsOf(format: string, type: RepositoryType): Requirements {
  const first = since[`${format} ${type}`] ?? since[format];
  const lowerCase = lowerCaseNamesSince[format];
  return {
    ...(first && { since: first }),
    ...(!inCore.includes(format) && { notIn: ["CORE"] }),
    ...(lowerCase && { lowerCaseNamesSince: lowerCase }),
  };
}
