/** Which credentials Jenkins is to have, and what has to be asked for them. */
import type { Handbook } from "../handbook/handbook.ts";
import type { JenkinsCredential } from "../handbook/jenkins.ts";
import { hostOf } from "../handbook/references.ts";

/** Credentials that are one user's at one host: one password serves them all. */
export interface Identity {
  ids: string[];
  /** Without a port: `nexus.example`. */
  host: string;
  /** Whose they are, where that is declared. */
  user?: string;
  /** A user of this Nexus: what is elsewhere has its own, though they may be called the same. */
  isOfNexus: boolean;
}

/** The identities whose passwords are needed, in the order of their first credentials. */
export function identitiesOf(handbook: Handbook): Identity[] {
  const identities: Identity[] = [];
  for (const credential of handbook.jenkins?.credentials ?? usual(handbook)) {
    const { id, user } = credential;
    const place = placeOf(credential, handbook);
    const same = identities.find((one) => one.user === user && one.host === place.host);
    if (same) same.ids.push(id);
    else identities.push({ ids: [id], ...place, ...(user !== undefined && { user }) });
  }
  return identities;
}

/** What pipelines know by heart where nothing is declared, as far as the handbook tells where it is for. */
function usual({ repositories, localRegistry }: Handbook): JenkinsCredential[] {
  const images = repositories.find(({ registry, type }) => registry !== undefined && type === "hosted");
  const maven = repositories.find(({ format }) => format === "maven2");
  return [
    ...(images ? [{ id: "container-registry", repository: images.name }] : []),
    ...(!images && localRegistry ? [{ id: "container-registry", host: localRegistry.push }] : []),
    ...(maven ? [{ id: "maven-registry", repository: maven.name }] : []),
    { id: "nexus-jenkinsbot", user: "nexus-jenkinsbot" },
  ];
}

/** That a registry has a port of its own makes it no other Nexus. */
function placeOf({ repository, host }: JenkinsCredential, handbook: Handbook): Pick<Identity, "host" | "isOfNexus"> {
  if (host !== undefined) return { host: withoutPort(host), isOfNexus: false };
  const registry = handbook.repositories.find(({ name }) => name === repository)?.registry;
  return { host: withoutPort(registry?.split("/")[0] ?? hostOf(handbook.url)), isOfNexus: true };
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}
