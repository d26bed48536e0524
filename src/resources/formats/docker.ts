/** Docker repositories: images for Docker, Podman, containerd and OpenShift. Not in Nexus Core. */
import { recipe } from "../repository.ts";

/**
 * Images that are pushed here.
 *
 * ```ts
 * const apps = new docker.Hosted("apps", {
 *   docker: { httpPort: 5002 },
 *   storage: { writePolicy: "ALLOW_ONCE" },
 *   cleanup: { policyNames: [retain30Days.name] },
 * });
 * ```
 */
export class Hosted extends recipe("docker", "hosted") {}

/**
 * Images of another registry, fetched when asked for and kept.
 *
 * ```ts
 * const hub = new docker.Proxy("docker-hub", { proxy: { remoteUrl: upstreams.dockerHub } });
 * ```
 */
export class Proxy extends recipe("docker", "proxy") {}

/**
 * Several Docker repositories as one; the first member that has an image gives it.
 *
 * ```ts
 * new docker.Group("docker-group", { group: { memberNames: [apps.name, hub.name] }, docker: { httpPort: 5001 } });
 * ```
 */
export class Group extends recipe("docker", "group") {}
