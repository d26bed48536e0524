import { estate, maven, PromotionChain } from "nexus-iac";

export default estate({
  upstreams: ["mavenCentral"],
  declare({ upstreams, password }) {
    const central = new maven.Proxy("central", { proxy: { remoteUrl: upstreams.mavenCentral } });

    const libs = new PromotionChain("libs", {
      format: maven,
      stages: {
        // Releases that were not downloaded for 90 days are deleted here, never in the later stages.
        dev: { maven: { versionPolicy: "RELEASE" }, retainDays: 90 },
        uat: { maven: { versionPolicy: "RELEASE" } },
        prod: { maven: { versionPolicy: "RELEASE" } },
      },
      group: { others: [central] },
      writers: ["ci"],
      promoters: ["promoter"],
      readers: ["developer"],
      password,
    });

    return { url: libs.group?.url, passwords: libs.passwords };
  },
});
