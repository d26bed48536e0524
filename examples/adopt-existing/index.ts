import { Access, estate, existing, maven, pull } from "nexus-iac";

export default estate({
  declare({ password }) {
    // Every new Nexus has these repositories. Fields that are not declared stay as they are.
    const releases = new maven.Hosted("maven-releases", { storage: { writePolicy: "ALLOW_ONCE" } });
    const snapshots = new maven.Hosted("maven-snapshots", { maven: { versionPolicy: "SNAPSHOT" } });

    // Not managed by this program.
    const central = existing.repository("maven-central", { format: "maven2", type: "proxy" });

    const all = new maven.Group("maven-public", { group: { memberNames: [releases.name, snapshots.name, central] } });
    const developers = new Access("developers", {
      description: "Developers read artifacts",
      privileges: all.privileges(...pull),
      users: ["developer"],
      // A user that already exists keeps their password.
      keepPasswords: true,
      password,
    });

    return { url: all.url, passwords: developers.passwords };
  },
});
