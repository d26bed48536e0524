import { listAutomaticPrivileges } from "../access/privilege-permissions.ts";
import { listReferences } from "../estate/references.ts";
import type { Family } from "../model/field-metadata.ts";
import type { Kind } from "../model/kind.ts";
import type { ExportedResource } from "./to-declaration.ts";

/** A section of an estate file. */
interface Section {
  title: string;
  families: readonly Family[];
}

const sections: readonly Section[] = [
  { title: "Blob stores", families: ["blob store"] },
  { title: "Cleanup policies and routing rules", families: ["cleanup policy", "routing rule"] },
  { title: "", families: ["repository"] },
  { title: "Content selectors, scripts and privileges", families: ["content selector", "script", "privilege"] },
  { title: "Roles and users", families: ["role", "user"] },
  {
    title: "Authentication",
    families: [
      ...(["LDAP server", "LDAP order", "SAML", "SAML user", "Crowd", "OAuth2", "user tokens"] as const),
      ...(["anonymous access", "realms"] as const),
    ],
  },
  { title: "Tasks", families: ["task"] },
];
/** The section of all other families. */
const otherSection: Section = { title: "Server settings", families: [] };

const types = ["hosted", "proxy", "group"];

/** Returns the title of the section that a kind belongs to. */
export function getSectionTitle(kind: Kind): string {
  const { title } = findSection(kind);
  return title || `Repositories: ${kind.repository?.format}`;
}

/** Sorts resources by section, and each after those that it refers to. The order does not depend on the input's. */
export function sortResources(resources: readonly ExportedResource[]): ExportedResource[] {
  const sorted = resources
    .map((resource) => ({ resource, key: toSortKey(resource) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ resource }) => resource);
  const targets = new Map(sorted.flatMap((resource) => referenceKeys(resource).map((key) => [key, resource] as const)));
  const ordered = new Set<ExportedResource>();
  const visited = new Set<ExportedResource>();
  const visit = (resource: ExportedResource) => {
    if (visited.has(resource)) return;
    visited.add(resource);
    const { kind, identity, fields } = resource;
    for (const { family, name } of listReferences({ kind, resource: identity, fields })) {
      const target = targets.get(referenceKey(family, name));
      if (target) visit(target);
    }
    ordered.add(resource);
  };
  for (const resource of sorted) visit(resource);
  return [...ordered];
}

function findSection({ family }: Kind): Section {
  return sections.find(({ families }) => families.includes(family)) ?? otherSection;
}

/** Returns a text that sorts resources by section, format or family, and name. */
function toSortKey({ kind, identity }: ExportedResource): string {
  const section = findSection(kind);
  const sectionIndex = [...sections, otherSection].indexOf(section);
  const { format = "", type = "" } = kind.repository ?? {};
  const family = Math.max(section.families.indexOf(kind.family), 0);
  const within = kind.repository ? `${format} ${types.indexOf(type)}` : String(family).padStart(2, "0");
  return [sectionIndex, within, kind.repository ? "" : kind.name, identity].join("\u0000");
}

/** Returns the keys by which other resources refer to a resource: its own, and those of automatic privileges. */
function referenceKeys({ kind, identity }: ExportedResource): string[] {
  const privileges = kind.repository ? [...listAutomaticPrivileges(kind.repository.format, identity).keys()] : [];
  return [referenceKey(kind.family, identity), ...privileges.map((name) => referenceKey("privilege", name))];
}

function referenceKey(family: Family, name: string): string {
  return `${family}/${name}`;
}
