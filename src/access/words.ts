/** Rights as people say them. Names are as they are: whoever shows them makes them harmless. */
import type { Scope } from "./places.ts";
import type { Duty, Grant, Rights } from "./rights.ts";
import type { Action, Principal } from "./security.ts";

/** `browse, read on all docker repositories`; `users: create, read`; a line each, nothing for no rights. */
export function rightsInWords({ everything, content, settings, duties }: Rights): string[] {
  if (everything) return ["everything"];
  return [
    ...content.map(grantInWords),
    ...settings.map(({ actions, on }) => `the settings of ${scopeInWords(on)}: ${settingWords(actions)}`),
    ...duties.map(dutyInWords),
  ];
}

export function grantInWords({ actions, on, selector, through }: Grant): string {
  const what = `${actions.join(", ")} on ${scopeInWords(on)}`;
  if (through !== undefined) return `${what} through the group ${through}`;
  return selector ? `${what}, only what the selector ${selector.name} selects${expressed(selector.expression)}` : what;
}

function expressed(expression: string): string {
  return expression && ` (${expression})`;
}

/** `all docker repositories, files`: "all" are also those to come. */
export function scopeInWords({ every, others }: Scope): string {
  return [
    ...every.map((format) => (format === "*" ? "all repositories" : `all ${format} repositories`)),
    ...others,
  ].join(", ");
}

const settingActions: Partial<Record<Action, string>> = { add: "create", edit: "change" };

/** What the actions of repository-admin do. */
export function settingWords(actions: readonly Action[]): string {
  return actions.map((action) => settingActions[action] ?? action).join(", ");
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
  wonderland: "downloads of the user interface",
};

function dutyInWords({ area, actions }: Duty): string {
  return `${areas[area] ?? area}: ${actions.includes("*") ? "everything" : actions.join(", ")}`;
}

/** `user ci`, `role deploy`; who comes without credentials is `anonymous`. */
export function principalInWords({ type, id }: Principal): string {
  return type === "anonymous" ? id : `${type} ${id}`;
}
