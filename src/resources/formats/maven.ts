/** Maven repositories: artifacts for Maven, Gradle and sbt. */
import { recipe } from "../repository.ts";

/**
 * Artifacts that are deployed here.
 *
 * ```ts
 * const releases = new maven.Hosted("maven-releases", { maven: { versionPolicy: "RELEASE" } });
 * ```
 */
export class Hosted extends recipe("maven", "hosted") {}

/**
 * Artifacts of another repository, fetched when asked for and kept.
 *
 * ```ts
 * const central = new maven.Proxy("maven-central", { proxy: { remoteUrl: upstreams.mavenCentral } });
 * ```
 */
export class Proxy extends recipe("maven", "proxy") {}

/**
 * Several Maven repositories as one.
 *
 * ```ts
 * new maven.Group("maven-public", { group: { memberNames: [releases.name, central.name] } });
 * ```
 */
export class Group extends recipe("maven", "group") {}
