/** Which parts a repository of each format and type is made of. Adding a format is adding a row. */
import { z } from "zod";
import type { Release } from "../../../util/release.ts";
import type { Needs } from "../../kind.ts";
import * as own from "./format-parts.ts";
import * as part from "./parts.ts";

/** The format as paths have it; where bodies and privileges say otherwise, `formatId`. */
export const formatIds: Readonly<Record<string, string>> = { maven: "maven2" };

/** What every hosted repository is made of. */
export const hosted = { ...part.hostedStorage, ...part.cleanup, ...part.component };
const images = { ...part.dockerHostedStorage, ...part.cleanup, ...part.component };
const proxyBut = {
  ...part.storage,
  ...part.cleanup,
  ...part.proxy,
  ...part.negativeCache,
  ...part.routingRuleName,
  ...part.replication,
  ...part.firewall,
};
/** What a proxy is made of. */
export const proxy = { ...proxyBut, ...part.httpClient };
/** What a group is made of. */
export const group = { ...part.storage, ...part.group };
const deployGroup = { ...part.storage, ...part.deployGroup };

/** A row of the table for one type: these parts, and what every repository has. */
export function recipe<P extends z.ZodRawShape>(parts: P) {
  return z.strictObject({ ...part.common, ...parts });
}

export const recipes = {
  alpine: {
    hosted: recipe({ ...hosted, ...own.alpineHostedSigning }),
    proxy: recipe({ ...proxy, ...own.alpineSigning }),
    group: recipe({ ...group, ...own.alpineSigning }),
  },
  ansiblegalaxy: { hosted: recipe(hosted), proxy: recipe(proxy), group: recipe(group) },
  apt: {
    hosted: recipe({ ...hosted, ...own.aptHosted, ...own.aptSigning }),
    proxy: recipe({ ...proxy, ...own.aptProxy, ...own.aptProxySigning }),
  },
  cargo: {
    hosted: recipe(hosted),
    proxy: recipe({ ...proxy, ...own.cargo }),
    group: recipe({ ...group, ...own.cargo }),
  },
  cocoapods: { proxy: recipe(proxy) },
  composer: { proxy: recipe(proxy) },
  conan: { hosted: recipe(hosted), proxy: recipe({ ...proxy, ...own.conanProxy }), group: recipe(deployGroup) },
  conda: { hosted: recipe(hosted), proxy: recipe(proxy), group: recipe(group) },
  docker: {
    hosted: recipe({ ...images, ...own.docker }),
    proxy: recipe({ ...proxy, ...own.docker, ...own.dockerProxy }),
    group: recipe({ ...deployGroup, ...own.docker }),
  },
  gitlfs: { hosted: recipe(hosted) },
  go: { hosted: recipe(hosted), proxy: recipe(proxy), group: recipe(group) },
  helm: { hosted: recipe(hosted), proxy: recipe(proxy), group: recipe(group) },
  huggingface: { proxy: recipe(proxy) },
  maven: {
    hosted: recipe({ ...hosted, ...own.maven }),
    proxy: recipe({ ...proxyBut, ...part.httpClientWithPreemptive, ...own.maven }),
    group: recipe(group),
  },
  npm: { hosted: recipe(hosted), proxy: recipe(proxy), group: recipe(deployGroup) },
  nuget: { hosted: recipe(hosted), proxy: recipe({ ...proxy, ...own.nugetProxy }), group: recipe(group) },
  oci: {
    hosted: recipe({ ...images, ...own.oci, ...own.cosign }),
    proxy: recipe({ ...proxy, ...own.oci, ...own.ociProxy, ...own.cosign }),
    group: recipe({ ...deployGroup, ...own.oci, ...own.cosign }),
  },
  p2: { proxy: recipe(proxy) },
  pub: { hosted: recipe(hosted), proxy: recipe(proxy), group: recipe(group) },
  pypi: { hosted: recipe(hosted), proxy: recipe({ ...proxy, ...own.pypiProxy }), group: recipe(deployGroup) },
  r: { hosted: recipe(hosted), proxy: recipe(proxy), group: recipe(group) },
  raw: {
    hosted: recipe({ ...hosted, ...own.raw }),
    proxy: recipe({ ...proxy, ...own.raw }),
    group: recipe({ ...group, ...own.rawOfGroup }),
  },
  rubygems: { hosted: recipe(hosted), proxy: recipe(proxy), group: recipe(group) },
  swift: {
    hosted: recipe({ ...part.hostedStorage, ...part.cleanup }),
    proxy: recipe({ ...proxy, ...own.swift }),
    group: recipe(group),
  },
  terraform: {
    hosted: recipe({ ...hosted, ...own.terraformSigning }),
    proxy: recipe({ ...proxy, ...own.terraform }),
    group: recipe({ ...group, ...own.terraform }),
  },
  yum: {
    hosted: recipe({ ...hosted, ...own.yum }),
    proxy: recipe({ ...proxy, ...own.yumSigning }),
    group: recipe({ ...group, ...own.yumSigning }),
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
export function needsOf(format: string, type: RepositoryType): Needs {
  const first = since[`${format} ${type}`] ?? since[format];
  const lowerCase = lowerCaseNamesSince[format];
  return {
    ...(first && { since: first }),
    ...(!inCore.includes(format) && { notIn: ["CORE"] }),
    ...(lowerCase && { lowerCaseNamesSince: lowerCase }),
  };
}
