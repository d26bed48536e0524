/** Maven repositories: artifacts for Maven, Gradle and sbt. */
import type { GroupArgs, HostedArgs, ProxyArgs } from "../arguments/maven.ts";
import { recipe } from "../repository.ts";

export type * from "../arguments/maven.ts";

/**
 * A hosted repository for artifacts.
 *
 * ```ts
 * const releases = new maven.Hosted("maven-releases", { maven: { versionPolicy: "RELEASE" } });
 * ```
 */
export class Hosted extends recipe<HostedArgs>("maven", "hosted") {}

/**
 * A proxy of another repository. Artifacts are downloaded on the first request and cached.
 *
 * ```ts
 * const central = new maven.Proxy("maven-central", { proxy: { remoteUrl: upstreams.mavenCentral } });
 * ```
 */
export class Proxy extends recipe<ProxyArgs>("maven", "proxy") {}

/**
 * A group of Maven repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * new maven.Group("maven-public", { group: { memberNames: [releases.name, central.name] } });
 * ```
 */
export class Group extends recipe<GroupArgs>("maven", "group") {}
