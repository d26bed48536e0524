import { type Fields, getValueAt } from "../../util/json.ts";
import { readObjects, readText, readTexts } from "./manifest-fields.ts";

/** One mirrored source of an ImageDigestMirrorSet, an ImageTagMirrorSet or an ImageContentSourcePolicy. */
export interface MirrorSet {
  kind: string;
  name: string;
  /** The pulls that it redirects. */
  pulls: "digest" | "tag";
  /** `registry.example`, `registry.example/team`, `*.example`. */
  source: string;
  /** The mirrors in the order in which they are tried. */
  mirrors: string[];
  /** True if an image that no mirror has is not pulled from the source. */
  neverContactSource?: true;
}

/** An operator catalog. */
export interface Catalog {
  kind: string;
  name: string;
  namespace?: string;
  /** Absent if the catalog has no image, such as a CatalogSource with an address. */
  image?: string;
  /** True if the catalog is disabled, so its image is not pulled. */
  unavailable?: true;
}

/** OperatorHub's default catalogs, which come from public registries. `isOff` concerns the catalogs that are not listed. */
export interface DefaultCatalogs {
  /** True if all catalogs except `enabled` are disabled. */
  isOff: boolean;
  enabled: string[];
  disabled: string[];
}

const mirrorLists = {
  ImageDigestMirrorSet: { list: "spec.imageDigestMirrors", pulls: "digest" },
  ImageTagMirrorSet: { list: "spec.imageTagMirrors", pulls: "tag" },
  ImageContentSourcePolicy: { list: "spec.repositoryDigestMirrors", pulls: "digest" },
} as const;

/** Reads the mirror sets of an object, by its kind. */
export const mirrorReaders: Readonly<Record<string, (object: Fields) => MirrorSet[]>> = Object.fromEntries(
  Object.entries(mirrorLists).map(([kind, { list, pulls }]) => [
    kind,
    (object) =>
      readObjects(object, list).flatMap((entry) => {
        const source = readText(entry, "source");
        const mirrors = readTexts(entry, "mirrors");
        // OpenShift ignores an entry with no mirror other than the source itself, with any policy.
        if (source === undefined || mirrors.every((mirror) => mirror === source)) return [];
        const never = readText(entry, "mirrorSourcePolicy") === "NeverContactSource";
        return [
          { kind, name: nameOf(object), pulls, source, mirrors, ...(never && { neverContactSource: true as const }) },
        ];
      }),
  ]),
);

/** Reads the catalog of an object, by its kind. */
export const catalogReaders: Readonly<Record<string, (object: Fields) => Catalog>> = {
  CatalogSource: (object) => {
    const namespace = readText(object, "metadata.namespace");
    const image = readText(object, "spec.image");
    return {
      kind: "CatalogSource",
      name: nameOf(object),
      ...(namespace !== undefined && { namespace }),
      ...(image !== undefined && { image }),
    };
  },
  ClusterCatalog: (object) => {
    const image = readText(object, "spec.source.image.ref");
    const isOff = readText(object, "spec.availabilityMode") === "Unavailable";
    return {
      kind: "ClusterCatalog",
      name: nameOf(object),
      ...(image !== undefined && { image }),
      ...(isOff && { unavailable: true as const }),
    };
  },
};

/** Reads the default catalogs of an OperatorHub: the spec overrides, and the status lists the catalogs of the release. */
export function readDefaultCatalogs(hub: Fields): DefaultCatalogs {
  const observed = readObjects(hub, "status.sources").flatMap((source) => readText(source, "name") ?? []);
  const overridden = new Map(
    readObjects(hub, "spec.sources").map((source) => [readText(source, "name") ?? "", source.disabled === true]),
  );
  const allOff = getValueAt(hub, "spec.disableAllDefaultSources") === true;
  const names = [...new Set([...observed, ...overridden.keys()])];
  const disabled = names.filter((name) => overridden.get(name) ?? allOff);
  const enabled = names.filter((name) => !disabled.includes(name));
  return { isOff: allOff || (observed.length > 0 && !enabled.length), enabled, disabled };
}

function nameOf(object: Fields): string {
  return readText(object, "metadata.name") ?? "unnamed";
}
