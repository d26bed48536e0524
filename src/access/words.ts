import type { Principal } from "./security.ts";

/** `user ci`, `role deploy`; who comes without credentials is `anonymous`. */
export function principalInWords({ type, id }: Principal): string {
  return type === "anonymous" ? id : `${type} ${id}`;
}

const areas: Readonly<Record<string, string>> = {
  "*": "every area of Nexus",
  apikey: "API keys",
  atlas: "support tools",
  blobstores: "blob stores",
  bundles: "OSGi bundles",
  component: "uploads in the browser",
  crowd: "Crowd",
  datastores: "data stores",
  healthcheck: "health check",
  healthchecksummary: "summary of the health check",
  "iq-violation-summary": "violations that the IQ Server found",
  ldap: "LDAP",
  licensing: "licence",
  logging: "logs",
  script: "all scripts",
  selectors: "content selectors",
  settings: "settings (realms, anonymous access, e-mail, ...)",
  "ssl-truststore": "trusted certificates",
  userschangepw: "passwords of users",
  usertoken: "user tokens",
  "usertoken-settings": "settings of user tokens",
  wonderland: "downloads of the user interface",
};

/** What people call a part of Nexus that permissions call `blobstores`, `ssl-truststore`, ... */
export function areaInWords(area: string): string {
  return areas[area] ?? area;
}
