import { Access, CleanupPolicy, docker, estate, pull, push, Realms, task } from "nexus-iac";

export default estate({
  upstreams: ["dockerHub"],
  declare({ upstreams, password }) {
    const retain = new CleanupPolicy("images-retain-30d", { format: "docker", criteriaLastDownloaded: 30 });

    const images = new docker.Hosted("images", {
      docker: { httpPort: 5002 },
      storage: { writePolicy: "ALLOW_ONCE" },
      cleanup: { policyNames: [retain.name] },
    });
    const hub = new docker.Proxy("docker-hub", {
      proxy: { remoteUrl: upstreams.dockerHub },
      dockerProxy: { indexType: "HUB" },
    });
    const all = new docker.Group("docker-all", {
      docker: { httpPort: 5001 },
      group: { memberNames: [images.name, hub.name] },
    });

    // Cleanup only marks content as deleted. These tasks delete unused layers, and then release the disk space.
    new task.RepositoryDockerGc("images-layers", {
      schedule: { daily: "02:00" },
      properties: { repositoryName: images.name },
    });
    new task.BlobstoreCompact("default-compact", {
      schedule: { daily: "04:00" },
      properties: { blobstoreName: "default" },
    });

    const ci = new Access("images-ci", {
      description: "CI pushes images",
      privileges: images.privileges(...push),
      users: ["ci"],
      password,
    });
    const runtimes = new Access("images-pull", {
      description: "Runtimes and developers pull images",
      privileges: all.privileges(...pull),
      users: ["runtime"],
      password,
    });

    // docker login needs the realm DockerToken.
    new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });

    return {
      push: images.registry,
      pull: all.registry,
      passwords: { ...ci.passwords, ...runtimes.passwords },
    };
  },
});
