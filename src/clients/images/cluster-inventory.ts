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

/** What the files of a cluster hold. */
export interface ClusterInventory {
  uses: ImageUse[];
  mirrorSets: MirrorSet[];
  catalogs: Catalog[];
  /** OperatorHub's own catalogs; absent where no file tells of them. */
  defaultCatalogs?: DefaultCatalogs;
}

/** Whether a document is something that {@link collectInventory} reads, be there an image in it or not. */
export function isSupportedDocument(document: Json): boolean {
  if (Array.isArray(document)) return document.every((one) => typeof one === "string" || isSupportedDocument(one));
  const fields = toFields(document);
  if (!fields) return false;
  const objects = objectsIn(fields);
  return isCompose(fields) || (isList(fields) && !objects.length) || objects.some((object) => isRead(kindOf(object)));
}

function isRead(kind: string): boolean {
  return [podReaders, mirrorReaders, catalogReaders, { OperatorHub: true }].some((known) => Object.hasOwn(known, kind));
}

/** Gathers what documents hold; what is of other kinds is nobody's business. */
export function collectInventory(documents: readonly Json[]): ClusterInventory {
  const found: ClusterInventory = { uses: [], mirrorSets: [], catalogs: [] };
  for (const document of documents) gather(document, found);
  return found;
}

function gather(document: Json, found: ClusterInventory): void {
  if (Array.isArray(document)) {
    for (const [index, one] of document.entries())
      if (typeof one === "string") found.uses.push({ image: one, by: `item ${index + 1} of a list` });
      else gather(one, found);
    return;
  }
  const fields = toFields(document);
  if (!fields) return;
  if (isCompose(fields)) found.uses.push(...listComposeUses(fields));
  else for (const object of objectsIn(fields)) gatherObject(object, found);
}

function gatherObject(object: Fields, found: ClusterInventory): void {
  const kind = kindOf(object);
  found.uses.push(...(own(podReaders, kind)?.(object) ?? []));
  found.mirrorSets.push(...(own(mirrorReaders, kind)?.(object) ?? []));
  const catalog = own(catalogReaders, kind)?.(object);
  if (catalog) {
    const { image, namespace, name, unavailable } = catalog;
    found.catalogs.push(catalog);
    if (image !== undefined && !unavailable)
      found.uses.push({ image, by: `${kind} ${name}`, ...(namespace !== undefined && { namespace }) });
  }
  if (kind === "OperatorHub") found.defaultCatalogs = readDefaultCatalogs(object);
}

/** The object, or those of the list that it is. */
function objectsIn(fields: Fields): Fields[] {
  if (!isList(fields)) return [fields];
  // Those of a typed list, a PodList, need not say again what they are.
  const of = kindOf(fields).slice(0, -"List".length);
  return readObjects(fields, "items").flatMap((item) =>
    objectsIn(of && item.kind === undefined ? { ...item, kind: of } : item),
  );
}

function isList(fields: Fields): boolean {
  return kindOf(fields).endsWith("List");
}

function kindOf(object: Fields): string {
  return readText(object, "kind") ?? "";
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
