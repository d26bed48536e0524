/** What an OpenShift cluster is told of where images come from. */
import { type Fields, getValueAt } from "../../util/json.ts";
import { readObjects, readText, readTexts } from "./manifest-fields.ts";

/** One source that is mirrored, of an ImageDigestMirrorSet, an ImageTagMirrorSet or an ImageContentSourcePolicy. */
export interface MirrorSet {
  kind: string;
  name: string;
  /** Which pulls it redirects. */
  pulls: "digest" | "tag";
  /** `registry.example`, `registry.example/team`, `*.example`. */
  source: string;
  /** In their order. */
  mirrors: string[];
  /** What no mirror has is not pulled from the source. */
  neverContactSource?: true;
}

/** A catalog of operators. */
export interface Catalog {
  kind: string;
  name: string;
  namespace?: string;
  /** Absent where it comes from elsewhere, a CatalogSource from an address. */
  image?: string;
  /** It is as if it were not there: nothing is pulled. */
  unavailable?: true;
}

/** OperatorHub's own catalogs, which come from registries outside. Those that it names; of a release's others `isOff` tells. */
export interface DefaultCatalogs {
  /** All are disabled that are not named here as enabled. */
  isOff: boolean;
  enabled: string[];
  disabled: string[];
}

const mirrorLists = {
  ImageDigestMirrorSet: { list: "spec.imageDigestMirrors", pulls: "digest" },
  ImageTagMirrorSet: { list: "spec.imageTagMirrors", pulls: "tag" },
  ImageContentSourcePolicy: { list: "spec.repositoryDigestMirrors", pulls: "digest" },
} as const;

export const mirrorReaders: Readonly<Record<string, (object: Fields) => MirrorSet[]>> = Object.fromEntries(
  Object.entries(mirrorLists).map(([kind, { list, pulls }]) => [
    kind,
    (object) =>
      readObjects(object, list).flatMap((entry) => {
        const source = readText(entry, "source");
        const mirrors = readTexts(entry, "mirrors");
        // Without a mirror other than the source itself, OpenShift sets nothing up, whatever the policy is.
        if (source === undefined || mirrors.every((mirror) => mirror === source)) return [];
        const never = readText(entry, "mirrorSourcePolicy") === "NeverContactSource";
        return [
          { kind, name: nameOf(object), pulls, source, mirrors, ...(never && { neverContactSource: true as const }) },
        ];
      }),
  ]),
);

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

/** What is declared counts; its status names those that this release brings. */
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
  return readText(object, "metadata.name") ?? "without a name";
}
