/** Maven repositories: artifacts for Maven, Gradle and sbt. */
import { type RepositoryArgs, recipe } from "../repository.ts";

/** The arguments of {@link Hosted}. */
export type HostedArgs = RepositoryArgs<"maven", "hosted">;

/**
 * A hosted repository for artifacts.
 *
 * ```ts
 * const releases = new maven.Hosted("maven-releases", { maven: { versionPolicy: "RELEASE" } });
 * ```
 */
export class Hosted extends recipe("maven", "hosted") {}

/** The arguments of {@link Proxy}. */
export type ProxyArgs = RepositoryArgs<"maven", "proxy">;

/**
 * A proxy of another repository. Artifacts are downloaded on the first request and cached.
 *
 * ```ts
 * const central = new maven.Proxy("maven-central", { proxy: { remoteUrl: upstreams.mavenCentral } });
 * ```
 */
export class Proxy extends recipe("maven", "proxy") {}

/** The arguments of {@link Group}. */
export type GroupArgs = RepositoryArgs<"maven", "group">;

/**
 * A group of Maven repositories with one URL. The first member that has the requested content serves it.
 *
 * ```ts
 * new maven.Group("maven-public", { group: { memberNames: [releases.name, central.name] } });
 * ```
 */
export class Group extends recipe("maven", "group") {}
