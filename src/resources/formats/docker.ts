/** Docker repositories: images for Docker, Podman, containerd and OpenShift. Not in the Core edition. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"docker", "hosted">;

/**
 * A hosted repository for images.
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

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"docker", "proxy">;

/**
 * A proxy of another registry. Images are downloaded on the first request and cached.
 *
 * ```ts
 * const hub = new docker.Proxy("docker-hub", { proxy: { remoteUrl: upstreams.dockerHub } });
 * ```
 */
export class Proxy extends recipe("docker", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"docker", "group">;

/**
 * A group of Docker repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * new docker.Group("docker-group", { group: { memberNames: [apps.name, hub.name] }, docker: { httpPort: 5001 } });
 * ```
 */
export class Group extends recipe("docker", "group") {}
