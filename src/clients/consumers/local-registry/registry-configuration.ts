import { formatYaml } from "../file-encoding.ts";

/** Paths in the containers. Tests use other paths. */
export const containerPaths = {
  storage: "/var/lib/registry",
  configuration: "/etc/registry",
  htpasswd: "/etc/registry-auth/htpasswd",
} as const;

/** Container ports of the two registries. */
export const registryPorts = { pull: 5000, push: 5001 } as const;
export type RegistryRole = keyof typeof registryPorts;

/**
 * Creates the configurations of two registry:2 processes with shared storage: a read-only one without login, and a
 * writable one with login. One process cannot allow anonymous pulls and require a login for pushes: with htpasswd it
 * requires a login for all requests. A proxy that requires a login by method does not work either, because clients decide
 * by their first request (`GET /v2/`) if they log in.
 */
export function createRegistryConfigurations(): Record<`${RegistryRole}.yml`, string> {
  return {
    "pull.yml": formatYaml({ ...common("pull"), storage: storage({ readonly: { enabled: true } }) }),
    "push.yml": formatYaml({
      ...common("push"),
      storage: { ...storage(), delete: { enabled: true } },
      auth: { htpasswd: { realm: "registry", path: containerPaths.htpasswd } },
    }),
  };
}

function common(role: RegistryRole) {
  return {
    version: 0.1,
    log: { level: "info" },
    http: {
      addr: `:${registryPorts[role]}`,
      // The ingress has another host name, and may use TLS.
      relativeurls: true,
      headers: { "X-Content-Type-Options": ["nosniff"] },
    },
    health: { storagedriver: { enabled: true, interval: "10s", threshold: 3 } },
  };
}

/** Without a cache, because the read-only process would still serve what the other one deletes. */
function storage(maintenance: object = {}) {
  const uploadpurging = { enabled: !("readonly" in maintenance), age: "168h", interval: "24h", dryrun: false };
  return { filesystem: { rootdirectory: containerPaths.storage }, maintenance: { uploadpurging, ...maintenance } };
}
