/** Which parts a repository of each format and type is made of. Adding a format is adding a row. */
import { z } from "zod";
import * as part from "./parts.ts";

/** The format as paths have it; where bodies and privileges say otherwise, `formatId`. */
export const formatIds: Readonly<Record<string, string>> = { maven: "maven2" };

const proxied = {
  cleanup: part.cleanup,
  proxy: part.proxy,
  negativeCache: part.negativeCache,
  routingRuleName: part.routingRuleName,
  replication: part.replication,
  firewall: part.firewall,
};
const hosted = { cleanup: part.cleanup, component: part.component };
const { storage, hostedStorage, httpClient, httpClientWithPreemptive, group } = part;

function recipe<P extends z.ZodRawShape>(parts: P) {
  return z.strictObject({ ...part.common, ...parts });
}

export const recipes = {
  apt: {
    hosted: recipe({ storage: hostedStorage, ...hosted, apt: part.aptHosted, aptSigning: part.aptSigning }),
    proxy: recipe({ storage, ...proxied, httpClient, apt: part.aptProxy, aptSigning: part.aptProxySigning }),
  },
  docker: {
    hosted: recipe({ storage: part.dockerHostedStorage, ...hosted, docker: part.docker }),
    proxy: recipe({ storage, ...proxied, httpClient, docker: part.docker, dockerProxy: part.dockerProxy }),
    group: recipe({ storage, group: part.deployGroup, docker: part.docker }),
  },
  maven: {
    hosted: recipe({ storage: hostedStorage, ...hosted, maven: part.maven }),
    proxy: recipe({ storage, ...proxied, httpClient: httpClientWithPreemptive, maven: part.maven }),
    group: recipe({ storage, group }),
  },
  raw: {
    hosted: recipe({ storage: hostedStorage, ...hosted, raw: part.raw }),
    proxy: recipe({ storage, ...proxied, httpClient, raw: part.raw }),
    group: recipe({ storage, group, raw: part.rawOfGroup }),
  },
} as const;

export type Recipes = typeof recipes;
export type Format = keyof Recipes;
export type RepositoryType = "hosted" | "proxy" | "group";
