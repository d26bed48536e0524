import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { type LocalRegistry, localRegistrySchema } from "../../../../src/client-config/local-registry.ts";
import { createHtpasswdLine, readHtpasswdLine } from "../../../../src/clients/consumers/local-registry/htpasswd.ts";
import { createNodeFiles } from "../../../../src/clients/consumers/local-registry/node-files.ts";
import {
  createHtpasswdSecret,
  createRegistryManifests,
} from "../../../../src/clients/consumers/local-registry/registry-manifests.ts";

const least: LocalRegistry = { push: "registry.example", pull: "pull.registry.example", user: "jenkins" };
const whole: LocalRegistry = {
  ...least,
  namespace: "tools",
  image: "mirror.example/library/registry:2.8",
  claim: { size: "50Gi", storageClass: "fast" },
  ingressClass: "nginx",
  tlsSecret: "registry-tls",
  address: "192.0.2.1",
};

/** Parses manifests by kind, as YAML 1.1 like Kubernetes. */
// biome-ignore lint/suspicious/noExplicitAny: the tests check the shape
function objects(registry: LocalRegistry): Record<string, any> {
  const all = parseAllDocuments(createRegistryManifests(registry), { version: "1.1" }).map((document) =>
    document.toJS(),
  );
  return Object.fromEntries(all.map((object) => [object.kind, object]));
}

it.each([
  [{ pull: least.push }, "must be another host than push"],
  [{ user: "#jenkins" }, "no comment of htpasswd"],
])("rejects a configuration that would allow all or no clients: %j", (wrong, reason) => {
  expect(localRegistrySchema.safeParse(least).success).toBe(true);
  expect(localRegistrySchema.safeParse({ ...least, ...wrong }).error?.message).toContain(reason);
});

describe("createRegistryManifests", () => {
  it("creates a namespace and all objects in it", () => {
    const { Namespace, ...others } = objects(least);
    expect(Namespace.metadata.name).toBe("dso");
    expect(Object.keys(others)).toEqual(["ConfigMap", "Deployment", "Service", "Ingress"]);
    for (const { metadata } of Object.values(others)) expect(metadata.namespace).toBe("dso");
    expect(Object.keys(objects(whole))).toContain("PersistentVolumeClaim");
    expect(objects(whole).Service.metadata.namespace).toBe("tools");
  });

  it("uses consistent hosts, ports, labels and volumes", () => {
    const { Deployment, Service, Ingress, PersistentVolumeClaim } = objects(whole);
    const { spec, metadata } = Deployment.spec.template;
    expect(metadata.labels).toMatchObject(Deployment.spec.selector.matchLabels);
    expect(metadata.labels).toMatchObject(Service.spec.selector);
    const ports = spec.containers.map(({ ports: [port] }: { ports: object[] }) => port);
    expect(ports).toEqual([
      { name: "pull", containerPort: 5000 },
      { name: "push", containerPort: 5001 },
    ]);
    expect(Service.spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort)).toEqual(["pull", "push"]);
    const rules = Ingress.spec.rules.map((rule: { host: string; http: { paths: { backend: object }[] } }) => [
      rule.host,
      rule.http.paths[0]?.backend,
    ]);
    expect(rules).toEqual([
      ["pull.registry.example", { service: { name: "registry", port: { name: "pull" } } }],
      ["registry.example", { service: { name: "registry", port: { name: "push" } } }],
    ]);
    expect(Ingress.spec.tls).toEqual([
      { hosts: ["pull.registry.example", "registry.example"], secretName: "registry-tls" },
    ]);
    const claimed = spec.volumes.find(({ name }: { name: string }) => name === "storage").persistentVolumeClaim;
    expect(claimed.claimName).toBe(PersistentVolumeClaim.metadata.name);
  });

  it("restricts the privileges of the pod", () => {
    const { spec } = objects(least).Deployment.spec.template;
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    });
    const [pull, push] = spec.containers;
    for (const one of [pull, push]) {
      expect(one.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(one.readinessProbe.httpGet).toEqual({ path: "/", port: one.name });
    }
    expect(pull.volumeMounts.every(({ readOnly }: { readOnly?: boolean }) => readOnly)).toBe(true);
    expect(pull.volumeMounts.map(({ name }: { name: string }) => name)).not.toContain("htpasswd");
  });

  it("quotes texts that YAML would read as other types", () =>
    expect(Object.values(objects(least).Ingress.metadata.annotations).map((value) => typeof value)).toEqual(
      Array(3).fill("string"),
    ));
});

describe("createNodeFiles", () => {
  it("configures pulls without a login for both addresses", () => {
    const { hosts, ...others } = createNodeFiles(whole);
    expect(hosts).toBe("192.0.2.1 pull.registry.example registry.example\n");
    const text = `server = "https://pull.registry.example"\n\n[host."https://pull.registry.example"]\n  capabilities = ["pull", "resolve"]\n`;
    expect(others).toEqual({
      "etc/containerd/certs.d/registry.example/hosts.toml": text,
      "etc/containerd/certs.d/pull.registry.example/hosts.toml": text,
    });
    expect(Object.values(createNodeFiles(least)).join()).toContain('"http://pull.registry.example"');
    expect(Object.keys(createNodeFiles(least))).not.toContain("hosts");
  });
});

describe("createHtpasswdLine", () => {
  const before = createHtpasswdSecret(least, createHtpasswdLine("jenkins", "one"));

  it("keeps the line while user and password are the same", () => {
    expect(createHtpasswdLine("jenkins", "one", before)).toBe(readHtpasswdLine(before));
    expect(createHtpasswdLine("jenkins", "two", before)).not.toBe(readHtpasswdLine(before));
    expect(createHtpasswdLine("ada", "one", before)).toMatch(/^ada:\$2y\$10\$/);
  });

  it.each(["", "a: [", "stringData: {htpasswd: 'jenkins:plain'}", "- 1"])("finds no line in %j", (text) =>
    expect(readHtpasswdLine(text)).toBeUndefined(),
  );
});

it.each<Partial<Record<keyof LocalRegistry, unknown>>>([
  { push: "registry" },
  { pull: 'a.example"\nserver = "x' },
  { user: "a:b" },
  { namespace: "Dso" },
  { claim: { size: "50" } },
  { address: "192.0.2" },
])("rejects an invalid declaration: %j", (wrong) =>
  expect(localRegistrySchema.safeParse({ ...least, ...wrong }).success).toBe(false),
);
