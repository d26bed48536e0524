import { automaticPrivileges } from "../access/privileges.ts";
import { listReferences } from "../estate/references.ts";
import type { Family } from "../model/field-metadata.ts";
import type { Kind } from "../model/kind.ts";
import type { Taken } from "./taken.ts";

/** A part of an estate's file: what it is called there, and the families of what is in it. */
interface Section {
  title: string;
  families: readonly Family[];
}

const sections: readonly Section[] = [
  { title: "Where content lies", families: ["blob store"] },
  { title: "What goes, and what proxies may ask for", families: ["cleanup policy", "routing rule"] },
  { title: "", families: ["repository"] },
  { title: "Privileges beside those of repositories", families: ["content selector", "script", "privilege"] },
  { title: "Who may do what", families: ["role", "user"] },
  {
    title: "How people sign in",
    families: [
      ...(["LDAP server", "LDAP order", "SAML", "SAML user", "Crowd", "OAuth2", "user tokens"] as const),
      ...(["anonymous access", "realms"] as const),
    ],
  },
  { title: "What Nexus does by itself", families: ["task"] },
];
/** Everything else. */
const rest: Section = { title: "Nexus itself", families: [] };

const types = ["hosted", "proxy", "group"];

/** The title of the section that it is in. */
export function titleOf(kind: Kind): string {
  const { title } = sectionOf(kind);
  return title || `Repositories: ${kind.repository?.format}`;
}

/** By sections, and so that what is referred to comes before what refers to it; the same for the same things. */
export function ordered(things: readonly Taken[]): Taken[] {
  const sorted = things
    .map((one) => ({ one, rank: rankOf(one) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ one }) => one);
  const bringers = new Map(sorted.flatMap((one) => brings(one).map((name) => [name, one] as const)));
  const done = new Set<Taken>();
  const visit = (one: Taken) => {
    if (done.has(one)) return;
    done.add(one);
    const { kind, identity, fields } = one;
    for (const { family, name } of listReferences({ kind, resource: identity, fields })) {
      const other = bringers.get(key(family, name));
      if (other) visit(other);
    }
    order.push(one);
  };
  const order: Taken[] = [];
  for (const one of sorted) visit(one);
  return order;
}

function sectionOf({ family }: Kind): Section {
  return sections.find(({ families }) => families.includes(family)) ?? rest;
}

/** A text that sorts as things are to come. */
function rankOf({ kind, identity }: Taken): string {
  const own = sectionOf(kind);
  const section = [...sections, rest].indexOf(own);
  const { format = "", type = "" } = kind.repository ?? {};
  const family = Math.max(own.families.indexOf(kind.family), 0);
  const within = kind.repository ? `${format} ${types.indexOf(type)}` : String(family).padStart(2, "0");
  return [section, within, kind.repository ? "" : kind.name, identity].join("\u0000");
}

function brings({ kind, identity }: Taken): string[] {
  const privileges = kind.repository ? [...automaticPrivileges(kind.repository.format, identity).keys()] : [];
  return [key(kind.family, identity), ...privileges.map((name) => key("privilege", name))];
}

function key(family: Family, name: string): string {
  return `${family}/${name}`;
}
