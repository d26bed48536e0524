import type { Fields, Json } from "../../util/json.ts";
import { isCompose, listComposeUses } from "./compose.ts";
import { readObjects, readText, toFields } from "./manifest-fields.ts";
import {
  type Catalog,
  catalogReaders,
  type DefaultCatalogs,
  type MirrorSet,
  mirrorReaders,
  readDefaultCatalogs,
} from "./openshift.ts";
import { type ImageUse, podReaders } from "./workloads.ts";

/** The images, mirror sets and catalogs in the files of a cluster. */
export interface ClusterInventory {
  uses: ImageUse[];
  mirrorSets: MirrorSet[];
  catalogs: Catalog[];
  /** OperatorHub's default catalogs. Absent if no file contains an OperatorHub. */
  defaultCatalogs?: DefaultCatalogs;
}

/** Returns true for a document of a kind that {@link collectInventory} reads, even if it contains no image. */
export function isSupportedDocument(document: Json): boolean {
  if (Array.isArray(document)) return document.every((item) => typeof item === "string" || isSupportedDocument(item));
  const fields = toFields(document);
  if (!fields) return false;
  const objects = listObjects(fields);
  return (
    isCompose(fields) ||
    (isList(fields) && !objects.length) ||
    objects.some((object) => isSupportedKind(getKind(object)))
  );
}

function isSupportedKind(kind: string): boolean {
  return [podReaders, mirrorReaders, catalogReaders, { OperatorHub: true }].some((table) => Object.hasOwn(table, kind));
}

/** Collects the inventory of documents. Objects of other kinds are ignored. */
export function collectInventory(documents: readonly Json[]): ClusterInventory {
  const inventory: ClusterInventory = { uses: [], mirrorSets: [], catalogs: [] };
  for (const document of documents) collectDocument(document, inventory);
  return inventory;
}

function collectDocument(document: Json, inventory: ClusterInventory): void {
  if (Array.isArray(document)) {
    for (const [index, item] of document.entries())
      if (typeof item === "string") inventory.uses.push({ image: item, by: `item ${index + 1} of a list` });
      else collectDocument(item, inventory);
    return;
  }
  const fields = toFields(document);
  if (!fields) return;
  if (isCompose(fields)) inventory.uses.push(...listComposeUses(fields));
  else for (const object of listObjects(fields)) collectObject(object, inventory);
}

function collectObject(object: Fields, inventory: ClusterInventory): void {
  const kind = getKind(object);
  inventory.uses.push(...(lookUp(podReaders, kind)?.(object) ?? []));
  inventory.mirrorSets.push(...(lookUp(mirrorReaders, kind)?.(object) ?? []));
  const catalog = lookUp(catalogReaders, kind)?.(object);
  if (catalog) {
    const { image, namespace, name, unavailable } = catalog;
    inventory.catalogs.push(catalog);
    if (image !== undefined && !unavailable)
      inventory.uses.push({ image, by: `${kind} ${name}`, ...(namespace !== undefined && { namespace }) });
  }
  if (kind === "OperatorHub") inventory.defaultCatalogs = readDefaultCatalogs(object);
}

/** Returns the object, or the items of a list object. */
function listObjects(fields: Fields): Fields[] {
  if (!isList(fields)) return [fields];
  // The items of a typed list such as PodList may omit their kind.
  const itemKind = getKind(fields).slice(0, -"List".length);
  return readObjects(fields, "items").flatMap((item) =>
    listObjects(itemKind && item.kind === undefined ? { ...item, kind: itemKind } : item),
  );
}

function isList(fields: Fields): boolean {
  return getKind(fields).endsWith("List");
}

function getKind(object: Fields): string {
  return readText(object, "kind") ?? "";
}

function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
