import { expect, it } from "vitest";
import { createEstate } from "../../bench/sample-estate.ts";
import { createTerraformConfiguration } from "../../bench/terraform-configuration.ts";

const provider = { url: "http://localhost:8081", username: "admin", password: "admin123" };

it("the Terraform configuration declares the same resources, which refer to each other", () => {
  const estate = createEstate("foundation", 1151);
  const { resource } = createTerraformConfiguration(estate, provider) as { resource: Record<string, object> };
  const counts = Object.entries(resource).map(([type, resources]) => [type, Object.keys(resources).length]);
  expect(Object.fromEntries(counts)).toEqual({
    nexus_repository_raw_hosted: 2 * 146 + 129,
    nexus_repository_maven_hosted: 2 * 146,
    nexus_repository_maven_group: 146,
    nexus_security_role: 146,
    nexus_security_user: 146,
  });
  expect(resource.nexus_security_user).toMatchObject({
    "bench-project-1": { roles: [`\${nexus_security_role.bench-project-1.roleid}`] },
  });
  const privileges = [`nx-repository-view-maven2-\${nexus_repository_maven_group.bench-project-1-maven.name}-read`];
  expect(resource.nexus_security_role).toMatchObject({
    "bench-project-1": { privileges: expect.arrayContaining(privileges) },
  });
});
