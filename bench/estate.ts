/**
 * The estate that is measured, told twice: as a program for Pulumi, and as the requests of a plain loop. That both make
 * the same is checked while they are measured.
 */
import type { Fields } from "../src/util/json.ts";

/** What every user is to have. */
export const userPassword = "measured-1";

/** Repositories, roles and users come in equal numbers: how many of each there are of about `resources`. */
export function eachOf(resources: number): number {
  return Math.max(1, Math.round(resources / 3));
}

/** The text of the program. It exports a function, as the automation API runs one. */
export function program(each: number): string {
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

/** What makes one thing, and what deletes it. */
export interface Thing {
  create: { path: string; body: Fields };
  remove: string;
}

/** In the order in which they can be made: repositories bring the privileges that roles name, and users name roles. */
export function phases(each: number): Thing[][] {
  const names = Array.from({ length: each }, (_, index) => `bench-${index + 1}`);
  return [names.map(repository), names.map(role), names.map(user)];
}

/** Where Nexus lists each phase's things. */
export const lists = ["/v1/repositorySettings", "/v1/security/roles", "/v1/security/users?source=default"];

function repository(name: string): Thing {
  const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" };
  return {
    create: { path: "/v1/repositories/raw/hosted", body: { name, online: true, storage } },
    remove: `/v1/repositories/${name}`,
  };
}

function role(id: string): Thing {
  const privileges = ["browse", "read"].map((action) => `nx-repository-view-raw-${id}-${action}`);
  return {
    create: { path: "/v1/security/roles", body: { id, name: id, description: id, privileges, roles: [] } },
    remove: `/v1/security/roles/${id}`,
  };
}

function user(userId: string): Thing {
  const person = { firstName: userId, lastName: userId, emailAddress: `${userId}@localhost`, status: "active" };
  return {
    create: { path: "/v1/security/users", body: { userId, ...person, roles: [userId], password: userPassword } },
    remove: `/v1/security/users/${userId}`,
  };
}
