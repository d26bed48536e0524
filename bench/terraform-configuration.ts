import type { Fields } from "../src/util/json.ts";
import { listPrivileges, type SampleEstate, type SampleRepository, userPassword } from "./sample-estate.ts";

const resourceTypes: Record<SampleRepository["recipe"], string> = {
  "raw/hosted": "nexus_repository_raw_hosted",
  "maven/hosted": "nexus_repository_maven_hosted",
  "maven/group": "nexus_repository_maven_group",
};

/** Returns the estate as a configuration in Terraform's JSON syntax, for the provider datadrivers/nexus. */
export function createTerraformConfiguration(
  { projects }: SampleEstate,
  provider: { url: string; username: string; password: string },
): Fields {
  const resource: Record<string, Fields> = { nexus_security_role: {}, nexus_security_user: {} };
  const add = (type: string, name: string, body: Fields) => {
    resource[type] = { ...resource[type], [name]: body };
  };
  for (const project of projects) {
    for (const repository of project.repositories)
      add(resourceTypes[repository.recipe], repository.name, toRepository(repository));
    const names = { name: project.name, description: project.name };
    const privileges = project.repositories.flatMap(referToPrivileges);
    add("nexus_security_role", project.name, { roleid: project.name, ...names, privileges, roles: [] });
    add("nexus_security_user", project.name, toUser(project.name));
  }
  return {
    terraform: { required_providers: { nexus: { source: "datadrivers/nexus" } } },
    provider: { nexus: provider },
    resource,
  };
}

const toReference = (address: string) => `\${${address}}`;

function toRepository({ name, recipe, versions, members }: SampleRepository): Fields {
  const storage = { blob_store_name: "default", strict_content_type_validation: true };
  if (members) {
    const memberNames = members.map((member) => toReference(`${resourceTypes["maven/hosted"]}.${member}.name`));
    return { name, online: true, storage, group: { member_names: memberNames } };
  }
  const maven = { version_policy: versions ?? "MIXED", layout_policy: "STRICT", content_disposition: "INLINE" };
  const hosted = { name, online: true, storage: { ...storage, write_policy: "ALLOW_ONCE" } };
  return recipe === "maven/hosted" ? { ...hosted, maven } : hosted;
}

/** The privileges come with the repository, so the role refers to it: its name is a reference. */
function referToPrivileges(repository: SampleRepository): string[] {
  const reference = toReference(`${resourceTypes[repository.recipe]}.${repository.name}.name`);
  return listPrivileges({ ...repository, name: reference });
}

function toUser(name: string): Fields {
  const person = { firstname: name, lastname: name, email: `${name}@localhost`, status: "active" };
  const roles = [toReference(`nexus_security_role.${name}.roleid`)];
  return { userid: name, ...person, password: userPassword, roles };
}
