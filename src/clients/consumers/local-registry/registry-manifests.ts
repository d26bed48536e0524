import { createHash } from "node:crypto";
import type { LocalRegistry } from "../../../client-config/local-registry.ts";
import { formatYaml } from "../file-encoding.ts";
import {
  containerPaths,
  createRegistryConfigurations,
  type RegistryRole,
  registryPorts,
} from "./registry-configuration.ts";

const name = "registry";
const secret = "registry-htpasswd";
const roles = Object.keys(registryPorts) as RegistryRole[];

/** Creates the Kubernetes manifests of a local registry, except its Secret. */
export function createRegistryManifests(registry: LocalRegistry): string {
  const { namespace = "dso", claim } = registry;
  const objects = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ConfigMap", metadata: createMetadata(namespace), data: createRegistryConfigurations() },
    ...(claim ? [volumeClaim(namespace, claim)] : []),
    deployment(namespace, registry),
    service(namespace),
    ingress(namespace, registry),
  ];
  return objects.map(formatYaml).join("---\n");
}

/** Creates the Secret with the htpasswd line. */
export function createHtpasswdSecret({ namespace = "dso" }: LocalRegistry, htpasswd: string): string {
  const metadata = { ...createMetadata(namespace), name: secret };
  return formatYaml({ apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", stringData: { htpasswd } });
}

function createMetadata(namespace: string) {
  return { name, namespace, labels };
}

const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "nexus-iac" };

function volumeClaim(namespace: string, { size, storageClass }: NonNullable<LocalRegistry["claim"]>) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: createMetadata(namespace),
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
    metadata: createMetadata(namespace),
    spec: {
      replicas: 1,
      // Two pods would write to the same storage, and most volumes can be mounted by one pod only.
      strategy: { type: "Recreate" },
      selector: { matchLabels: { "app.kubernetes.io/name": name } },
      template: {
        metadata: { labels, annotations: { "nexus-iac/configuration": configuration } },
        spec: {
          automountServiceAccountToken: false,
          // Kubernetes sets variables such as REGISTRY_PORT for a Service named registry, which registry:2 reads as configuration.
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            runAsGroup: 1000,
            fsGroup: 1000,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: roles.map((role) => container(role, image)),
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

function container(role: RegistryRole, image: string) {
  const probe = { httpGet: { path: "/", port: role } };
  return {
    name: role,
    image,
    command: ["registry", "serve", `${containerPaths.configuration}/${role}.yml`],
    ports: [{ name: role, containerPort: registryPorts[role] }],
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
      { name: "storage", mountPath: containerPaths.storage, ...(role === "pull" && { readOnly: true }) },
      ...(role === "push"
        ? [{ name: "htpasswd", mountPath: containerPaths.htpasswd.replace("/htpasswd", ""), readOnly: true }]
        : []),
    ],
  };
}

function service(namespace: string) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: createMetadata(namespace),
    spec: {
      selector: { "app.kubernetes.io/name": name },
      ports: roles.map((role) => ({ name: role, port: registryPorts[role], targetPort: role })),
    },
  };
}

/** Contains no configuration snippets, because most ingress controllers forbid them. */
function ingress(namespace: string, registry: LocalRegistry) {
  const { ingressClass, tlsSecret } = registry;
  const backend = (role: RegistryRole) => ({ service: { name, port: { name: role } } });
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      ...createMetadata(namespace),
      annotations: {
        // Layers may have any size, and are streamed.
        "nginx.ingress.kubernetes.io/proxy-body-size": "0",
        "nginx.ingress.kubernetes.io/proxy-request-buffering": "off",
        "nginx.ingress.kubernetes.io/proxy-read-timeout": "900",
      },
    },
    spec: {
      ...(ingressClass !== undefined && { ingressClassName: ingressClass }),
      ...(tlsSecret !== undefined && { tls: [{ hosts: roles.map((role) => registry[role]), secretName: tlsSecret }] }),
      rules: roles.map((role) => ({
        host: registry[role],
        http: { paths: [{ path: "/", pathType: "Prefix", backend: backend(role) }] },
      })),
    },
  };
}
