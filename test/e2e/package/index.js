/** A Pulumi program in plain JavaScript. */
import { Access, CleanupPolicy, docker, estate, invariants, maven, pull, push, raw } from "nexus-iac";

export default estate({
  upstreams: ["mavenCentral"],
  invariants: [invariants.noAllPowerfulRole],
  declare({ upstreams, password }) {
    const retain = new CleanupPolicy("retain", { format: "docker", criteriaLastDownloaded: 30 });
    const images = new docker.Hosted("images", { cleanup: { policyNames: [retain.name] }, allowContentLoss: true });
    const central = new maven.Proxy("central", { proxy: { remoteUrl: upstreams.mavenCentral } });
    const files = new raw.Hosted("files", { online: true, allowContentLoss: true });
    const all = new raw.Group("all-files", { group: { memberNames: [files.name] } });
    const { passwords } = new Access("ci", {
      description: "CI pushes images and reads the other repositories",
      privileges: [
        ...images.privileges(...push),
        ...[central, all].flatMap((repository) => repository.privileges(...pull)),
      ],
      users: ["ci"],
      password,
    });
    return { passwords };
  },
});
