/**
 * The estates that are measured, each in three forms: as a Pulumi program, as the requests of a plain loop, and as a Terraform
 * configuration (`terraform-configuration.ts`). The benchmark checks that program and loop create the same objects.
 */
import type { Fields } from "../src/util/json.ts";

/** The password of every user. */
export const userPassword = "measured-1";

/** The recipe of a repository, and the repositories of a group. */
export interface SampleRepository {
  name: string;
  recipe: "raw/hosted" | "maven/hosted" | "maven/group";
  /** The version policy of a Maven repository. */
  versions?: "RELEASE" | "SNAPSHOT";
  members?: readonly string[];
}

/** Repositories of a project, a role that may read them, and a user with this role. Role and user have the project's name. */
export interface SampleProject {
  name: string;
  repositories: readonly SampleRepository[];
}

/** An estate that is measured. */
export interface SampleEstate {
  shape: EstateShape;
  title: string;
  projects: readonly SampleProject[];
  /** The number of resources. */
  resources: number;
}

/** The shapes of estates: `foundation` has the proportions of the largest users, an open-source foundation with many projects. */
export const estateShapes = ["uniform", "foundation"] as const;
export type EstateShape = (typeof estateShapes)[number];

/** The number of resources of each shape by default. The foundation has 146 projects then. */
export const defaultResources: Record<EstateShape, number> = { uniform: 450, foundation: 1151 };

const createProjects: Record<EstateShape, (resources: number) => SampleProject[]> = {
  uniform: (resources) => listNumbers(Math.max(1, Math.round(resources / 3))).map(createSmallProject),
  foundation: createFoundation,
};

/** Creates an estate of about so many resources. */
export function createEstate(shape: EstateShape, resources: number): SampleEstate {
  const projects = createProjects[shape](resources);
  const repositories = projects.reduce((sum, project) => sum + project.repositories.length, 0);
  const title = `${repositories} repositories, ${projects.length} roles, ${projects.length} users`;
  return { shape, title, projects, resources: repositories + 2 * projects.length };
}

const listNumbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function createSmallProject(number: number): SampleProject {
  const name = `bench-${number}`;
  return { name, repositories: [{ name, recipe: "raw/hosted" }] };
}

/** Creates projects with seven or eight resources each. */
function createFoundation(resources: number): SampleProject[] {
  const count = Math.max(1, Math.round(resources / 7.9));
  const archives = Math.min(count, Math.max(0, resources - 7 * count));
  return listNumbers(count).map((number) => createProject(`bench-project-${number}`, number <= archives));
}

/** Creates a project that builds with Maven, and publishes downloads and a website. */
function createProject(name: string, hasArchive: boolean): SampleProject {
  const [releases, snapshots] = [`${name}-releases`, `${name}-snapshots`];
  const files = ["downloads", "site", ...(hasArchive ? ["archive"] : [])];
  return {
    name,
    repositories: [
      { name: releases, recipe: "maven/hosted", versions: "RELEASE" },
      { name: snapshots, recipe: "maven/hosted", versions: "SNAPSHOT" },
      { name: `${name}-maven`, recipe: "maven/group", members: [releases, snapshots] },
      ...files.map((file): SampleRepository => ({ name: `${name}-${file}`, recipe: "raw/hosted" })),
    ],
  };
}

/** Returns the text of the program. It exports a function, which the automation API requires. */
export function createProgram({ projects }: SampleEstate): string {
  return `
import * as pulumi from "@pulumi/pulumi";
import { maven, raw, Role, User } from "nexus-iac";

const projects = ${JSON.stringify(projects)};

const declareRepository = {
  "raw/hosted": ({ name }) => new raw.Hosted(name),
  "maven/hosted": ({ name, versions }) => new maven.Hosted(name, { maven: { versionPolicy: versions } }),
  "maven/group": ({ name, members }) => new maven.Group(name, { group: { memberNames: members } }),
};

export default function declare(): void {
  const password = new pulumi.Config("bench").requireSecret("password");
  for (const { name, repositories } of projects) {
    const declared = repositories.map((repository) => declareRepository[repository.recipe](repository));
    const role = new Role(name, { privileges: declared.flatMap((repository) => repository.privileges("browse", "read")) });
    new User(name, { roles: [role.roleId], password });
  }
}
`;
}

/** Returns the text of a program with as many resources as the estate, of a provider that answers at once. */
export function createBareProgram({ resources }: SampleEstate): string {
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
  for (let i = 1; i <= ${resources}; i++) new Bare(\`bench-\${i}\`);
}
`;
}

/** The requests that create and delete one object. */
export interface EstateObject {
  create: { path: string; body: Fields };
  remove: string;
}

/** Returns the objects in the order of creation: repositories bring the privileges of roles, and users have roles. */
export function createPhases({ projects }: SampleEstate): EstateObject[][] {
  const repositories = projects.flatMap((project) => project.repositories);
  return [
    repositories.filter(({ members }) => !members).map(toRepository),
    repositories.filter(({ members }) => members).map(toRepository),
    projects.map(toRole),
    projects.map(({ name }) => toUser(name)),
  ];
}

/** The paths of the lists. */
export const listPaths = ["/v1/repositorySettings", "/v1/security/roles", "/v1/security/users?source=default"];

function toRepository({ name, recipe, versions, members }: SampleRepository): EstateObject {
  const storage = { blobStoreName: "default", strictContentTypeValidation: true };
  const settings: Record<SampleRepository["recipe"], Fields> = {
    "raw/hosted": { storage: { ...storage, writePolicy: "ALLOW_ONCE" } },
    "maven/hosted": {
      storage: { ...storage, writePolicy: "ALLOW_ONCE" },
      maven: { versionPolicy: versions ?? "MIXED", layoutPolicy: "STRICT" },
    },
    "maven/group": { storage, group: { memberNames: [...(members ?? [])] } },
  };
  return {
    create: { path: `/v1/repositories/${recipe}`, body: { name, online: true, ...settings[recipe] } },
    remove: `/v1/repositories/${name}`,
  };
}

/** Returns the names of the privileges that a role of the project has. */
export function listPrivileges({ name, recipe }: SampleRepository): string[] {
  const format = recipe.startsWith("maven") ? "maven2" : "raw";
  return ["browse", "read"].map((action) => `nx-repository-view-${format}-${name}-${action}`);
}

function toRole({ name, repositories }: SampleProject): EstateObject {
  const privileges = repositories.flatMap(listPrivileges);
  return {
    create: { path: "/v1/security/roles", body: { id: name, name, description: name, privileges, roles: [] } },
    remove: `/v1/security/roles/${name}`,
  };
}

function toUser(userId: string): EstateObject {
  const person = { firstName: userId, lastName: userId, emailAddress: `${userId}@localhost`, status: "active" };
  return {
    create: { path: "/v1/security/users", body: { userId, ...person, roles: [userId], password: userPassword } },
    remove: `/v1/security/users/${userId}`,
  };
}
