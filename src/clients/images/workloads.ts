/** Images of Kubernetes objects that are pods, or make some. */
import { type Fields, getValueAt } from "../../util/json.ts";
import { readObjects, readText, toFields } from "./manifest-fields.ts";

/** An image, and what asks for it. */
export interface ImageUse {
  /** As it is written there. */
  image: string;
  namespace?: string;
  /** `Pod web-1, init container migrate`, `service web` */
  by: string;
  /** The digest of what runs. */
  runs?: string;
  /** Something runs, also where its digest is of what no registry has, or is not told. */
  isRunning?: true;
}

/** Where the description of a pod is in an object of that kind. */
const podAt: Readonly<Record<string, string>> = {
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

export const podReaders: Readonly<Record<string, (object: Fields) => ImageUse[]>> = Object.fromEntries(
  Object.entries(podAt).map(([kind, path]) => [kind, (object) => usesOf(kind, path, object)]),
);

const containers = [
  { list: "containers", statuses: "containerStatuses", noun: "container" },
  { list: "initContainers", statuses: "initContainerStatuses", noun: "init container" },
  { list: "ephemeralContainers", statuses: "ephemeralContainerStatuses", noun: "ephemeral container" },
];

function usesOf(kind: string, path: string, object: Fields): ImageUse[] {
  const pod = toFields(getValueAt(object, path));
  if (!pod) return [];
  const namespace = readText(object, "metadata.namespace");
  const who = `${kind} ${readText(object, "metadata.name") ?? readText(object, "metadata.generateName") ?? "without a name"}`;
  const use = (image: string | undefined, what: string, running?: Pick<ImageUse, "runs" | "isRunning">): ImageUse[] =>
    image === undefined
      ? []
      : [{ image, by: `${who}, ${what}`, ...(namespace !== undefined && { namespace }), ...running }];
  return [
    ...containers.flatMap(({ list, statuses, noun }) => {
      const running = new Map(
        readObjects(object, `status.${statuses}`).map((status) => [readText(status, "name"), runningOf(status)]),
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

/** An `imageID` is `registry.example/app@sha256:...`, or with a scheme before it, or the digest of what no registry has. */
function runningOf(status: Fields): Pick<ImageUse, "runs" | "isRunning"> {
  const id = readText(status, "imageID") ?? "";
  const [, runs] = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(id) ?? [];
  return { ...(runs !== undefined && { runs }), ...(id && { isRunning: true }) };
}
