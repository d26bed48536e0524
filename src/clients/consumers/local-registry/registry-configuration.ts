/** What the two registries over one storage are configured to be, as registry:2 reads it. */
import { yaml } from "./yaml.ts";

/** Where the containers have what they need; the tests' own registries have it elsewhere. */
export const containerPaths = {
  storage: "/var/lib/registry",
  configuration: "/etc/registry",
  htpasswd: "/etc/registry-auth/htpasswd",
} as const;

export const registryPorts = { pull: 5000, push: 5001 } as const;
export type RegistryRole = keyof typeof registryPorts;

/**
 * One process cannot let everybody pull and only some push: with htpasswd it asks everybody. Nor can a proxy in front that
 * asks for credentials by method alone: clients learn on their first request (`GET /v2/`) whether they must log in. So
 * there are two: one that is only read, without a login, and one that is written to, with one.
 */
export function createRegistryConfigurations(): Record<`${RegistryRole}.yml`, string> {
  return {
    "pull.yml": yaml({ ...common("pull"), storage: storage({ readonly: { enabled: true } }) }),
    "push.yml": yaml({
      ...common("push"),
      storage: { ...storage(), delete: { enabled: true } },
      auth: { htpasswd: { realm: "registry", path: containerPaths.htpasswd } },
    }),
  };
}

function common(door: RegistryRole) {
  return {
    version: 0.1,
    log: { level: "info" },
    http: {
      addr: `:${registryPorts[door]}`,
      // The ingress has another name, and perhaps TLS.
      relativeurls: true,
      headers: { "X-Content-Type-Options": ["nosniff"] },
    },
    health: { storagedriver: { enabled: true, interval: "10s", threshold: 3 } },
  };
}

/** Nothing is remembered: what the other one deletes would still be there. */
function storage(maintenance: object = {}) {
  const uploadpurging = { enabled: !("readonly" in maintenance), age: "168h", interval: "24h", dryrun: false };
  return { filesystem: { rootdirectory: containerPaths.storage }, maintenance: { uploadpurging, ...maintenance } };
}
