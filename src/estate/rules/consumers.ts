import { anonymousPrincipal, type May, mayIn } from "../../access/may.ts";
import type { Action, SecurityModel } from "../../access/security-model.ts";
import type { ClientSettings } from "../../client-config/client-settings.ts";
import type { Consumers } from "../../client-config/consumers.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import type { ClientDeclarations } from "../declared-client-config.ts";
import { toSecurityModel } from "../declared-security.ts";
import { type Estate, type EstateFinding, type EstateRepository, listRepositories } from "../estate.ts";
import { createReferenceIndex } from "../reference-index.ts";

/** A repository that a consumer is given, and what is done there; without a user, by who has no credentials. */
interface Use {
  path: string;
  repository: string;
  formats: readonly string[];
  user: string | undefined;
  needs: readonly Action[];
}

/** What the consumers' part is held against. */
interface World {
  security: SecurityModel;
  may: May;
  repositories: readonly EstateRepository[];
  /** Names of users that there are. */
  users: readonly string[];
  /** The users behind a name: those of an identity, else the one who is called so. */
  behind(name: string): readonly string[];
}

/** Consumers are given users and repositories that there are, and users who may do what they are for, and no more. */
export function validateConsumers(estate: Estate, { clients, parts }: ClientDeclarations): EstateFinding[] {
  const { consumers } = parts;
  if (!consumers && !clients.inUse) return [];
  return misfits(estate, consumers ?? {}, clients);
}

function misfits(estate: Estate, consumers: Consumers, clients: ClientSettings): EstateFinding[] {
  const security = toSecurityModel(estate);
  const identities = new Map(Object.entries(consumers.identities ?? {}));
  const world: World = {
    security,
    may: mayIn(security),
    repositories: listRepositories(estate),
    users: createReferenceIndex(estate).names("user"),
    behind: (name) => identities.get(name) ?? [name],
  };
  return [
    ...usersIn(consumers).flatMap(([path, name]) =>
      identities.has(name)
        ? []
        : [...bypassing(identities, path, name), ...unknownUsers(world, name).map((message) => finding(path, message))],
    ),
    ...[...identities].flatMap(([name, pair]) => standingIn(world, name, pair)),
    ...inUse(identities, clients),
    ...usesIn(consumers).flatMap((use) => misuse(world, use)),
    ...pullingOnly(world, consumers),
    ...choices(consumers),
  ];
}

function finding(path: string, message: string): EstateFinding {
  return { path: `clientConfig.consumers.${path}`, message };
}

function unknownUsers({ users, behind }: World, name: string): string[] {
  const unknown = behind(name).filter((user) => !users.includes(user));
  return unknown.map((user) => `there is no user "${user}"${suggestionFor(user, users)}`);
}

function standingIn(world: World, name: string, pair: readonly string[]): EstateFinding[] {
  const path = `identities.${name}`;
  const unknown = unknownUsers(world, name).map((message) => finding(path, message));
  const roles = new Set(pair.map((user) => [...(world.security.users.get(user)?.roles ?? [])].sort().join(" ")));
  return unknown.length || roles.size === 1
    ? unknown
    : [finding(path, `${pair.join(" and ")} have not the same roles: one could not stand in for the other`)];
}

/** Who stands in for another is known by their identity: whose password is made anew would change under a consumer. */
function bypassing(identities: ReadonlyMap<string, readonly string[]>, path: string, name: string): EstateFinding[] {
  const [identity] = [...identities].find(([, pair]) => pair.includes(name)) ?? [];
  return identity === undefined
    ? []
    : [finding(path, `${name} is one of the users of the identity "${identity}": say that`)];
}

function inUse(identities: ReadonlyMap<string, readonly string[]>, { inUse = {} }: ClientSettings): EstateFinding[] {
  return Object.entries(inUse).flatMap(([name, user]) => {
    const pair = identities.get(name);
    if (pair?.includes(user)) return [];
    const message = pair
      ? `must be ${pair.join(" or ")}, not "${user}"`
      : `there is no identity "${name}" in clientConfig.consumers.identities${suggestionFor(name, [...identities.keys()])}`;
    return [{ path: `nexus:clients.inUse.${name}`, message }];
  });
}

function misuse(world: World, { path, repository, formats, user, needs }: Use): EstateFinding[] {
  const fitting = world.repositories.filter(({ format }) => formats.includes(format));
  const found = fitting.find(({ name }) => name === repository);
  if (!found) {
    const hint = suggestionFor(
      repository,
      fitting.map(({ name }) => name),
    );
    return [finding(path, `there is no ${formats[0]} repository "${repository}"${hint}`)];
  }
  if (found.type !== "hosted" && needs.some((action) => writing.includes(action)))
    return [finding(path, `${repository} is a ${found.type}: what is published goes to a hosted repository`)];
  const principals =
    user === undefined
      ? [anonymousPrincipal]
      : // What a user may do who is declared elsewhere is not known here.
        world.behind(user).flatMap((id) => (world.security.users.has(id) ? [{ type: "user" as const, id }] : []));
  // Who may read without credentials sends none.
  const isOpen = (action: Action) => action === "read" && world.may(anonymousPrincipal, repository, action);
  return principals.flatMap((whom) => {
    const lacking = needs.filter((action) => !isOpen(action) && !world.may(whom, repository, action));
    const who = whom === anonymousPrincipal ? "who comes without credentials" : whom.id;
    return lacking.length ? [finding(path, `${who} has no right to ${lacking.join(" and ")} ${repository}`)] : [];
  });
}

