/** Which parts a repository of each format and type is made of. Adding a format is adding a row. */
import { z } from "zod";
import * as part from "./parts.ts";

/** The format as paths have it; where bodies and privileges say otherwise, `formatId`. */
export const formatIds: Readonly<Record<string, string>> = { maven: "maven2" };

const hosted = { ...part.cleanup, ...part.component };
const proxied = {
  ...part.storage,
  ...part.cleanup,
  ...part.proxy,
  ...part.negativeCache,
  ...part.routingRuleName,
  ...part.replication,
  ...part.firewall,
};

function recipe<P extends z.ZodRawShape>(parts: P) {
  return z.strictObject({ ...part.common, ...parts });
}

export const recipes = {
  apt: {
    hosted: recipe({ ...part.hostedStorage, ...hosted, ...part.aptHosted, ...part.aptSigning }),
    proxy: recipe({ ...proxied, ...part.httpClient, ...part.aptProxy, ...part.aptProxySigning }),
  },
  docker: {
    hosted: recipe({ ...part.dockerHostedStorage, ...hosted, ...part.docker }),
    proxy: recipe({ ...proxied, ...part.httpClient, ...part.docker, ...part.dockerProxy }),
    group: recipe({ ...part.storage, ...part.deployGroup, ...part.docker }),
  },
  maven: {
    hosted: recipe({ ...part.hostedStorage, ...hosted, ...part.maven }),
    proxy: recipe({ ...proxied, ...part.httpClientWithPreemptive, ...part.maven }),
    group: recipe({ ...part.storage, ...part.group }),
  },
  raw: {
    hosted: recipe({ ...part.hostedStorage, ...hosted, ...part.raw }),
    proxy: recipe({ ...proxied, ...part.httpClient, ...part.raw }),
    group: recipe({ ...part.storage, ...part.group, ...part.rawOfGroup }),
  },
} as const;

export type Recipes = typeof recipes;
export type Format = keyof Recipes;
export type RepositoryType = "hosted" | "proxy" | "group";
