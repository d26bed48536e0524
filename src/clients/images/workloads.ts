import { type Fields, getValueAt } from "../../util/json.ts";
import { readObjects, readText, toFields } from "./manifest-fields.ts";

/** A use of an image. */
export interface ImageUse {
  /** The image as written in the manifest. */
  image: string;
  namespace?: string;
  /** The user of the image: `Pod web-1, init container migrate`, `service web`. */
  by: string;
  /** The digest of the running image. */
  runs?: string;
  /** True if the container runs, even if its digest is unknown or local to the node. */
  isRunning?: true;
}

/** The path of the pod specification in an object of each kind. */
const podPaths: Readonly<Record<string, string>> = {
  Pod: "spec",
  PodTemplate: "template.spec",
  CronJob: "spec.jobTemplate.spec.template.spec",
  ...Object.fromEntries(
    [
      ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"],
      ...["Job", "ReplicationController", "DeploymentConfig"],
    ].map((kind) => [kind, "spec.template.spec"]),
  ),
};

/** Reads the images of a pod, or of an object that creates pods, by its kind. */
export const podReaders: Readonly<Record<string, (object: Fields) => ImageUse[]>> = Object.fromEntries(
  Object.entries(podPaths).map(([kind, path]) => [kind, (object) => listUses(kind, path, object)]),
);

const containers = [
  { list: "containers", statuses: "containerStatuses", noun: "container" },
  { list: "initContainers", statuses: "initContainerStatuses", noun: "init container" },
  { list: "ephemeralContainers", statuses: "ephemeralContainerStatuses", noun: "ephemeral container" },
];

function listUses(kind: string, path: string, object: Fields): ImageUse[] {
  const pod = toFields(getValueAt(object, path));
  if (!pod) return [];
  const namespace = readText(object, "metadata.namespace");
  const user = `${kind} ${readText(object, "metadata.name") ?? readText(object, "metadata.generateName") ?? "unnamed"}`;
  const use = (image: string | undefined, part: string, running?: Pick<ImageUse, "runs" | "isRunning">): ImageUse[] =>
    image === undefined
      ? []
      : [{ image, by: `${user}, ${part}`, ...(namespace !== undefined && { namespace }), ...running }];
  return [
    ...containers.flatMap(({ list, statuses, noun }) => {
      const running = new Map(
        readObjects(object, `status.${statuses}`).map((status) => [readText(status, "name"), parseImageId(status)]),
      );
      return readObjects(pod, list).flatMap((container) => {
        const name = readText(container, "name");
        return use(readText(container, "image"), `${noun} ${name ?? ""}`.trim(), running.get(name));
      });
    }),
    ...readObjects(pod, "volumes").flatMap((volume) =>
      use(readText(volume, "image.reference"), `volume ${readText(volume, "name") ?? ""}`.trim()),
    ),
  ];
}

/** Parses an `imageID`: `registry.example/app@sha256:...`, possibly with a scheme, or the digest of a local image. */
function parseImageId(status: Fields): Pick<ImageUse, "runs" | "isRunning"> {
  const id = readText(status, "imageID") ?? "";
  const [, runs] = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(id) ?? [];
  return { ...(runs !== undefined && { runs }), ...(id && { isRunning: true }) };
}
