/** A cluster's own registry, as Kubernetes's manifests. */
import { createHash } from "node:crypto";
import type { LocalRegistry } from "../../../client-config/local-registry.ts";
import {
  containerPaths,
  createRegistryConfigurations,
  type RegistryRole,
  registryPorts,
} from "./registry-configuration.ts";
import { yaml } from "./yaml.ts";

const name = "registry";
const secret = "registry-htpasswd";
const doors = Object.keys(registryPorts) as RegistryRole[];

/** All but the Secret. */
export function createRegistryManifests(registry: LocalRegistry): string {
  const { namespace = "dso", claim } = registry;
  const objects = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ConfigMap", metadata: of(namespace), data: createRegistryConfigurations() },
    ...(claim ? [volumeClaim(namespace, claim)] : []),
    deployment(namespace, registry),
    service(namespace),
    ingress(namespace, registry),
  ];
  return objects.map(yaml).join("---\n");
}

/** The Secret with the one line of htpasswd. */
export function createHtpasswdSecret({ namespace = "dso" }: LocalRegistry, htpasswd: string): string {
  const metadata = { ...of(namespace), name: secret };
  return yaml({ apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", stringData: { htpasswd } });
}

function of(namespace: string) {
  return { name, namespace, labels };
}

const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "nexus-iac" };

function volumeClaim(namespace: string, { size, storageClass }: NonNullable<LocalRegistry["claim"]>) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: of(namespace),
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClass !== undefined && { storageClassName: storageClass }),
      resources: { requests: { storage: size } },
    },
  };
}

function deployment(namespace: string, { image = "registry:2", claim }: LocalRegistry) {
  const configuration = createHash("sha256").update(JSON.stringify(createRegistryConfigurations())).digest("hex");
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: of(namespace),
    spec: {
      replicas: 1,
      // Two pods would write to one storage, and most volumes let in one alone.
      strategy: { type: "Recreate" },
      selector: { matchLabels: { "app.kubernetes.io/name": name } },
      template: {
        metadata: { labels, annotations: { "nexus-iac/configuration": configuration } },
        spec: {
          automountServiceAccountToken: false,
          // The variables of a Service called registry (REGISTRY_PORT) would be read as configuration.
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            runAsGroup: 1000,
            fsGroup: 1000,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: doors.map((door) => container(door, image)),
          volumes: [
            { name: "configuration", configMap: { name } },
            { name: "htpasswd", secret: { secretName: secret } },
            { name: "storage", ...(claim ? { persistentVolumeClaim: { claimName: name } } : { emptyDir: {} }) },
          ],
        },
      },
    },
  };
}

function container(door: RegistryRole, image: string) {
  const probe = { httpGet: { path: "/", port: door } };
  return {
    name: door,
    image,
    command: ["registry", "serve", `${containerPaths.configuration}/${door}.yml`],
    ports: [{ name: door, containerPort: registryPorts[door] }],
    readinessProbe: { ...probe, periodSeconds: 5 },
    livenessProbe: { ...probe, initialDelaySeconds: 10, periodSeconds: 20 },
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "512Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "configuration", mountPath: containerPaths.configuration, readOnly: true },
      { name: "storage", mountPath: containerPaths.storage, ...(door === "pull" && { readOnly: true }) },
      ...(door === "push"
        ? [{ name: "htpasswd", mountPath: containerPaths.htpasswd.replace("/htpasswd", ""), readOnly: true }]
        : []),
    ],
  };
}

function service(namespace: string) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: of(namespace),
    spec: {
      selector: { "app.kubernetes.io/name": name },
      ports: doors.map((door) => ({ name: door, port: registryPorts[door], targetPort: door })),
    },
  };
}

/** No snippet of a controller's own configuration is in it: most controllers take none. */
function ingress(namespace: string, registry: LocalRegistry) {
  const { ingressClass, tlsSecret } = registry;
  const backend = (door: RegistryRole) => ({ service: { name, port: { name: door } } });
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      ...of(namespace),
      annotations: {
        // Layers are as large as they are, and are passed on while they come.
        "nginx.ingress.kubernetes.io/proxy-body-size": "0",
        "nginx.ingress.kubernetes.io/proxy-request-buffering": "off",
        "nginx.ingress.kubernetes.io/proxy-read-timeout": "900",
      },
    },
    spec: {
      ...(ingressClass !== undefined && { ingressClassName: ingressClass }),
      ...(tlsSecret !== undefined && { tls: [{ hosts: doors.map((door) => registry[door]), secretName: tlsSecret }] }),
      rules: doors.map((door) => ({
        host: registry[door],
        http: { paths: [{ path: "/", pathType: "Prefix", backend: backend(door) }] },
      })),
    },
  };
}
