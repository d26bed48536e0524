import { Access, blobStore, docker, estate, invariants, pull, push, Realms } from "nexus-iac";

export default estate({
  invariants: [
    invariants.neverCleaned("openshift-mirror"),
    invariants.writtenBy("openshift-mirror", "openshift-mirror-write"),
    invariants.noAllPowerfulRole,
  ],
  declare({ password }) {
    const store = new blobStore.File("openshift", {
      softQuota: { type: "spaceRemainingQuota", limit: 100 * 1024 ** 3 },
    });

    const mirror = new docker.Hosted("openshift-mirror", {
      docker: { httpPort: 5000 },
      // oc-mirror writes the tags of a catalogue again.
      storage: { blobStoreName: store.name, writePolicy: "ALLOW" },
      // An empty list, so that a policy attached by hand is reported as drift.
      cleanup: { policyNames: [] },
    });

    const writer = new Access("openshift-mirror-write", {
      description: "oc-mirror writes the mirror",
      privileges: mirror.privileges(...push),
      users: ["oc-mirror"],
      password,
    });
    const clusters = new Access("openshift-mirror-pull", {
      description: "Clusters pull from the mirror",
      privileges: mirror.privileges(...pull),
      users: ["cluster"],
      password,
    });
    new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });

    return { registry: mirror.registry, passwords: { ...writer.passwords, ...clusters.passwords } };
  },
});
