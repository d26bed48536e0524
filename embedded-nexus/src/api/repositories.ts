import { checkColumnWidths } from "../column-widths.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { CREATED, messageError, NO_CONTENT, ok, statusError } from "../http/responses.ts";
import { toHashOrder } from "../java-hash-order.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import { type RepositoryRequest, toConfiguration } from "../repositories/configuration.ts";
import { validateFacets, validateMembers } from "../repositories/facet-validation.ts";
import type { Recipe } from "../repositories/recipes.ts";
import { deleteRepository } from "../repositories/repository-removal.ts";
import { toRepositorySettings } from "../repositories/repository-settings.ts";
import { type AdminAction, canAdminister, canReadRepository, canView } from "../security/repository-permissions.ts";
import type { RepositoryConfiguration, RepositoryRecord } from "../state.ts";

/** Returns the endpoints common to all repositories, and those of each recipe of this release and edition. */
export function repositoryEndpoints(nexus: Nexus): RestEndpoint[] {
  return [...COMMON_ENDPOINTS, ...nexus.recipes.flatMap(recipeEndpoints)];
}

const COMMON_ENDPOINTS: readonly RestEndpoint[] = [
  // 3.77: 200 with the repositories that the caller can browse, [] if there are none.
  defineEndpoint("GET /v1/repositories", {
    handle: ({ nexus, subject, base }) => {
      const visible = nexus.state.repositories.filter((repository) => canView(nexus, subject, "browse", repository));
      return ok(visible.map((repository) => toRepositoryXO(nexus, repository, base)));
    },
  }),

  defineEndpoint("GET /v1/repositorySettings", {
    requiresLogin: true,
    handle: ({ nexus, subject, base }) => {
      nexus.raceEmulation.checkSettingsList();
      const visible = nexus.state.repositories.filter(({ format, name }) =>
        canAdminister(subject, "read", format, name),
      );
      const order = toHashOrder(visible.map((repository) => repository.name));
      const byName = new Map(visible.map((repository) => [repository.name, repository]));
      return ok(
        order.flatMap((name): Json[] => {
          const repository = byName.get(name);
          return repository ? [toRepositorySettings(nexus, repository, base)] : [];
        }),
      );
    },
  }),

  // 3.71, 3.77: used by the user interface, not documented.
  defineEndpoint("GET /internal/ui/repositories/details", {
    handle: ({ nexus, subject, base }) => {
      const visible = nexus.state.repositories.filter((repository) => canView(nexus, subject, "browse", repository));
      return ok(visible.map((repository) => toDetails(nexus, repository, base)));
    },
  }),

  defineEndpoint("GET /v1/repositories/{repositoryName}", {
    handle: ({ nexus, subject, param, base }) => {
      const repository = nexus.findRepository(param("repositoryName"));
      if (!repository) throw statusError(404);
      if (!canReadRepository(nexus, subject, repository)) throw statusError(403);
      return ok(toRepositoryXO(nexus, repository, base));
    },
  }),

  defineEndpoint("DELETE /v1/repositories/{repositoryName}", {
    requiresLogin: true,
    handle: async ({ nexus, subject, param }) => {
      const repository = nexus.findRepository(param("repositoryName"));
      if (!repository) throw statusError(404);
      checkPermission(subject, "delete", repository);
      await deleteRepository(nexus, repository);
      await nexus.onRepositoriesChanged();
      return NO_CONTENT;
    },
  }),

  defineEndpoint("POST /v1/repositories/{repositoryName}/rebuild-index", {
    requiresLogin: true,
    handle: (request) => {
      if (getEditableRepository(request).type !== "group") return NO_CONTENT;
      throw messageError(400, "You can rebuild search index of hosted or proxy repository only");
    },
  }),

  defineEndpoint("POST /v1/repositories/{repositoryName}/invalidate-cache", {
    requiresLogin: true,
    handle: (request) => {
      const repository = getEditableRepository(request);
      if (repository.type === "hosted")
        throw messageError(400, "You can invalidate cache of proxy or group repository only");
      for (const proxy of listProxies(request.nexus, repository)) request.nexus.upstream(proxy).invalidateCache();
      return NO_CONTENT;
    },
  }),
];

/** Returns the repository itself if it is a proxy, and all proxies that a group contains, at any depth. */
function listProxies(
  nexus: Nexus,
  repository: RepositoryRecord,
  seen = new Set<RepositoryRecord>(),
): RepositoryRecord[] {
  if (seen.has(repository)) return [];
  seen.add(repository);
  const members = nexus.memberNames(repository).flatMap((name) => nexus.findRepository(name) ?? []);
  return [
    ...(repository.type === "proxy" ? [repository] : []),
    ...members.flatMap((member) => listProxies(nexus, member, seen)),
  ];
}

function getEditableRepository({ nexus, subject, param }: EndpointRequest): RepositoryRecord {
  const repository = nexus.findRepository(param("repositoryName"));
  if (!repository) throw messageError(404, "Repository not found");
  checkPermission(subject, "edit", repository);
  return repository;
}