const writing: readonly Action[] = ["add", "edit", "delete"];

/** What a cluster pulls with can push nowhere; and it pulls nothing through a group, which shows all of its members. */
function pullingOnly({ may, repositories, behind }: World, { kubernetes }: Consumers): EstateFinding[] {
  return (kubernetes?.secrets ?? []).flatMap(({ registries }, secret) =>
    registries.flatMap(({ repository, user, group }, index) => {
      const path = `kubernetes.secrets[${secret}].registries[${index}]`;
      const isGroup = repositories.some(({ name, type }) => name === repository && type === "group");
      const written = repositories.filter(({ name }) =>
        behind(user).some((id) => writing.some((action) => may({ type: "user", id }, name, action))),
      );
      const names = written.map(({ name }) => name).join(", ");
      return [
        ...(isGroup && !group
          ? [finding(path, `${repository} is a group, which shows all of its members: name these, or say group: true`)]
          : []),
        ...(names ? [finding(path, `${user} may write to ${names}: clusters pull as who only reads`)] : []),
      ];
    }),
  );
}

function choices({ jenkins }: Consumers): EstateFinding[] {
  if (!jenkins || Object.hasOwn(jenkins.credentials, jenkins.credential)) return [];
  const ids = Object.keys(jenkins.credentials);
  return [finding("jenkins.credential", `must be one of jenkins.credentials: ${ids.join(", ") || "there is none"}`)];
}

const [images, maven2, npmFormat, pypi] = [["docker", "oci"], ["maven2"], ["npm"], ["pypi"]] as const;

function usesIn({ gitlab, jenkins, kubernetes, clusters = {}, docker, maven, npm, pip }: Consumers): Use[] {
  const use = (
    path: string,
    repository: string | undefined,
    formats: readonly string[],
    user: string | undefined,
    ...needs: Action[]
  ): Use[] => (repository === undefined ? [] : [{ path, repository, formats, user, needs }]);
  const builder = jenkins?.credentials[jenkins.credential];
  return [
    ...use("gitlab.push", gitlab?.push, images, gitlab?.user, "read", "edit"),
    ...use("gitlab.pull", gitlab?.pull, images, gitlab?.user, "read"),
    ...use("jenkins.push", jenkins?.push, images, builder, "read", "edit"),
    ...use("jenkins.pull", jenkins?.pull, images, builder, "read"),
    ...(kubernetes?.secrets ?? []).flatMap(({ registries }, secret) =>
      registries.flatMap(({ repository, user }, index) =>
        use(`kubernetes.secrets[${secret}].registries[${index}]`, repository, images, user, "read"),
      ),
    ),
    ...Object.entries(clusters).flatMap(([name, { container, maven }]) => [
      ...use(
        `clusters.${name}.container`,
        "repository" in container ? container.repository : undefined,
        images,
        undefined,
      ),
      ...use(`clusters.${name}.maven`, maven?.repository, maven2, undefined),
    ]),
    ...(docker?.repositories ?? []).flatMap((name, index) =>
      use(`docker.repositories[${index}]`, name, images, docker?.user, "read"),
    ),
    ...use("maven.mirror", maven?.mirror, maven2, maven?.user, "read"),
    ...use("maven.releases", maven?.releases, maven2, maven?.user, "edit"),
    ...use("maven.snapshots", maven?.snapshots, maven2, maven?.user, "edit"),
    ...use("npm.read", npm?.read, npmFormat, npm?.user, "read"),
    ...use("npm.publish", npm?.publish, npmFormat, npm?.user, "edit"),
    ...use("pip.read", pip?.read, pypi, pip?.user, "read"),
    ...use("pip.publish", pip?.publish, pypi, pip?.user, "add"),
  ];
}

function usersIn(consumers: Consumers): (readonly [path: string, user: string])[] {
  const { gitlab, jenkins, kubernetes, docker, maven, npm, pip } = consumers;
  const single = Object.entries({ gitlab, docker, maven, npm, pip });
  return [
    ...single.flatMap(([name, one]) => (one?.user === undefined ? [] : [[`${name}.user`, one.user] as const])),
    ...Object.entries(jenkins?.credentials ?? {}).map(([id, user]) => [`jenkins.credentials.${id}`, user] as const),
    ...(kubernetes?.secrets ?? []).flatMap(({ registries }, secret) =>
      registries.map(({ user }, index) => [`kubernetes.secrets[${secret}].registries[${index}].user`, user] as const),
    ),
  ];
}
