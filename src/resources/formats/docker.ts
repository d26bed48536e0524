/** Docker repositories: images for Docker, Podman, containerd and OpenShift. Not in the Core edition. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/docker.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/docker.ts";

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
export class Hosted extends recipe<HostedArgs>("docker", "hosted") {}

/**
 * A proxy of another registry. Images are downloaded on the first request and cached.
 *
 * ```ts
 * const hub = new docker.Proxy("docker-hub", { proxy: { remoteUrl: upstreams.dockerHub } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("docker", "proxy") {}

/**
 * A group of Docker repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * new docker.Group("docker-group", { group: { memberNames: [apps.name, hub.name] }, docker: { httpPort: 5001 } });
 * ```
 */
export class Group extends recipe<GroupArgs>("docker", "group") {}
