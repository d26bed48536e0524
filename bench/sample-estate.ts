/**
 * The estate that is measured, in two forms: as a Pulumi program, and as the requests of a plain loop. The benchmark
 * checks that both create the same objects.
 */
import type { Fields } from "../src/util/json.ts";

/** The password of every user. */
export const userPassword = "measured-1";

/** Returns the number of repositories, roles and users (each) in an estate of about `resources` resources. */
export function toCountPerKind(resources: number): number {
  return Math.max(1, Math.round(resources / 3));
}

/** Returns the text of the program. It exports a function, which the automation API requires. */
export function createProgram(each: number): string {
  return `
import * as pulumi from "@pulumi/pulumi";
import { raw, Role, User } from "nexus-iac";

export default function declare(): void {
  const password = new pulumi.Config("bench").requireSecret("password");
  for (let i = 1; i <= ${each}; i++) {
    const name = \`bench-\${i}\`;
    const files = new raw.Hosted(name);
    const role = new Role(name, { privileges: files.privileges("browse", "read") });
    new User(name, { roles: [role.roleId], password });
  }
}
`;
}

/** Returns the text of a program with as many resources as the estate, of a provider that answers at once. */
export function createBareProgram(each: number): string {
  return `
import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  check: async (_, inputs) => ({ inputs }),
  diff: async () => ({ changes: false }),
  create: async (inputs) => ({ id: inputs.name, outs: inputs }),
  read: async (id, props) => ({ id, props }),
};

class Bare extends pulumi.dynamic.Resource {
  constructor(name: string) {
    super(provider, name, { name, online: true, roles: ["browse", "read"] });
  }
}

export default function declare(): void {
  for (let i = 1; i <= ${3 * each}; i++) new Bare(\`bench-\${i}\`);
}
`;
}

/** The requests that create and delete one object. */
export interface EstateObject {
  create: { path: string; body: Fields };
  remove: string;
}

/** Returns the objects in the order of creation: repositories bring the privileges of roles, and users have roles. */
export function createPhases(each: number): EstateObject[][] {
  const names = Array.from({ length: each }, (_, index) => `bench-${index + 1}`);
  return [names.map(repository), names.map(role), names.map(user)];
}

/** The paths of the lists, in the order of the phases. */
export const listPaths = ["/v1/repositorySettings", "/v1/security/roles", "/v1/security/users?source=default"];

function repository(name: string): EstateObject {
  const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" };
  return {
    create: { path: "/v1/repositories/raw/hosted", body: { name, online: true, storage } },
    remove: `/v1/repositories/${name}`,
  };
}

function role(id: string): EstateObject {
  const privileges = ["browse", "read"].map((action) => `nx-repository-view-raw-${id}-${action}`);
  return {
    create: { path: "/v1/security/roles", body: { id, name: id, description: id, privileges, roles: [] } },
    remove: `/v1/security/roles/${id}`,
  };
}

function user(userId: string): EstateObject {
  const person = { firstName: userId, lastName: userId, emailAddress: `${userId}@localhost`, status: "active" };
  return {
    create: { path: "/v1/security/users", body: { userId, ...person, roles: [userId], password: userPassword } },
    remove: `/v1/security/users/${userId}`,
  };
}
