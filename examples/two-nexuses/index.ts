import { Access, estate, Provider, pull, raw } from "nexus-iac";
import { z } from "nexus-iac/zod";

export default estate({
  settings: {
    branch: z.strictObject({ url: z.string(), username: z.string() }),
    /** Secrets: `pulumi config set --secret --path nexus:secrets.branchPassword`. */
    secrets: z.strictObject({ branchPassword: z.string().min(1) }),
  },
  declare({ settings: { branch, secrets }, password }) {
    const files = new raw.Hosted("files", { storage: { writePolicy: "ALLOW_ONCE" } });
    const replica = new Access("replica", {
      description: "The Nexus of the branch office reads files",
      privileges: files.privileges(...pull),
      users: ["replica"],
      password,
    });

    const branchNexus = new Provider("branch", { ...branch, password: secrets.branchPassword });
    const copy = new raw.Proxy(
      "branch-files",
      {
        name: "files",
        proxy: { remoteUrl: files.url },
        httpClient: {
          authentication: { type: "username", username: "replica", password: replica.passwords.replica },
        },
      },
      { provider: branchNexus },
    );

    return { headOffice: files.url, branch: copy.url };
  },
});