function recipeEndpoints(recipe: Recipe): RestEndpoint[] {
  const path = `/v1/repositories/${recipe.path}/${recipe.type}`;
  const body = { schema: recipe.schema };
  return [
    defineEndpoint(`GET ${path}/{repositoryName}`, {
      handle: ({ nexus, subject, param, base }) => {
        // 3.71: 403 for anonymous callers; 3.77: 404, as for users without the permission.
        if (subject.kind !== "user" && !isAtLeast(nexus.release, "3.77")) throw statusError(403);
        const repository = nexus.findRepository(param("repositoryName"));
        const isOfRecipe = repository?.format === recipe.format && repository.type === recipe.type;
        if (!isOfRecipe || !canAdminister(subject, "read", repository.format, repository.name)) {
          throw messageError(404, "Repository not found");
        }
        return ok(toRepositorySettings(nexus, repository, base));
      },
    }),

    defineEndpoint<RepositoryRequest>(`POST ${path}`, {
      body,
      requiresLogin: true,
      handle: (request) => createRepository(recipe, request),
    }),

    defineEndpoint<RepositoryRequest>(`PUT ${path}/{repositoryName}`, {
      body,
      requiresLogin: true,
      handle: (request) => updateRepository(recipe, request),
    }),
  ];
}

async function createRepository(recipe: Recipe, { nexus, view, subject, body }: EndpointRequest<RepositoryRequest>) {
  const { name } = body;
  const { format, type } = recipe;
  const requested = parseConfiguration(view, recipe, body);
  checkPermission(subject, "add", { name, format });
  validateFacets(nexus, { name, format, type }, requested);
  checkColumnWidths(nexus.release, "repository", { NAME: name });
  // 3.77: names that differ in case are different; names are unique across formats and types.
  if (nexus.state.repositories.some((repository) => repository.name === name)) throw messageError(400, "Duplicate key");
  nexus.change(() => nexus.state.repositories.push({ name, format, type, ...requested }), createFrozenError("INSERT"));
  await nexus.onRepositoriesChanged();
  return CREATED;
}

/** Changes a repository. The path of another format is accepted: its configuration replaces the stored one (3.77). */
async function updateRepository(
  recipe: Recipe,
  { nexus, view, subject, body, param }: EndpointRequest<RepositoryRequest>,
) {
  const requested = parseConfiguration(view, recipe, body);
  if (body.name !== param("repositoryName")) throw messageError(400, "Renaming a repository is not supported");
  const repository = nexus.findRepository(body.name);
  if (!repository) throw statusError(404);
  checkPermission(subject, "edit", repository);
  if (requested.attributes.storage?.blobStoreName !== repository.attributes.storage?.blobStoreName) {
    throw messageError(400, "You cannot change a repository’s blob store through the API");
  }
  validateFacets(nexus, repository, requested);
  const members = repository.type === "group" ? nexus.memberNames(requested) : undefined;
  await nexus.raceEmulation.runUpdate(repository.name, members, () =>
    nexus.change(() => Object.assign(repository, requested), createFrozenError("UPDATE")),
  );
  await nexus.onRepositoriesChanged();
  return NO_CONTENT;
}

/** Validates what Nexus validates before the permission (3.71): the body, its blob store and its members. */
function parseConfiguration(nexus: Nexus, recipe: Recipe, body: RepositoryRequest): RepositoryConfiguration {
  const requested = toConfiguration(nexus, recipe, body);
  if (!nexus.state.blobStores.some((store) => store.name === requested.attributes.storage?.blobStoreName)) {
    throw messageError(400, "Blob store not found");
  }
  validateMembers(nexus, recipe.format, requested);
  return requested;
}

function checkPermission(
  subject: EndpointRequest["subject"],
  action: AdminAction,
  { format, name }: Pick<RepositoryRecord, "format" | "name">,
) {
  if (!canAdminister(subject, action, format, name)) throw statusError(403);
}

/** Returns the database's error in read-only mode: 400, although other objects are 503 (3.77). */
const createFrozenError = (statement: "INSERT" | "UPDATE") => () =>
  messageError(400, `${statement} is not allowed while the application is frozen`);

/** Returns a repository with its status; for a proxy with the status of its upstream. */
function toDetails(nexus: Nexus, repository: RepositoryRecord, base: string): JsonObject {
  const { name, format, type, online } = repository;
  const remote = type === "proxy" ? nexus.upstream(repository).status : { description: null, reason: null };
  return { name, type, format, url: `${base}/repository/${name}`, status: { online, ...remote } };
}

function toRepositoryXO(nexus: Nexus, repository: RepositoryRecord, base: string): JsonObject {
  const { name, format, type, online, attributes } = repository;
  const remoteUrl = attributes.proxy?.remoteUrl;
  const shown: JsonObject = {
    name,
    format,
    type,
    url: `${base}/repository/${name}`,
    attributes: type === "proxy" && remoteUrl !== undefined ? { proxy: { remoteUrl } } : {},
  };
  if (isAtLeast(nexus.release, "3.91")) shown.size = nexus.content.assets(repository).totalSize;
  if (isAtLeast(nexus.release, "3.94")) shown.online = online;
  return shown;
}
